# SPDX-License-Identifier: MIT
"""promtool, which holds /metrics against the rules of Prometheus, after answers of every kind."""
import http.client
import json
import shutil
import socket
import subprocess

from server import Server, expect, service_token, user_token

ALICE = "11111111-1111-4111-8111-111111111111"


def missing():
    return None if shutil.which("promtool") else "promtool is not here (prometheus)"


def ask(server):
    """Asks for what the document has, as everybody and in every method, and for what is refused."""
    rows = {"/api/costs": {"user_id": ALICE, "cost_type": "c", "amount": 1},
            "/api/notifications": {"user_id": ALICE, "type": "t", "title": 't "\\', "message": "m"}}
    statuses = set()

    def note(*request, **more):
        status = server.request(*request, **more)[0]
        statuses.add(status)

    document = json.loads(server.request("GET", "/openapi.json")[2])
    tokens = (None, "x", user_token(ALICE), service_token(), user_token(ALICE, exp=1), user_token(ALICE, aud="other"))
    for path in [*document["paths"], "/nowhere", '/a"b\\c', "/api/costs/" + "x" * 300]:
        for method in ("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "TRACE"):
            for token in tokens:
                body = rows.get(path) if method == "POST" else None
                note(method, path.replace("{id}", ALICE), token, body)
    keyed = {"Idempotency-Key": "k"}
    for row in (rows["/api/costs"], rows["/api/costs"], {**rows["/api/costs"], "amount": 2}):
        note("POST", "/api/costs", service_token(), row, fields=keyed)
    tag = server.request("GET", "/api/costs", user_token(ALICE))[1]["ETag"]
    note("GET", "/api/costs", user_token(ALICE), fields={"If-None-Match": tag})
    note("GET", "/api/costs?period=never", user_token(ALICE))
    note("GET", "/api/costs", user_token(ALICE), fields={"X-Long": "x" * 40_000})
    note("GET", "/api/costs?x=" + "x" * 40_000, user_token(ALICE))
    note("POST", "/api/costs", service_token(), b"{", fields={"Content-Type": "application/json"})
    note("POST", "/api/costs", service_token(), b"{}", fields={"Content-Type": "text/plain"})
    note("PATCH", f"/api/notifications/{ALICE}/read", user_token(ALICE), b" " * 2_000_000)
    note("GET", "/", fields={"Host": "a/b"})
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(b"what is this?\r\n\r\n")
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        statuses.add(answer.status)
    return statuses


def run(program, folder):
    with Server(program, folder, "--metrics") as server:
        samples = 0
        # Before the first question, and after all of them.
        for statuses in (set(), ask(server)):
            status, fields, figures = server.request("GET", "/metrics")
            expect(status == 200 and fields["Content-Type"].startswith("text/plain"), f"/metrics: {status} {fields}")
            done = subprocess.run(["promtool", "check", "metrics"], input=figures, capture_output=True)
            complaints = (done.stdout + done.stderr).decode()
            expect(done.returncode == 0 and not complaints, f"promtool ends with {done.returncode}: {complaints}")
            samples = sum(not line.startswith(b"#") for line in figures.splitlines())
        absent = {200, 201, 204, 304, 400, 401, 403, 404, 405, 413, 414, 415, 422, 431} - statuses
        expect(not absent, f"no answer had the statuses {absent}")
        expect(server.end()[0] == 0, "the server ended badly")
    return f"{samples} figures without a complaint after answers of {len(statuses)} statuses"
