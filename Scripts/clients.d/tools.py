# SPDX-License-Identifier: MIT
"""curl and ab: who waits before a body, who speaks HTTP/1.0, who keeps a connection, who asks for heads alone."""
import json
import re
import shutil
import subprocess

from server import Server, expect, service_token, user_token

ALICE = "11111111-1111-4111-8111-111111111111"
REQUESTS, AT_ONCE = 2000, 16


def missing():
    if not shutil.which("curl"):
        return "curl is not here"
    return None if shutil.which("ab") else "ab is not here (apache2-utils)"


def curl(*arguments):
    """Returns what curl wrote, and what it says of the way there."""
    done = subprocess.run(["curl", "--silent", "--show-error", "--verbose", "--max-time", "60", *arguments],
                          capture_output=True, text=True)
    expect(done.returncode == 0, f"curl {arguments[-1]} ends with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout, done.stderr


def large_body(folder):
    """Two megabytes of rows; curl waits of its own accord from one on."""
    rows = [{"user_id": ALICE, "cost_type": "big", "amount": 1, "details": "x" * 1000} for _ in range(2000)]
    body = folder / "body"
    body.write_text(json.dumps(rows))
    return body


def post(address, body, *arguments, protocol="--http1.1"):
    """Posts a body; returns the status, the bytes that were sent, and what curl says of the way there.

    A client that is not told to go ahead waits for half a minute.
    """
    output, way = curl(protocol, "--expect100-timeout", "30", "--header", "Content-Type: application/json",
                       "--data-binary", f"@{body}", "--write-out", "\n%{http_code} %{size_upload} %{time_total}",
                       *arguments, f"{address}/api/costs")
    status, sent, seconds = output.splitlines()[-1].split()
    expect(float(seconds) < 20, f"curl waits {seconds} s: {way[-1000:]}")
    return int(status), int(sent), way


def bodies(server, folder):
    """Posts that wait for 100 Continue, those that are refused before, and those that know nothing of it."""
    key, wait = ["--header", f"Authorization: Bearer {service_token()}"], ["--header", "Expect: 100-continue"]
    body = large_body(folder)
    whole = body.stat().st_size
    for status, size, protocol, arguments in ((201, whole, "--http1.1", key), (201, whole, "--http1.1", [*key, *wait]),
                                              (401, 0, "--http1.1", wait), (201, whole, "--http1.0", key)):
        found, sent, way = post(server.address, body, *arguments, protocol=protocol)
        expect((found, sent) == (status, size), f"POST by {protocol}: {found}, {sent} bytes sent: {way[-1000:]}")
        isAsked = "< HTTP/1.1 100 Continue" in way
        expect(isAsked == (protocol == "--http1.1" and status == 201), f"100 Continue by {protocol}: {way[-1000:]}")
    return 4


def connections(server):
    """HTTP/1.0 ends, HTTP/1.1 goes on, and a head says what the whole answer does."""
    token = ["--header", f"Authorization: Bearer {user_token(ALICE)}"]
    question, health = f"{server.address}/api/costs", f"{server.address}/health"
    count = ["--output", "/dev/null", "--write-out", "%{num_connects} "]
    old, way = curl("--http1.0", *token, question)
    expect(json.loads(old)["success"], "HTTP/1.0 gets no sound answer")
    expect("< HTTP/1.0 200" in way and "chunked" not in way.lower(), f"HTTP/1.0 gets {way[-1000:]}")
    expect("< Connection: close" in way, f"HTTP/1.0 does not end: {way[-1000:]}")
    again, _ = curl("--http1.0", *count, health, *count, health)
    expect(again.split() == ["1", "1"], f"HTTP/1.0 goes on: {again}")
    kept, _ = curl("--http1.0", "--header", "Connection: keep-alive", *count, health, *count, health)
    expect(kept.split() == ["1", "0"], f"HTTP/1.0 does not go on where it asks to: {kept}")
    # Errors, long answers and questions whose path is unknown leave the connection as it was.
    targets = [health, question, f"{server.address}/nowhere", question + "?period=never", health]
    output, _ = curl(*token, *(part for target in targets for part in (*count, target)))
    expect(output.split() == ["1", "0", "0", "0", "0"], f"connections that curl opened: {output}")
    heads = curl("--head", health)[0], curl("--dump-header", "-", "--output", "/dev/null", health)[0]
    fields = [re.sub(r"^(X-Request-Id|Date): .*\n", "", head, flags=re.MULTILINE) for head in heads]
    expect(fields[0] == fields[1] and "Content-Length" in fields[0], f"HEAD and GET differ: {fields}")
    return 11


def load(server):
    """Many requests of HTTP/1.0 at once; returns how many a second were answered, without and with keep-alive."""
    speeds = []
    for more in ([], ["-k"]):
        done = subprocess.run(
            ["ab", "-q", "-n", str(REQUESTS), "-c", str(AT_ONCE), *more,
             "-H", f"Authorization: Bearer {user_token(ALICE)}", f"{server.address}/api/notifications"],
            capture_output=True, text=True, timeout=120)
        figures = dict(re.findall(r"^([A-Z][\w -]*):\s+([\d.]+)", done.stdout, re.MULTILINE))
        kept = figures.get("Keep-Alive requests", "0")
        expect(done.returncode == 0 and figures.get("Complete requests") == str(REQUESTS), done.stdout + done.stderr)
        expect(figures["Failed requests"] == "0" and "Non-2xx" not in done.stdout, done.stdout)
        expect(kept == (str(REQUESTS) if more else "0"), f"{kept} requests of ab were on a connection that went on")
        speeds.append(float(figures["Requests per second"]))
    return speeds


def run(program, folder):
    with Server(program, folder) as server:
        server.post("/api/notifications", [{"user_id": ALICE, "type": "t", "title": "t", "message": "m"}] * 20)
        count = bodies(server, folder) + connections(server)
        speeds = load(server)
        expect(server.is_serving(), "the server does not answer any more")
        expect(server.end()[0] == 0, "the server ended badly")
    return (f"{count} requests of curl, and {2 * REQUESTS} of ab, {AT_ONCE} at a time: "
            f"{speeds[0]:.0f} a second, with keep-alive {speeds[1]:.0f}")
