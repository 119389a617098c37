"""The list of allowed system calls is one that libseccomp understands, and no call is on two lists."""

import pytest

from grader.sandbox import landlock, seccomp

pytestmark = pytest.mark.confined


def test_every_name_is_a_system_call():
    import pyseccomp

    names = seccomp.ALLOWED.split() + seccomp.DEADLY.split()
    assert [name for name in names if pyseccomp.resolve_syscall(pyseccomp.Arch.X86_64, name) == -1] == []


def test_no_call_is_allowed_and_deadly():
    assert set(seccomp.ALLOWED.split()) & set(seccomp.DEADLY.split()) == set()


@pytest.mark.parametrize(
    "name", ["socket", "clone", "clone3", "execve", "kill", "tgkill", "prctl", "mkdir", "memfd_create"]
)
def test_what_starts_speaks_or_changes_is_not_allowed(name):
    assert name not in seccomp.ALLOWED.split()


def test_the_program_is_the_same_every_time():
    assert seccomp.program.__wrapped__() == seccomp.program()
    assert len(seccomp.program()) % 8 == 0


@pytest.mark.parametrize(
    ("version", "files", "network", "scopes"),
    [(1, 13, 0, 0), (2, 14, 0, 0), (3, 15, 0, 0), (4, 15, 2, 0), (5, 16, 2, 0), (6, 16, 2, 2), (9, 16, 2, 2)],
)
def test_landlock_handles_all_that_the_kernel_s_version_knows(version, files, network, scopes):
    tables = (landlock.FILE_RIGHTS, landlock.NETWORK_RIGHTS, landlock.SCOPES)
    assert [landlock._newest(table, version).bit_count() for table in tables] == [files, network, scopes]


def test_a_ruleset_for_a_file_that_is_not_there_says_which(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        landlock.ruleset([tmp_path / "nowhere"])
