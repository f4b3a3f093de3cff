# SPDX-License-Identifier: MIT
"""The server over HTTP, every token verified, and a bare route of the same library, in turn, on the same cores."""
import base64
import contextlib
import hashlib
import hmac
import json
import re
import shutil
import signal
import subprocess
import urllib.request

from data import NOW, stamp
from pipeline import Pipeline
from processes import Run

SECRET = "for measuring alone, nothing else is signed with it"
# As many connections as clients, all from one thread, as the platform's front ends are far away and many.
LOAD = ["-t1", "-c64"]
SCRIPT = """local requests, number = {}, 0
for line in io.lines(os.getenv("REQUESTS")) do
    local path, token = line:match("(%S+) ?(%S*)")
    requests[#requests + 1] = wrk.format("GET", path, token ~= "" and {Authorization = "Bearer " .. token} or {})
end
function request()
    number = number % #requests + 1
    return requests[number]
end
function done(summary, latency)
    io.write(string.format("figures %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(99),
        summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
"""


def token(user):
    """A user's token, as Scripts/dev-token signs it; the server's clock stands at the data's end."""
    def encoded(value):
        return base64.urlsafe_b64encode(value).rstrip(b"=")
    now = int(NOW.timestamp())
    claims = {"aud": "authenticated", "role": "authenticated", "sub": user, "iat": now, "exp": now + 3600}
    signed = encoded(b'{"alg":"HS256","typ":"JWT"}') + b"." + encoded(json.dumps(claims).encode())
    return (signed + b"." + encoded(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest())).decode()


def missing():
    if not shutil.which("wrk"):
        return "wrk is not here"
    return None


def built(package, product):
    """Builds a program; returns its path."""
    build = ["swift", "build", "--configuration", "release", "--package-path", package, "--product", product]
    result = subprocess.run([*build, "--quiet"], capture_output=True, text=True)
    if result.returncode:
        raise RuntimeError((result.stderr or result.stdout)[-300:])
    return subprocess.run([*build, "--show-bin-path"], capture_output=True, text=True).stdout.strip() + "/" + product


@contextlib.contextmanager
def server(arguments):
    """A running server and its address, the first line that it says."""
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def press(bench, address, requests):
    """Asks for some seconds; returns the requests a second, the 99th percentile in seconds and the failures."""
    (bench.work / "press.lua").write_text(SCRIPT)
    (bench.work / "requests").write_text("\n".join(" ".join(request) for request in requests) + "\n")
    seconds = 2 if bench.is_quick else 5
    result = subprocess.run(
        ["wrk", *LOAD, f"-d{seconds}s", "-s", bench.work / "press.lua", address],
        capture_output=True, text=True, env={"REQUESTS": str(bench.work / "requests"), "PATH": "/usr/bin:/bin"})
    figures = re.search(r"figures (\d+) (\d+) (\d+) (\d+)", result.stdout)
    if not figures:
        raise RuntimeError(f"wrk: {result.stderr[-300:]}")
    count, duration, slow, failures = map(int, figures.groups())
    return {"rate": count / duration * 1e6, "p99": slow / 1e6, "failures": failures}


def run(bench):
    if missing():
        bench.skip("serving", missing())
        return
    bench.say("serving: builds the server")
    try:
        own, bare = built(".", "pipeline-server"), built("Benchmarks", "BareServer")
    except RuntimeError as error:
        bench.skip("serving", f"it does not build: {error}")
        return
    store, secret = bench.work / "served", bench.work / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    imports = [word for table, path in (("costs", bench.b.costs_file), ("notifications", bench.b.notes_file))
               for word in ("-c", f"import {table} '{path.resolve()}'")]
    Run(Pipeline.arguments(bench.program, store, *imports))
    users = [(user, token(user)) for user in bench.b.ids[:100]]
    paths = {"Q3": "/api/notifications", "Q1": "/api/costs"}
    arguments = [own, "--store", store, "--port", "0", "--now", stamp(NOW), "--jwt-secret-file", secret, "--log-level", "error"]
    with server(arguments) as address:
        sizes = {name: answer_size(address + path, users[0][1]) for name, path in paths.items()}
        with server([bare, *map(str, sizes.values())]) as bare_address:
            for name, path in paths.items():
                bench.say(f"serving: {name}")
                figures = {"pipeline-server": [], "a bare route": []}
                for _ in range(bench.few):
                    requests = [(path, text) for _, text in users]
                    figures["pipeline-server"].append(press(bench, address, requests))
                    number = list(paths).index(name)
                    figures["a bare route"].append(press(bench, bare_address, [(f"/{number}", "")]))
                bench.note("serving", name, {"bytes": sizes[name], **figures})
    shutil.rmtree(store)


def answer_size(address, text):
    """The bytes of an answer."""
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {text}"})
    with urllib.request.urlopen(request) as answer:
        return len(answer.read())
