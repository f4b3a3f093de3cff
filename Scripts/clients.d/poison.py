# SPDX-License-Identifier: MIT
"""A disk whose flush fails: the change and all later ones are refused, reads go on, and a new start heals."""
import json
import os
import shutil
import subprocess
import time

from server import Server, expect, service_token, user_token

ALICE = "11111111-1111-4111-8111-111111111111"
ROW = {"user_id": ALICE, "cost_type": "c", "amount": 1}


def missing():
    if not shutil.which("strace"):
        return "strace is not here"
    test = subprocess.run(["strace", "-f", "-o", os.devnull, "true"], capture_output=True)
    return None if test.returncode == 0 else "strace may not trace here"


def refused(server):
    status, _, body = server.request("POST", "/api/costs", service_token(), ROW)
    answer = json.loads(body)
    return status == 503 and answer["error"] == "Storage unavailable" and "acknowledged" in answer["details"]


def total(server):
    status, _, body = server.request("GET", "/api/costs", user_token(ALICE))
    expect(status == 200, f"a question gets {status}")
    return json.loads(body)["data"]["total_cost"]


def run(program, folder):
    with Server(program, folder, "--metrics") as server:
        server.post("/api/costs", ROW)
        expect(server.is_serving(), "a sound server does not say so")
        fault = ["strace", "-f", "-o", os.devnull, "-e", "trace=fsync,fdatasync",
                 "-e", "inject=fsync,fdatasync:error=EIO", "-p", str(server.process.pid)]
        with subprocess.Popen(fault, stderr=subprocess.PIPE) as tracer:
            # It says when it is there.
            tracer.stderr.readline()
            expect(refused(server), "a change is acknowledged that was not flushed")
            tracer.terminate()
        status, _, body = server.request("GET", "/health")
        expect(status == 503 and json.loads(body)["error"] == "Storage unavailable", f"/health: {status} {body}")
        expect(server.request("HEAD", "/health")[0] == 503, "HEAD /health is no 503")
        figures = server.request("GET", "/metrics")[2]
        expect(b'pipeline_store_condition{condition="failed"} 1' in figures, "/metrics does not say it")
        expect(refused(server), "a change is taken after a flush that failed")
        expect(total(server) == 1, "reads show what is not durable")
        expect(b"EIO" not in body and str(folder).encode() not in body, f"/health tells its insides: {body}")
        status, _ = server.end()
        expect(status in (0, 1), f"the server ends with {status}")
    with Server(program, folder) as server:
        expect(server.is_serving(), "a new start does not heal")
        expect(total(server) in (1, 2), "an acknowledged change is lost")
        server.post("/api/costs", ROW)
        expect(server.end()[0] == 0, "the server ended badly")
    return "503 for changes and /health, reads go on"
