# SPDX-License-Identifier: MIT
"""The server from outside: a process with a store of its own, tokens for it, and requests to it."""
import base64
import hashlib
import hmac
import http.client
import json
import random
import signal
import socket
import subprocess
import time
import uuid

# No answer takes a second; what takes this long hangs.
PATIENCE = 60
SECRET = "a-secret-of-the-clients-of-32-bytes-or-more"


class Wrong(Exception):
    """The server broke a promise."""


def expect(condition, what):
    if not condition:
        raise Wrong(what)


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sign(claims, secret=SECRET, header=None):
    """A token, HS256."""
    parts = [base64url(json.dumps(part).encode()) for part in (header or {"alg": "HS256", "typ": "JWT"}, claims)]
    signed = ".".join(parts)
    return f"{signed}.{base64url(hmac.digest(secret.encode(), signed.encode(), hashlib.sha256))}"


def user_token(user, **changes):
    """A token as Supabase's sign-in gives it."""
    now = int(time.time())
    claims = {
        "iss": "https://abcdefgh.supabase.co/auth/v1", "sub": user, "aud": "authenticated", "exp": now + 3600,
        "iat": now, "email": "someone@example.com", "phone": "", "role": "authenticated", "aal": "aal1",
        "app_metadata": {"provider": "email", "providers": ["email"]},
        "user_metadata": {"email": "someone@example.com", "email_verified": True, "sub": user},
        "amr": [{"method": "password", "timestamp": now}], "session_id": str(uuid.uuid4()), "is_anonymous": False,
    }
    return sign({**claims, **changes})


def service_token():
    """The platform's key."""
    now = int(time.time())
    return sign({"iss": "supabase", "ref": "abcdefgh", "role": "service_role", "iat": now, "exp": now + 3600})


def free_ports(count):
    """Ports that nobody listens on.

    They are below those that connections get by themselves: who asks again and again for one of these while nobody
    listens is connected to itself sooner or later.
    """
    ports = []
    while len(ports) < count:
        port = random.randrange(16384, 32768)
        with socket.socket() as probe:
            if port not in ports and probe.connect_ex(("127.0.0.1", port)) != 0:
                ports.append(port)
    return ports


class Server:
    """A running server; it is ended with the block that it was made for."""

    def __init__(self, program, folder, *options, port=0, wrapper=(), store="store", environment=None, **more):
        self.folder, self.store = folder, folder / store
        secret = folder / "secret"
        secret.write_text(SECRET + "\n")
        self.log = folder / "log"
        self.process = subprocess.Popen(
            [*wrapper, program, "--store", str(self.store), "--port", str(port), "--jwt-secret-file", str(secret),
             *options],
            stdout=subprocess.PIPE, stderr=self.log.open("ab"), stdin=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", **(environment or {})}, **more,
        )
        self.address = self.process.stdout.readline().decode().strip()
        expect(self.address.startswith("http://127.0.0.1:"), f"does not start: {self.log.read_text()}")
        self.port = int(self.address.rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def request(self, method, target, token=None, body=None, fields=None, timeout=PATIENCE):
        """Sends a request on a connection of its own; returns status, fields and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        fields = dict(fields or {})
        if token:
            fields["Authorization"] = f"Bearer {token}"
        if body is not None:
            fields.setdefault("Content-Type", "application/json")
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(method, target, body, fields)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, answer.headers, content

    def post(self, path, rows):
        status, _, body = self.request("POST", path, service_token(), rows)
        expect(status == 201, f"POST {path}: {status} {body[:300]}")
        return json.loads(body)["data"]

    def is_serving(self):
        """Whether the server answers as ever."""
        status, _, body = self.request("GET", "/health")
        return status == 200 and json.loads(body)["data"]["status"] == "ok"

    @property
    def memory(self):
        """What the process has in memory, in KiB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))

    def end(self, number=signal.SIGTERM):
        """Tells the server to end; returns its exit status and how long it took."""
        start = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(PATIENCE), time.monotonic() - start
