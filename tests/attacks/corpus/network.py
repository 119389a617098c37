"""There is no network, of whichever family."""

TRIES = {
    "TCP": "import socket\nsocket.create_connection(('127.0.0.1', 22), 1)",
    "TCP 6": "import socket\nsocket.socket(socket.AF_INET6)",
    "UDP": "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "raw": "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_RAW)",
    "packets": "import socket\nsocket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "Unix": "import socket\nsocket.socket(socket.AF_UNIX)",
    "Netlink": "import socket\nsocket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "VSOCK": "import socket\nsocket.socket(socket.AF_VSOCK)",
    "pair": "import socket\nsocket.socketpair()",
    "server": "import socket\nsocket.create_server(('127.0.0.1', 0))",
    "web": "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:1/', timeout=1)",
    "names": "import socket\nsocket.getaddrinfo('example.org', 80)",
    "connection's own": """
import os, socket
other = socket.socket(fileno=next(d for d in range(3, 64) if os.path.exists(f'/dev/fd/{d}') or True))
other.sendto(b'x', ('127.0.0.1', 9))
""",
}
