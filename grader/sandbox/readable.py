"""What a submission may read: the standard library, the packages that the warm process uses, and the released folder.

Only what is loaded counts. So a runner sees NumPy, matplotlib, IPython and what these need, and nothing else that
happens to be installed: not the reference, not the grader, and no other package that brings the digits with labels.
"""

import sys
from collections.abc import Iterable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

ENGINE = Path(__file__).parents[1]  # our own folder, wherever we are installed
SYSTEM_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts")


def standard_library(folders: Iterable[Path]) -> list[Path]:
    """Return what is in the standard library's folders, without the packages that are installed inside one of them."""
    names = {"site-packages", "dist-packages"}
    return [path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.name not in names]


def is_ours(module: ModuleType) -> bool:
    """Return whether a module is the grader's: whether it lies in our own folder."""
    return Path(getattr(module, "__file__", None) or "/").is_relative_to(ENGINE)


def loaded(packages: Iterable[Path]) -> list[Path]:
    """Return the files and folders of `packages` (folders like site-packages) that hold something this process uses.

    What is ours is not among them, loaded or not.
    """
    files = [getattr(module, "__file__", None) for module in list(sys.modules.values()) if not is_ours(module)]
    used = {Path(file) for file in files if file} | _mapped()
    tops = {
        folder / path.relative_to(folder).parts[0]
        for folder in packages
        for path in used
        if path.is_relative_to(folder)
    }
    return sorted(tops)


def _mapped() -> set[Path]:
    """Return the files that are mapped into this process: shared libraries."""
    lines = Path("/proc/self/maps").read_text().splitlines()
    return {Path(line[line.index("/") :]) for line in lines if "/" in line}


def shared_libraries(reserved: Iterable[Path]) -> list[Path]:
    """Return where this process has its shared libraries from: folders, but files where one holds a `reserved` one."""
    libraries = [path for path in _mapped() if ".so" in path.name]
    folders = {path.parent for path in libraries if not any(path.is_relative_to(folder) for folder in reserved)}
    found = []
    for folder in folders:
        holds_more = any(one.is_relative_to(folder) for one in reserved)
        found += [path for path in libraries if path.parent == folder] if holds_more else [folder]
    return found


def fonts() -> list[Path]:
    """Return the folders of the system's fonts."""
    return [path for path in map(Path, SYSTEM_FONTS) if path.is_dir()]


class Absent(MetaPathFinder):
    """Says of installed packages that were not granted that they are not installed, as `try: import` expects."""

    def __init__(self, packages: Iterable[Path], granted: Iterable[Path]) -> None:
        installed = {path.name.partition(".")[0] for folder in packages for path in folder.iterdir()}
        self.names = installed - {path.name.partition(".")[0] for path in granted} - sys.stdlib_module_names

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raise ModuleNotFoundError for what is hidden; leave everything else to the finders that follow."""
        if path is None and name in self.names:
            raise ModuleNotFoundError(f"No module named {name!r} is there when this is graded", name=name)
        return None
