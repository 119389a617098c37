"""The system calls that a submission may make: a list of those allowed, compiled by libseccomp.

Compiled once, by the grader; a runner only puts the program in force. What is not listed fails with EPERM, so that a
library that merely asks goes on; what no notebook has a reason to call ends the process.
"""

import errno
import fcntl
import functools
import tempfile
import termios
from typing import Any

ALLOWED = """
    mmap munmap mremap mprotect madvise brk
    read readv pread64 write writev close fstat lseek dup dup2 dup3
    open openat stat lstat newfstatat statx access faccessat faccessat2 getcwd getdents64
    poll ppoll select pselect6
    futex sched_yield sched_getaffinity getcpu
    clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times getrusage
    setitimer getitimer alarm
    getpid gettid getppid getpgrp getpgid getsid getuid geteuid getgid getegid getresuid getresgid getgroups
    uname sysinfo getrandom
    rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack restart_syscall
    exit exit_group
"""

DEADLY = """
    ptrace process_vm_readv process_vm_writev process_madvise pidfd_getfd kcmp
    bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register
    keyctl add_key request_key open_by_handle_at
    mount umount2 move_mount open_tree fsopen fsmount pivot_root chroot setns unshare
    kexec_load kexec_file_load init_module finit_module delete_module reboot swapon swapoff
    iopl ioperm modify_ldt acct quotactl
"""

# what Python's files, terminals and sockets ask of a descriptor; never F_SETOWN, which sends signals
DESCRIPTOR_COMMANDS = (fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_SETFL)
DEVICE_COMMANDS = (
    termios.TCGETS,
    termios.TIOCGWINSZ,
    termios.FIONREAD,
    termios.FIONBIO,
    termios.FIOCLEX,
    termios.FIONCLEX,
)


@functools.cache
def program() -> bytes:
    """Return the filter as the kernel takes it: the bytes of a BPF program.

    Raises
    ------
    ImportError, RuntimeError
        If libseccomp or its Python bindings are not there.
    """
    import pyseccomp

    made = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    made.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.KILL_PROCESS)
    for name in DEADLY.split():
        _add(made, pyseccomp.KILL_PROCESS, name)
    for name in ALLOWED.split():
        _add(made, pyseccomp.ALLOW, name)
    for name, commands in (("fcntl", DESCRIPTOR_COMMANDS), ("ioctl", DEVICE_COMMANDS)):
        for command in commands:
            _add(made, pyseccomp.ALLOW, name, pyseccomp.Arg(1, pyseccomp.EQ, command))
    # to read one's own limits is what getrlimit does; to set one, or to look at another process, is not
    own, nothing = pyseccomp.Arg(0, pyseccomp.EQ, 0), pyseccomp.Arg(2, pyseccomp.EQ, 0)
    _add(made, pyseccomp.ALLOW, "prlimit64", own, nothing)
    with tempfile.TemporaryFile() as file:
        made.export_bpf(file)
        file.seek(0)
        return file.read()


def _add(made: Any, action: int, name: str, *conditions: Any) -> None:
    """Add a rule, if this architecture (and this libseccomp) has the system call."""
    import pyseccomp

    number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
    if number >= 0:
        made.add_rule(action, number, *conditions)
