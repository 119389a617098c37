"""Every claim of the confinement, tried for real by code that runs where a submission does."""

import os
import platform
import socket
from pathlib import Path

import psutil
import pytest

from grader.sandbox import RunnerLost

pytestmark = pytest.mark.confined
ROOT = Path(__file__).parents[3]
REFERENCE = str(ROOT / "solutions" / "losses.py")

PREAMBLE = """
import ctypes, fcntl, gc, mmap, os, resource, signal, socket, subprocess, sys, threading, time
import numpy as np
libc = ctypes.CDLL(None, use_errno=True)

def system_call(number, *arguments):
    if libc.syscall(number, *[ctypes.c_long(argument) for argument in arguments]) < 0:
        raise OSError(ctypes.get_errno(), "refused")
"""

FILES_TO_READ = {
    "passwords": "/etc/passwd",
    "host": "/etc/hostname",
    "reference": REFERENCE,
    "exercises": str(ROOT / "exercises" / "losses"),
    "plan": str(ROOT / "grader" / "plan" / "__init__.py"),
    "held-out-digits": str(ROOT / "digits" / "digits-held-out.npz"),
    "git": str(ROOT / ".git" / "HEAD"),
    "home": str(Path.home()),
    "temporary": "/tmp",
    "own-environment": "/proc/self/environ",
    "own-memory": "/proc/self/mem",
    "own-maps": "/proc/self/maps",
    "own-descriptors": "/proc/self/fd",
    "first-process": "/proc/1/cmdline",
    "processes": "/proc",
    "system": "/sys/kernel",
    "devices": "/dev",
    "random-device": "/dev/urandom",
    "root": "/",
}


def _refused(runner, source):
    assert runner.run_cell(PREAMBLE).error == ""
    assert runner.run_cell(source).error == "PermissionError"


@pytest.mark.parametrize("path", FILES_TO_READ.values(), ids=FILES_TO_READ.keys())
def test_a_file_that_was_not_granted_cannot_be_read(runner, path):
    assert Path(path).exists()
    opened = f"os.listdir({path!r})" if Path(path).is_dir() else f"open({path!r}, 'rb').read()"
    _refused(runner, opened)


def test_other_packages_cannot_be_read(runner):
    site = Path(pytest.__file__).parents[1]
    for hidden in ("pytest/__init__.py", "nbgrader/__init__.py"):
        _refused(runner, f"open({str(site / hidden)!r})")
    for finder in site.glob("__editable__*"):
        _refused(runner, f"open({str(finder)!r})")


@pytest.mark.parametrize(
    "name", ["solutions", "solutions.losses", "grader.plan", "exercises", "figures", "nbgrader", "tests"]
)
def test_the_reference_and_the_grader_cannot_be_imported(runner, name):
    assert runner.run_cell(f"import {name}").error == "ModuleNotFoundError"


def test_the_reference_cannot_be_imported_by_its_path_either(runner):
    runner.run_cell(f"import importlib, sys\nsys.meta_path[:] = sys.meta_path[1:]\nsys.path.insert(0, {str(ROOT)!r})")
    runner.run_cell("importlib.invalidate_caches()")
    assert runner.run_cell("import solutions.losses").error in ("PermissionError", "ModuleNotFoundError")
    _refused(runner, f"import importlib.machinery as m\nm.SourceFileLoader('s', {REFERENCE!r}).load_module()")


def test_a_granted_file_leads_nowhere_else(runner, released):
    (released / "link").symlink_to(REFERENCE)
    try:
        _refused(runner, "open('link').read()")
        _refused(runner, "open('../../../../../../../etc/passwd').read()")
    finally:
        (released / "link").unlink()


