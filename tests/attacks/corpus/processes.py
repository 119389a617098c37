"""No process and no thread can be started, so there is no fork bomb."""

TRIES = {
    "fork": "import os\nos.fork()",
    "fork bomb": "import os\nwhile True:\n    os.fork()",
    "thread": "import threading\nthreading.Thread(target=print).start()",
    "thread bomb": "import threading\nwhile True:\n    threading.Thread(target=lambda: None).start()",
    "subprocess": "import subprocess\nsubprocess.run(['/bin/true'], check=True)",
    "spawn": "import os\nos.posix_spawn('/bin/true', ['true'], {})",
    "exec": "import os\nos.execv('/bin/true', ['true'])",
    "multiprocessing": "import multiprocessing\nmultiprocessing.get_context('fork').Process(target=print).start()",
    "executor": "import concurrent.futures as c\nc.ThreadPoolExecutor(1).submit(print).result()",
}
