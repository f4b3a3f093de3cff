# SPDX-License-Identifier: MIT
"""The files of Scripts/deploy: read by the programs that they are for, with a server behind them."""
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import uuid
from pathlib import Path

from server import Server, expect, service_token, user_token

FILES = Path(__file__).resolve().parent.parent / "deploy"
ALICE = "11111111-1111-4111-8111-111111111111"
BOB = "22222222-2222-4222-8222-222222222222"
# What other programs are told in these files.
OTHERS = {
    "--configuration", "--detach", "--directory", "--file", "--follow", "--format", "--from", "--group",
    "--interval", "--mode", "--name", "--no-install-recommends", "--now", "--owner", "--product", "--property",
    "--pty", "--publish", "--read-only", "--show-bin-path", "--start-period", "--static-swift-stdlib",
    "--stop-timeout", "--strip", "--tag", "--target-directory", "--timeout", "--unit", "--volume", "--yes",
}
# How much of the machine the unit may leave open, of 100 (systemd-analyze calls up to 19 safe).
MOST_EXPOSED = 19


def output(*command, **more):
    """What a command says; it must succeed."""
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, **more)
    expect(result.returncode == 0, f"{' '.join(map(str, command))}: {result.stdout}")
    return result.stdout


def options(program):
    """Every option that a file names is one of the server, or of another program that is run there."""
    known = set(re.findall(r"--[a-z][a-z-]+", output(program, "--help")))
    named = {
        name for path in FILES.iterdir() for name in re.findall(r"(?<![\w-])--[a-z][a-z-]+", path.read_text())
    }
    expect(not named - known - OTHERS, f"there is no option {', '.join(sorted(named - known - OTHERS))}")
    expect(not OTHERS - named - known, f"no file has {', '.join(sorted(OTHERS - named - known))}")
    return f"{len(named & known)} options"


def unit(program, folder):
    path = folder / "pipeline-server.service"
    text = (FILES / path.name).read_text()
    path.write_text(text.replace("/usr/local/bin/pipeline-server", str(Path(program).resolve())))
    said = output("systemd-analyze", "verify", "--man=no", path)
    expect(path.name not in said, said)
    output("systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", path)
    return "the unit"


def health_check(program, folder):
    """The command of the container file: succeeds while the server serves, fails when it drains or is gone."""
    text = (FILES / "Containerfile").read_text().replace("\\\n", "")
    command = json.loads(re.search(r"^HEALTHCHECK .*? CMD (\[.*\])$", text, re.MULTILINE)[1])
    with Server(program, folder, "--drain", "30") as server:
        here = [part.replace("/8080", f"/{server.port}") for part in command]
        expect(here != command, "the health check asks nowhere")
        output(*here)
        server.process.terminate()
        wait(lambda: subprocess.run(here, stderr=subprocess.DEVNULL).returncode != 0, "a draining server is healthy")
    expect(subprocess.run(here, stderr=subprocess.DEVNULL).returncode != 0, "a server that is gone is healthy")
    return "the health check"


def wait(condition, complaint):
    end = time.monotonic() + 30
    while not condition():
        expect(time.monotonic() < end, complaint)
        time.sleep(0.05)


def free_port():
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return some.getsockname()[1]


