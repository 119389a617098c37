"""What hostile code in a runner uses to write on the runner's own socket. Tests send it as the text of a cell."""

import os
import stat
import struct
import sys


def connection():
    for descriptor in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                return descriptor
        except OSError:
            pass


def nonce():
    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    return frame.f_locals["nonce"]


def forge(nonce, data):
    os.write(connection(), struct.pack("<16sI", nonce, len(data)) + data)
