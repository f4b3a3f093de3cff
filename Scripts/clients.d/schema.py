# SPDX-License-Identifier: MIT
"""schemathesis, which makes requests out of /openapi.json and holds the answers against it."""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from server import Server, expect, service_token, user_token

ALICE = "11111111-1111-4111-8111-111111111111"
EXAMPLES = 40


def tool():
    beside = Path(sys.executable).with_name("st")
    return str(beside) if beside.exists() else shutil.which("st")


def missing():
    return None if tool() else "schemathesis is not here"


def run(program, folder):
    cases = 0
    with Server(program, folder) as server:
        for token in (user_token(ALICE), service_token()):
            done = subprocess.run(
                [tool(), "run", f"{server.address}/openapi.json", "--checks", "all", "--max-examples", str(EXAMPLES),
                 "--header", f"Authorization: Bearer {token}", "--seed", "1", "--no-color"],
                cwd=folder, env={**os.environ, "SCHEMATHESIS_HOOKS": "amounts", "PYTHONPATH": str(Path(__file__).parent)},
                capture_output=True, text=True, timeout=600,
            )
            expect(done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:])
            cases += sum(int(number) for number in re.findall(r"(\d+) generated", done.stdout))
        expect(server.is_serving(), "the server does not answer any more")
        expect(server.end()[0] == 0, "the server ended badly")
    return f"{cases} cases of schemathesis"