CHANGES = {
    "temporary-file": "open('/tmp/grader-test', 'w')",
    "shared-memory": "open('/dev/shm/grader-test', 'w')",
    "semaphore": "import multiprocessing\nmultiprocessing.Lock()",
    "working-directory": "open('grader-test', 'w')",
    "released-file": "open('digits.npy', 'ab')",
    "numpy": "np.save('grader-test.npy', np.ones(3))",
    "figure": "import matplotlib.pyplot as plt\nplt.savefig('grader-test.png')",
    "bytecode": "open(os.path.join(os.path.dirname(np.__file__), '__init__.py'), 'ab')",
    "folder": "os.mkdir('grader-test')",
    "delete": "os.unlink('digits.npy')",
    "rename": "os.rename('digits.npy', 'other.npy')",
    "link": "os.link('digits.npy', 'other.npy')",
    "symbolic-link": "os.symlink('digits.npy', 'other.npy')",
    "truncate": "os.truncate('digits.npy', 0)",
    "mode": "os.chmod('digits.npy', 0o777)",
    "owner": "os.chown('digits.npy', 1, 1)",
    "times": "os.utime('digits.npy')",
    "attribute": "os.setxattr('digits.npy', 'user.x', b'x')",
    "fifo": "os.mkfifo('grader-test')",
    "device": "os.mknod('grader-test')",
    "memory-file": "os.memfd_create('grader-test')",
    "working-directory-left": "os.chdir('/')",
}


@pytest.mark.parametrize("source", CHANGES.values(), ids=CHANGES.keys())
def test_nothing_can_be_written_anywhere(runner, source, released):
    before = sorted(path.stat().st_mtime_ns for path in released.rglob("*"))
    _refused(runner, source)
    assert sorted(path.stat().st_mtime_ns for path in released.rglob("*")) == before
    assert not Path("/tmp/grader-test").exists()
    assert not Path("/dev/shm/grader-test").exists()


FAMILIES = sorted(name for name in dir(socket) if name.startswith("AF_"))


@pytest.mark.parametrize("family", FAMILIES)
def test_no_socket_of_any_family_can_be_opened(runner, family):
    for kind in ("SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW", "SOCK_SEQPACKET"):
        _refused(runner, f"socket.socket(socket.{family}, socket.{kind})")


@pytest.mark.parametrize(
    "source",
    ["socket.socketpair()", "import asyncio\nawait asyncio.sleep(0)", "socket.create_server(('127.0.0.1', 0))"],
    ids=["pair", "event-loop", "server"],
)
def test_no_socket_can_be_opened_in_other_ways(runner, source):
    _refused(runner, source)


FETCH = """
import urllib.error, urllib.request
try:
    urllib.request.urlopen("http://127.0.0.1:1/")
except urllib.error.URLError as error:
    raise error.reason
"""


def test_no_file_can_be_fetched_from_the_network(runner):
    assert runner.run_cell(FETCH).error == "PermissionError"


PROCESSES = {
    "fork": "os.fork()",
    "fork-with-a-terminal": "os.forkpty()",
    "subprocess": "subprocess.run(['/bin/true'])",
    "posix-spawn": "os.posix_spawn('/bin/true', ['true'], {})",
    "exec": "os.execv('/bin/true', ['true'])",
    "multiprocessing": "import multiprocessing\nmultiprocessing.get_context('fork').Process(target=print).start()",
    "pool": "import concurrent.futures as c\nc.ProcessPoolExecutor(1).submit(print)",
}


@pytest.mark.parametrize("source", PROCESSES.values(), ids=PROCESSES.keys())
def test_no_process_can_be_started(runner, source):
    _refused(runner, source)


def test_no_thread_can_be_started(runner):
    runner.run_cell(PREAMBLE)
    assert runner.run_cell("threading.Thread(target=print).start()").error == "RuntimeError"


def test_a_shell_command_is_not_run_and_says_nothing(runner, value_of):
    runner.run_cell("names = !ls")
    assert value_of(runner, "list(names)") == []
    runner.run_cell("import os\ncode = os.system('true')")
    assert value_of(runner, "code") != 0