def ask(connection, method, target, body=None, **fields):
    connection.request(method, target, body, {name.replace("_", "-"): value for name, value in fields.items()})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def through(connection, server):
    """What a client sees of the server through a proxy."""
    own = f"Bearer {user_token(ALICE)}"
    details = "x" * 1100
    row = {"user_id": ALICE, "cost_type": "c", "amount": 1, "details": details}
    rows = json.dumps([{**row, "id": str(uuid.uuid4())} for _ in range(9_000)])
    fields = {"Authorization": f"Bearer {service_token()}", "Content_Type": "application/json"}
    status, _, body = ask(connection, "POST", "/api/costs", rows, **fields)
    expect(status == 201, f"10 MiB of records: {status} {body[:300]}")
    status, head, body = ask(connection, "GET", "/api/costs", Authorization=own, X_Request_Id="mine")
    expect(status == 200 and body.count(details.encode()) == 9_000, f"a long answer is {status}, {len(body)} bytes")
    expect(head["X-Request-Id"] == "mine", f"the client's name became {head['X-Request-Id']}")
    name = ask(connection, "GET", "/health")[1]["X-Request-Id"]
    expect(len(name) >= 32, f"the proxy's name for a request is {name}")
    wait(lambda: f"id={name}" in server.log.read_text(), "the proxy's name is not in the log")
    expect(ask(connection, "POST", "/api/costs", json.dumps({**row, "user_id": BOB}), **fields)[0] == 201, "no row")
    wanted = {"Authorization": f"Bearer {user_token(BOB)}", "Accept_Encoding": "gzip"}
    status, head, _ = ask(connection, "GET", "/api/costs", **wanted)
    expect(status == 200 and head["Content-Encoding"] == "gzip", f"an answer is {status} and not compressed")
    status = ask(connection, "GET", "/api/costs", If_None_Match=head["ETag"], **wanted)[0]
    expect(status == 304, f"an answer of which the client has the tag {head['ETag']} is {status}")
    expect(ask(connection, "GET", "/metrics")[0] == 404, "figures are shown to the outside")
    expect(ask(connection, "GET", "/api/costs", Cookie="a=" + "b" * 24_000)[0] == 401, "long cookies are refused")


def proxied(name, program, folder, port, command, connect):
    """Runs a proxy in front of a server that has the port of its file."""
    with Server(program, folder, "--metrics", "--port", str(port)) as server:
        with (folder / f"{name}.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as proxy:
            try:
                def is_there():
                    try:
                        return ask(connect(), "GET", "/health")[0] == 200
                    except OSError:
                        return False
                wait(is_there, f"{name} does not answer: {(folder / f'{name}.log').read_text()}")
                through(connect(), server)
            finally:
                proxy.terminate()
        expect(server.end()[0] == 0, "the server ended badly")
    return name


def nginx(program, folder):
    output("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=costs.example.com", "-days", "1",
           "-keyout", folder / "costs.example.com.key", "-out", folder / "costs.example.com.pem")
    own, port = free_port(), free_port()
    site = (FILES / "nginx.conf").read_text()
    for old, new in [("/etc/nginx/tls", str(folder)), ("[::]:443", f"[::1]:{own}"), (" 443 ", f" 127.0.0.1:{own} "),
                     ("127.0.0.1:8080", f"127.0.0.1:{port}"), ("listen [::1]", "# listen [::1]")]:
        expect(old in site, f"nginx.conf has no '{old}'")
        site = site.replace(old, new)
    (folder / "site.conf").write_text(site)
    kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    places = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    # It would read and write here as somebody else.
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log stderr; events {{}} http {{ access_log off; {places} "
        f"include {folder}/site.conf; }}"
    )
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    output(*command, "-t")
    trust = ssl._create_unverified_context()
    return proxied("nginx", program, folder, port, command,
                   lambda: http.client.HTTPSConnection("127.0.0.1", own, context=trust, timeout=30))


def caddy(program, folder):
    original = FILES / "Caddyfile"
    expect(output("caddy", "fmt", original) == original.read_text(), "the Caddyfile is not formatted")
    output("caddy", "validate", "--adapter", "caddyfile", "--config", original, env=home(folder))
    own, port = free_port(), free_port()
    site = original.read_text().replace("costs.example.com", f"http://127.0.0.1:{own}")
    (folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + site.replace("127.0.0.1:8080", f"127.0.0.1:{port}"))
    command = ["env", f"HOME={folder}", "caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    return proxied("caddy", program, folder, port, command,
                   lambda: http.client.HTTPConnection("127.0.0.1", own, timeout=30))


def home(folder):
    return {"PATH": "/usr/sbin:/usr/bin:/bin", "HOME": str(folder)}


def run(program, folder):
    parts, missing = [options(program)], []
    checks = [("systemd-analyze", unit), ("bash", health_check), ("nginx", nginx), ("caddy", caddy)]
    for tool, check in checks:
        place = folder / tool
        place.mkdir()
        if shutil.which(tool):
            parts.append(check(program, place))
        else:
            missing.append(tool)
    return ", ".join(parts) + (f" (there is no {', '.join(missing)})" if missing else "")
