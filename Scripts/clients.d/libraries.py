# SPDX-License-Identifier: MIT
"""Python's requests, httpx and aiohttp: sessions that go on across answers, deliveries by key, tags, chunked bodies."""
import json
from pathlib import Path

import packages
from server import Server, expect, service_token, user_token

ALICE = "11111111-1111-4111-8111-111111111111"
missing = packages.missing


def run(program, folder):
    with Server(program, folder) as server:
        settings = {"address": server.address, "user": ALICE, "token": user_token(ALICE), "service": service_token()}
        script = Path(__file__).with_name("sessions.py")
        done = packages.run(["python", "-B", str(script), json.dumps(settings)], folder)
        expect(done.returncode == 0, done.stdout + done.stderr)
        expect(server.is_serving(), "the server does not answer any more")
        expect(server.end()[0] == 0, "the server ended badly")
    return done.stdout.strip()