SIGNALS = {
    "parent": "os.kill(os.getppid(), signal.SIGKILL)",
    "everybody": "os.kill(-1, signal.SIGKILL)",
    "group": "os.killpg(0, signal.SIGKILL)",
    "itself": "os.kill(os.getpid(), signal.SIGKILL)",
    "existence": "os.kill(1, 0)",
    "process-descriptor": "signal.pidfd_send_signal(os.pidfd_open(os.getppid()), signal.SIGKILL)",
    "descriptor-owner": "fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())",
    "descriptor-signal": "fcntl.fcntl(0, fcntl.F_SETSIG, signal.SIGKILL)",
}


@pytest.mark.parametrize("source", SIGNALS.values(), ids=SIGNALS.keys())
def test_no_signal_can_be_sent(runner, source, pool):
    warm = psutil.Process(pool._warm._process)
    _refused(runner, source)
    assert warm.status() != psutil.STATUS_ZOMBIE


PRIVILEGES = {
    "another's-limit": "resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))",
    "another's-limit-read": "resource.prlimit(os.getppid(), resource.RLIMIT_CPU)",
    "user": "os.setuid(1)",
    "session": "os.setsid()",
    "priority": "os.nice(-1)",
    "affinity": "os.sched_setaffinity(0, {0})",
    "dumpable": "if libc.prctl(4, 1): raise OSError(ctypes.get_errno(), '')",
    "parent-death": "if libc.prctl(1, 0): raise OSError(ctypes.get_errno(), '')",
    "clock": "time.clock_settime(time.CLOCK_REALTIME, 0)",
    "host-name": "socket.sethostname('x')",
    "terminal-input": "import termios\nfcntl.ioctl(0, termios.TIOCSTI, b'x')",
}


@pytest.mark.parametrize("source", PRIVILEGES.values(), ids=PRIVILEGES.keys())
def test_no_limit_or_privilege_can_be_changed(runner, source):
    _refused(runner, source)


def test_one_s_own_limits_may_be_read_but_not_set(runner, value_of):
    runner.run_cell("import resource")
    assert value_of(runner, "resource.getrlimit(resource.RLIMIT_CORE)") == (0, 0)
    assert runner.run_cell("resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))").error == "ValueError"
    assert value_of(runner, "resource.getrlimit(resource.RLIMIT_NOFILE)") == (64, 64)


# their numbers on x86-64; what they would do does not matter, because they do not get that far
DEADLY = {
    "ptrace": 101,
    "process_vm_readv": 310,
    "bpf": 321,
    "perf_event_open": 298,
    "userfaultfd": 323,
    "io_uring_setup": 425,
    "keyctl": 250,
    "open_by_handle_at": 304,
    "mount": 165,
    "chroot": 161,
    "unshare": 272,
    "setns": 308,
    "init_module": 175,
    "reboot": 169,
}
x86_64 = pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers and machine code are those of x86-64")


@x86_64
@pytest.mark.parametrize("number", DEADLY.values(), ids=DEADLY.keys())
def test_a_call_that_no_exercise_needs_ends_the_runner(small, number):
    small.run_cell(PREAMBLE)
    with pytest.raises(RunnerLost, match="that no exercise needs"):
        small.run_cell(f"system_call({number}, -1, -1, -1, -1)")


@x86_64
@pytest.mark.parametrize("number", [0x40000000 + 39, 0x40000000 + 1], ids=["getpid", "write"])
def test_the_other_numbers_of_the_same_machine_are_refused(small, number):
    small.run_cell(PREAMBLE)
    with pytest.raises(RunnerLost, match="that no exercise needs"):
        small.run_cell(f"system_call({number}, 0, 0, 0)")


@x86_64
def test_the_calls_of_the_32_bit_machine_are_refused(small):
    code = "b8 14 00 00 00 cd 80 c3"  # mov eax, 20 (getpid there); int 0x80; ret
    small.run_cell(PREAMBLE)
    with pytest.raises(RunnerLost):
        small.run_cell(
            "page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)\n"
            f"page.write(bytes.fromhex({code!r}))\n"
            "ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()"
        )


