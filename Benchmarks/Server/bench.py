# SPDX-License-Identifier: MIT
"""Fills a store, starts both servers, sends them the same requests by turns, and prints what wrk measured."""
import argparse
import base64
import hashlib
import hmac
import http.client
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECRET = "a-secret-of-the-benchmark-of-32-bytes-or-more"
# The moment of asking; records lie in the three years before it.
NOW = "2026-01-15T12:00:00Z"
CONNECTIONS = 64
GROUP = 100


def parse():
    parser = argparse.ArgumentParser(prog="Scripts/bench-server", description=__doc__)
    parser.add_argument("--programs", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--bare", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--users", type=int, default=10_000)
    parser.add_argument("--records", type=int, default=1_000, help="of each user; a notification for every ten")
    parser.add_argument("--seconds", type=int, default=5, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=3, help="of which the median counts")
    parser.add_argument("--store", type=Path, help="where the store is, or is made")
    return parser.parse_args()


def users(count):
    rng = random.Random(1)
    return [uuid(rng) for _ in range(count)]


def uuid(rng):
    digits = f"{rng.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"


def token(user):
    """A token of the length that Supabase's have."""
    claims = {
        "aal": "aal1", "amr": [{"method": "password", "timestamp": 1768478400}],
        "app_metadata": {"provider": "email", "providers": ["email"]}, "aud": "authenticated",
        "email": "somebody@example.com", "exp": 1768482000, "iat": 1768478400, "is_anonymous": False,
        "iss": "https://abcdefghijklmnopqrst.supabase.co/auth/v1", "phone": "", "role": "authenticated",
        "session_id": "6f1c2f9e-7a2e-4a58-9d0e-1c5b8a1f2d3e", "sub": user,
        "user_metadata": {"email": "somebody@example.com", "email_verified": True, "phone_verified": False, "sub": user},
    }
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
             for part in ({"alg": "HS256", "kid": "2sVb4Xl0Q4yq9E1k", "typ": "JWT"}, claims)]
    signed = b".".join(parts)
    code = hmac.digest(SECRET.encode(), signed, hashlib.sha256)
    return (signed + b"." + base64.urlsafe_b64encode(code).rstrip(b"=")).decode()


def rows(names, count, folder, rng):
    """Writes the rows of some users to files; yields the commands that import them."""
    span = 3 * 365 * 86_400
    end = time.mktime((2026, 1, 15, 12, 0, 0, 0, 0, 0)) - time.timezone
    types = ["training_compute", "training_compute", "storage", "network"]
    costs, notes = folder / "costs.jsonl", folder / "notifications.jsonl"
    with costs.open("w") as file, notes.open("w") as other:
        for name in names:
            for _ in range(count):
                moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(end - rng.random() * span))
                hours = rng.randrange(1, 400) / 4
                file.write(
                    f'{{"id":"{uuid(rng)}","user_id":"{name}","job_id":"{uuid(rng)}","cost_type":"{rng.choice(types)}",'
                    f'"amount":{rng.randrange(1, 100000) / 100},"details":{{"gpu_type":"H100","gpu_count":4,"hours":{hours}}},'
                    f'"recorded_at":"{moment}"}}\n')
            for _ in range(count // 10):
                moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(end - rng.random() * span))
                job = uuid(rng)
                other.write(
                    f'{{"id":"{uuid(rng)}","user_id":"{name}","type":"job_completed","title":"Training completed",'
                    f'"message":"Your training job has completed. It cost {rng.randrange(1, 100000) / 100}.",'
                    f'"priority":"high","action_url":"/training/jobs/{job}","metadata":{{"job_id":"{job}"}},'
                    f'"created_at":"{moment}"}}\n')
    yield f"import costs {costs}"
    yield f"import notifications {notes}"


