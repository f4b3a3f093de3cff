# SPDX-License-Identifier: MIT
"""The commands of the README, exactly as they stand there, but for the port and the folder."""
import json
import os
import shutil
import subprocess
from pathlib import Path

from server import expect, free_ports

ROOT = Path(__file__).parents[2]


def missing():
    return next((f"{tool} is not here" for tool in ("curl", "openssl") if not shutil.which(tool)), None)


def commands():
    """The block that begins with a secret."""
    text = (ROOT / "README.md").read_text()
    blocks = [block.split("```")[0] for block in text.split("```sh\n")[1:]]
    found = [block for block in blocks if "SUPABASE_JWT_SECRET" in block]
    expect(len(found) == 1, f"README.md has {len(found)} blocks with commands for the server")
    return found[0]


def run(program, folder):
    [port], store = free_ports(1), folder / "costs"
    text = commands()
    for words in ("Scripts/prepare &&", "swift run pipeline-server --store /tmp/costs &", "127.0.0.1:8080", "curl "):
        expect(words in text, f"the README's commands are without '{words}'")
    # What is built stands in for the build; the port and the store are this run's.
    tools = folder / "tools"
    tools.mkdir()
    swift = tools / "swift"
    number = folder / "process"
    swift.write_text(f'#!/bin/sh\nshift 2\necho $$ >"{number}"\nexec "{program}" --port {port} "$@"\n')
    swift.chmod(0o755)
    prepare = text.replace("Scripts/prepare &&", "true &&")
    script = prepare.replace("/tmp/costs", str(store)).replace("127.0.0.1:8080", f"127.0.0.1:{port}")
    script = f"set -eu\n{script}\nkill -TERM $(cat '{number}')\nwait $!\n"
    environment = {"PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(folder)}
    done = subprocess.run(["bash", "-c", script], cwd=ROOT, env=environment, capture_output=True, timeout=60)
    output = done.stdout.decode()
    expect(done.returncode == 0, f"status {done.returncode}: {output} {done.stderr.decode()}")
    lines = output.splitlines()
    expect(lines[0] == f"http://127.0.0.1:{port}", f"the first line is {lines[0]}")
    added, asked = json.loads(lines[1]), json.loads(lines[2])
    expect(added["success"] and added["data"]["amount"] == 42.5, f"the delivery's answer is {added}")
    expect(asked["data"]["total_cost"] == 42.5 and asked["data"]["records"] == [added["data"]], f"asked: {asked}")
    return f"{text.count('curl ')} commands of curl"
