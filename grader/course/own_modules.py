"""A course's own packages, found by Python's import: `solutions`, `exercises`, and what travels to readers."""

from __future__ import annotations

import importlib
import importlib.machinery
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.course import Course


class OwnModules:
    """Finds `solutions`, `exercises` and what travels in the folder of the course that was asked last, and there alone.

    Python knows one module of a name. Where a process works with two courses, those of the other one are put aside.
    """

    def __init__(self) -> None:
        self._course: Course | None = None
        self._aside: list[tuple[str, ModuleType, Path]] = []

    def stand_in_for(self, course: Course) -> None:
        """Let a course's names mean its own modules."""
        if self._course == course:
            return
        names = course.top_names | (self._course.top_names if self._course else set())
        loaded = [(name, module) for name, module in list(sys.modules.items()) if name.partition(".")[0] in names]
        # a folder asks the package that it is in where it lies: all are asked before any is taken away
        known = [*self._aside, *((name, module, _place(module)) for name, module in loaded)]
        for name, _ in loaded:
            del sys.modules[name]
        sys.modules.update((name, module) for name, module, place in known if _is_of(name, place, course))
        self._aside = [one for one in known if not _is_of(one[0], one[2], course)]
        self._course = course
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)
        importlib.invalidate_caches()

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        """Find one of the course's own packages; Python finds what is in them."""
        if path is not None or not self._course or name not in self._course.top_names:
            return None
        root = self._course.root
        if (root / name).is_dir() and not (root / name / "__init__.py").is_file():
            spec = importlib.machinery.ModuleSpec(name, None, is_package=True)
            spec.submodule_search_locations = [str(root / name)]
            return spec
        return importlib.machinery.PathFinder.find_spec(name, [str(root)])


def _place(module: ModuleType) -> Path:
    return Path(getattr(module, "__file__", None) or next(iter(module.__path__)))  # a folder alone has no file


def _is_of(name: str, place: Path, course: Course) -> bool:
    top = course.root / name.partition(".")[0]
    return place.is_relative_to(top) or place == top.with_suffix(".py")


own_modules = OwnModules()
