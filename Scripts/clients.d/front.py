# SPDX-License-Identifier: MIT
"""A front end as the platform's: Node's own fetch, tokens in headers and in the cookies of Supabase's clients."""
import json
import shutil
import subprocess
from pathlib import Path

from server import SECRET, Server, expect, service_token, sign, user_token

ALICE, BOB = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def missing():
    if not shutil.which("node"):
        return "node is not here"
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    return None if int(version.lstrip("v").split(".")[0]) >= 18 else f"node {version.strip()} has no fetch"


def run(program, folder):
    with Server(program, folder, "--allow-origin", "http://localhost:3000") as server:
        settings = {
            "address": server.address, "alice": ALICE, "bob": BOB, "service": service_token(),
            "tokens": {"alice": user_token(ALICE), "bob": user_token(BOB), "expired": user_token(ALICE, exp=1)},
            "foreign": sign({"sub": ALICE, "aud": "authenticated", "role": "authenticated", "exp": 1 << 40},
                            SECRET[::-1]),
        }
        script = Path(__file__).with_name("front.mjs")
        done = subprocess.run(["node", str(script), json.dumps(settings)], capture_output=True, text=True, timeout=120)
        expect(done.returncode == 0, done.stderr[-2000:])
        expect(server.end()[0] == 0, "the server ended badly")
    return done.stdout.strip()