def fill(arguments, store, folder):
    rng, names = random.Random(2), users(arguments.users)
    program = subprocess.Popen(
        [arguments.programs / "pipeline", "--store", store, "--now", NOW, "--fsync", "never", "--format", "json",
         "--snapshot-every", "100000"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    for start in range(0, len(names), GROUP):
        for command in rows(names[start:start + GROUP], arguments.records, folder, rng):
            program.stdin.write(command + "\n")
            program.stdin.flush()
            answer = program.stdout.readline()
            if "imported" not in answer:
                sys.exit(f"bench-server: {answer}")
    program.stdin.close()
    if program.wait() != 0:
        sys.exit("bench-server: the store was not filled")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listening(port):
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return port
        except OSError:
            time.sleep(0.1)


def measure(port, path, tokens, seconds):
    """One run of wrk: requests a second and the percentiles of the latency in milliseconds."""
    script = Path(__file__).with_name("requests.lua")
    done = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", script, f"http://127.0.0.1:{port}", "--",
         path, tokens], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in done or "Socket errors" in done:
        sys.exit(f"bench-server: {done}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", done).group(1))
    units = {"us": 0.001, "ms": 1, "s": 1000}
    latency = {percent: float(value) * units[unit]
               for percent, value, unit in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s)", done)}
    return rate, latency["50"], latency["99"]


def size(port, path, name):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Authorization": f"Bearer {token(name)}"})
    return len(connection.getresponse().read())


def cpu(process):
    """The processor time that a process has taken, in seconds."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    arguments = parse()
    with tempfile.TemporaryDirectory(prefix="pipeline-bench.") as root:
        folder = Path(root)
        store = arguments.store or folder / "store"
        if not store.exists():
            fill(arguments, store, folder)
        names = users(arguments.users)
        tokens = folder / "tokens"
        tokens.write_text("\n".join(token(name) for name in names) + "\n")
        server = subprocess.Popen(
            [arguments.programs / "pipeline-server", "--store", store, "--now", NOW, "--port", "0", "--log-level", "warning"],
            stdout=subprocess.PIPE, env={**os.environ, "SUPABASE_JWT_SECRET": SECRET})
        bare_port = free_port()
        bare = subprocess.Popen([arguments.bare, str(bare_port)], stderr=subprocess.DEVNULL)
        try:
            port = int(server.stdout.readline().decode().rsplit(":", 1)[1])
            routes = [
                ("bare, 200 B", bare, listening(bare_port), "/200"), ("bare, 8.8 KB", bare, bare_port, "/8800"),
                ("notifications", server, port, "/api/notifications"), ("costs of a month", server, port, "/api/costs"),
            ]
            results = {name: [] for name, *_ in routes}
            for _ in range(arguments.rounds):
                for name, process, where, path in routes:
                    before = cpu(process)
                    run = measure(where, path, tokens, arguments.seconds)
                    spent = (cpu(process) - before) / (run[0] * arguments.seconds)
                    results[name].append((*run, spent * 1e6))
            report(routes, results, arguments, [size(where, path, names[0]) for _, _, where, path in routes])
        finally:
            for process in (server, bare):
                process.send_signal(signal.SIGTERM)
                process.wait()


def report(routes, results, arguments, sizes):
    def median(name, column):
        return statistics.median(run[column] for run in results[name])

    print(f"\n{arguments.users:,} users with {arguments.records:,} records each, all of them asking; "
          f"{CONNECTIONS} connections, medians of {arguments.rounds} runs of {arguments.seconds} s, "
          f"{os.cpu_count()} cores shared with wrk\n")
    print("| route | bytes | requests/s | p50, ms | p99, ms | processor, µs | of bare |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    base = median("bare, 8.8 KB", 0)
    for (name, *_), length in zip(routes, sizes):
        share = f"{median(name, 0) / base:.2f} ×" if not name.startswith("bare") else ""
        print(f"| {name} | {length:,} | {median(name, 0):,.0f} | {median(name, 1):.2f} | {median(name, 2):.2f} "
              f"| {median(name, 3):.0f} | {share} |")


main()
