"""Nothing can be written, created, deleted or renamed anywhere."""

TRIES = {
    "working directory": "open('attack-wrote-this', 'w')",
    "temporary": "open('/tmp/attack-wrote-this', 'w')",
    "shared memory": "open('/dev/shm/attack-wrote-this', 'w')",
    "home": "import os\nopen(os.path.expanduser('~/attack-wrote-this'), 'w')",
    "root": "open('/attack-wrote-this', 'w')",
    "parent": "open('../attack-wrote-this', 'w')",
    "append": "import os\nopen(next(e.path for e in os.scandir() if e.is_file()), 'ab')",
    "numpy": "np.save('/tmp/attack-wrote-this', np.ones(3))",
    "figure": "import matplotlib.pyplot as plt\nplt.savefig('/tmp/attack-wrote-this.png')",
    "folder": "import os\nos.mkdir('/tmp/attack-wrote-this')",
    "delete": "import os\nos.unlink(next(e.path for e in os.scandir() if e.is_file()))",
    "rename": "import os\nos.rename(next(e.path for e in os.scandir() if e.is_file()), 'attack-wrote-this')",
    "code of NumPy": "open(np.__file__, 'ab')",
    "memory file": "import os\nos.memfd_create('attack-wrote-this')",
    "database": """
import sqlite3
try:
    sqlite3.connect("/tmp/attack-wrote-this").execute("create table t (x)")
except sqlite3.Error as error:
    raise OSError from error
""",
    "temporary file": "import tempfile\ntempfile.NamedTemporaryFile(dir='/tmp', prefix='attack-wrote-this')",
    "device": "open('/dev/tty', 'w')",
}
