# SPDX-License-Identifier: MIT
"""A file system that fills up: 503 for changes, 200 for questions; with room again, 201."""
import json
import os
import subprocess

from server import Server, expect, service_token, user_token

ALICE = "11111111-1111-4111-8111-111111111111"


def missing():
    return None if os.geteuid() == 0 else "only root can mount a small file system"


def run(program, folder):
    mount = folder / "mount"
    mount.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(mount)], check=True)
    try:
        ballast = mount / "ballast"
        ballast.write_bytes(bytes(200 * 1024))
        with Server(program, folder, store="mount/store") as server:
            taken, refused = fill(server)
            status, _, body = server.request("GET", "/health")
            condition = json.loads(body)["data"]["durability"]["condition"]
            expect(status == 200 and condition == "full", f"/health: {status} {body}")
            expect(total(server) == taken, "what was refused is shown, or what was taken is not")
            ballast.unlink()
            server.post("/api/costs", row())
            expect(total(server) == taken + 1, "a change after that is lost")
            expect(server.is_serving(), "the server does not answer as ever")
            expect(server.end()[0] == 0, "the server ended badly")
        with Server(program, folder, store="mount/store") as server:
            expect(total(server) == taken + 1, "a restart finds another sum")
            expect(server.end()[0] == 0, "the server ended badly")
    finally:
        subprocess.run(["umount", str(mount)], check=True)
    return f"{taken} changes taken, {refused} refused"


def row():
    return {"user_id": ALICE, "cost_type": "c", "amount": 1, "details": os.urandom(1000).hex()}


def fill(server):
    """Adds rows until none is taken any more; returns how many were, and how many were refused."""
    taken = refused = 0
    while refused < 5:
        expect(taken < 1000, "the file system does not fill up")
        status, _, body = server.request("POST", "/api/costs", service_token(), row())
        if status == 201:
            taken += 1
        else:
            expect(status == 503 and json.loads(body)["error"] == "Storage unavailable", f"{status} {body}")
            refused += 1
    return taken, refused


def total(server):
    status, _, body = server.request("GET", "/api/costs?period=year", user_token(ALICE))
    expect(status == 200, f"a question gets {status}")
    return json.loads(body)["data"]["total_cost"]