@x86_64
@pytest.mark.parametrize("number", [56, 57, 58, 435, 59, 322, 41, 53, 62, 200, 234, 157, 160, 29, 216])
def test_a_raw_call_is_refused_like_that_of_the_library(runner, number):
    """clone, fork, vfork, clone3, exec, sockets, signals, prctl, setrlimit, shared memory, remapped pages."""
    _refused(runner, f"system_call({number}, 0, 0, 0, 0, 0)")


def test_the_environment_holds_no_secret(runner, value_of):
    os.environ["GRADER_TEST_SECRET"] = "secret"
    try:
        runner.run_cell("import os, sys")
        names = set(value_of(runner, "list(os.environ)"))
    finally:
        del os.environ["GRADER_TEST_SECRET"]
    assert names == {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "MPLBACKEND", "LANG"}
    assert not [entry for entry in value_of(runner, "[str(e) for e in sys.path]") if Path(entry) == ROOT]
    assert value_of(runner, "sys.argv + sys.orig_argv") == [""]


def test_no_descriptor_is_open_but_nothing_and_the_socket(runner, value_of):
    runner.run_cell(
        "import os, stat\n"
        "def kinds():\n"
        "    found = []\n"
        "    for descriptor in range(1024):\n"
        "        try:\n"
        "            found.append(stat.S_IFMT(os.fstat(descriptor).st_mode))\n"
        "        except OSError:\n"
        "            pass\n"
        "    return found"
    )
    character, connection = 0o020000, 0o140000
    assert value_of(runner, "kinds()") == [character, character, character, connection]


SEEN = {
    "a file's size, times and owner": "os.stat('/etc/passwd').st_mtime",
    "that a process exists": "os.stat('/proc/1').st_uid",
    "names of installed packages": "len(os.listdir(os.path.dirname(os.path.dirname(os.__file__)) + '/' + LIBRARY))",
    "its own number and its parent's": "os.getpid() + os.getppid()",
    "its user's number": "os.getuid()",
    "the machine's name and kernel": "os.uname().nodename",
    "the machine's load": "os.getloadavg()[0]",
    "the time of day": "time.time()",
    "its own folder": "os.getcwd()",
}
UNSEEN = {
    "the target of a link": "os.readlink('/proc/self/exe')",
    "a command line": "open('/proc/self/cmdline').read()",
    "another's command line": "open('/proc/1/cmdline').read()",
    "the processes": "os.listdir('/proc')",
    "another's descriptors": "os.listdir('/proc/1/fd')",
    "a file system's size": "os.statvfs('/')",
}


@pytest.mark.parametrize("source", SEEN.values(), ids=SEEN.keys())
def test_what_the_promise_says_can_be_seen_can_be_seen(runner, source):
    runner.run_cell(f"import os, sys, time\nLIBRARY = {Path(os.__file__).parent.name!r}")
    assert runner.run_cell(source).error == ""


@pytest.mark.parametrize("source", UNSEEN.values(), ids=UNSEEN.keys())
def test_what_the_promise_does_not_name_cannot_be_seen(runner, source):
    _refused(runner, source)


def test_a_path_without_links_can_be_resolved(runner):
    assert runner.run_cell("from pathlib import Path\nassert Path('digits.npy').resolve().exists()").error == ""


def test_root_has_no_capabilities_left(runner, value_of):
    runner.run_cell(PREAMBLE)
    runner.run_cell("held = (ctypes.c_uint32 * 6)()")
    # capget is not among the calls that a submission may make: what is held shows in what is possible
    _refused(runner, "os.setgroups([])")
    process = runner._process
    status = Path(f"/proc/{process}/status").read_text()
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert {fields[name] for name in ("CapInh", "CapPrm", "CapEff")} == {"0" * 16}
    assert (fields["NoNewPrivs"], fields["Seccomp"]) == ("1", "2")


def test_no_object_of_the_grader_s_secrets_is_in_memory(runner, value_of):
    runner.run_cell("import gc, types")
    modules = value_of(runner, "[m.__name__ for m in gc.get_objects() if isinstance(m, types.ModuleType)]")
    assert not [name for name in modules if name.startswith(("solutions", "exercises", "grader.plan"))]
