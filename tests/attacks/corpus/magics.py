"""Magics and shell commands run no program and read no file."""

TRIES = {
    "command": "listing = !cat /etc/passwd\nassert list(listing)",
    "captured command": "listing = get_ipython().getoutput('id')\nassert list(listing)",
    "run": "get_ipython().run_line_magic('run', '/etc/hostname')\nassert False",
    "script": "get_ipython().run_cell_magic('bash', '', 'touch /tmp/attack-wrote-this')",
    "written file": "get_ipython().run_cell_magic('writefile', '/tmp/attack-wrote-this', 'x')",
    "system": "import os\nassert os.system('touch /tmp/attack-wrote-this') == 0",
}
