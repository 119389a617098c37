"""No signal reaches the grader, the warm process or another submission."""

TRIES = {
    "parent": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
    "everybody": "import os, signal\nos.kill(-1, signal.SIGKILL)",
    "group": "import os, signal\nos.killpg(0, signal.SIGTERM)",
    "neighbours": "import os, signal\nfor n in range(-9, 9):\n    os.kill(os.getpid() + n or 1, signal.SIGSTOP)",
    "descriptor": "import os, signal\nsignal.pidfd_send_signal(os.pidfd_open(os.getppid()), signal.SIGKILL)",
    "owner": "import fcntl, os\nfcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())",
    "limits": "import os, resource\nresource.prlimit(os.getppid(), resource.RLIMIT_CPU, (0, 0))",
    "priority": "import os\nos.setpriority(os.PRIO_PROCESS, os.getppid(), 19)",
}
