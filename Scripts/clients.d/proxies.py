# SPDX-License-Identifier: MIT
"""nginx, HAProxy and Apache in front: bodies that wait, tags under their compression, connections at the idle limit.

The server announces that a connection may be idle for two seconds, and gives a second's grace. The proxies keep
connections for a minute, and are 5 ms away. Behind each of a proxy's doors is a connection of its own. Every request, a
POST under a key, comes when that has been idle for a while:

- On time: for up to a little longer than announced, be it after the first answer or a later one. Each must get its 201.
- Late: for as long as the server gives at all, when its end and a request may cross. No server can answer what it is
  sent after it has said that it ends, and no proxy may repeat a POST that it knows nothing of. What has no answer, or a
  502, is counted and told; repeated under its key, it must be there once.
"""
import collections
import http.client
import json
import random
import threading
import time
import uuid

import tools
from fronts import Apache, HAProxy, Nginx, find
from relay import Relay
from server import PATIENCE, Server, expect, service_token, user_token

BOB, CAROL = "22222222-2222-4222-8222-222222222222", "33333333-3333-4333-8333-333333333333"
KINDS = [Nginx, HAProxy, Apache]
LIMIT, GRACE, DISTANCE = 2, 1, 0.005
DOORS = 20


def missing():
    packages = {"nginx": "nginx", "haproxy": "haproxy", "apache2": "apache2-bin", "curl": "curl"}
    absent = [f"{name} is not here ({packages[name]})" for name in packages if not find(name)]
    return ", ".join(absent) or None


class Door(threading.Thread):
    """Delivers through a door of a proxy after pauses of given lengths; what has no answer is repeated."""

    def __init__(self, port, user, pauses):
        super().__init__(daemon=True)
        self.user, self.pauses, self.fault = user, pauses, None
        # How many had no answer, and of how many of them the moment was the one that was meant.
        self.unanswered = self.unansweredOnTime = 0
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.token = service_token()

    def run(self):
        try:
            self.deliver(0)
            for pause in self.pauses:
                start = time.monotonic()
                time.sleep(pause)
                self.deliver(time.monotonic() - start)
        except Exception as error:
            self.fault = error
        self.connection.close()

    def deliver(self, pause):
        name = str(uuid.uuid4())
        row = {"user_id": self.user, "cost_type": "c", "amount": 1, "details": name}
        for _ in range(5):
            try:
                self.connection.request("POST", "/api/costs", json.dumps(row), {
                    "Authorization": f"Bearer {self.token}", "Content-Type": "application/json",
                    "Idempotency-Key": name})
                answer = self.connection.getresponse()
                content = answer.read()
                if answer.status != 502:
                    expect(answer.status in (201, 200), f"{answer.status} {content[:200]}")
                    return
            except (OSError, http.client.HTTPException):
                self.connection.close()
            self.unanswered += 1
            # A machine that is busy may let a pause become longer.
            self.unansweredOnTime += pause < LIMIT + GRACE - 0.3
        expect(False, "a delivery gets no answer however often it is repeated")


def idle(server, folder, rounds):
    """Delivers through all doors of all proxies at once; returns how many requests were on time, late, unanswered."""
    rng = random.Random(1)

    def on_time():
        return [rng.uniform(*span) for _ in range(rounds) for span in ((0.8, 1.0), (LIMIT - 0.1, LIMIT + 0.4))]

    def late():
        return [rng.uniform(LIMIT + GRACE - 0.03, LIMIT + GRACE + 0.12) for _ in range(rounds)]

    with Relay(server.port, DISTANCE) as relay:
        fronts = []
        try:
            for kind in KINDS:
                fronts.append(kind(folder / "idle", relay.port, 2 * DOORS))
            early = [Door(port, CAROL, on_time()) for front in fronts for port in front.doors[:DOORS]]
            tardy = [Door(port, BOB, late()) for front in fronts for port in front.doors[DOORS:]]
            for door in early + tardy:
                door.start()
            for door in early + tardy:
                door.join()
                expect(door.fault is None, f"{door.fault}")
        finally:
            for front in fronts:
                front.__exit__()
    for user, doors in ((CAROL, early), (BOB, tardy)):
        body = server.request("GET", "/api/costs", user_token(user))[2]
        names = collections.Counter(row["details"] for row in json.loads(body)["data"]["records"])
        count = sum(len(door.pauses) + 1 for door in doors)
        expect(len(names) == count and set(names.values()) == {1}, f"{count} deliveries left {len(names)} rows")
    unanswered = sum(door.unansweredOnTime for door in early)
    expect(unanswered == 0, f"{unanswered} requests on time got no answer")
    return tuple(sum(map(len, (door.pauses for door in doors))) for doors in (early, tardy)) + (
        sum(door.unanswered for door in tardy),)


def tags(front, user):
    """What a proxy makes of a tag is read again, whoever compressed the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", front.doors[0], timeout=PATIENCE)
    codings = set()
    for path in ("/api/costs", "/api/notifications?limit=1"):
        for coding in ("gzip", "identity"):
            fields = {"Authorization": f"Bearer {user_token(user)}", "Accept-Encoding": coding}
            connection.request("GET", path, headers=fields)
            answer = connection.getresponse()
            body, tag = answer.read(), answer.headers["ETag"]
            codings.add(answer.headers["Content-Encoding"])
            expect(answer.status == 200 and body and tag, f"{front.program}: {answer.status} {answer.headers}")
            for method in ("GET", "HEAD"):
                connection.request(method, path, headers={**fields, "If-None-Match": tag})
                answer = connection.getresponse()
                body = answer.read()
                expect((answer.status, body) == (304, b""),
                       f"{front.program}: {method} {path}, {coding}, If-None-Match: {tag} gets {answer.status}")
    connection.close()
    expect(codings == {"gzip", None}, f"{front.program} compresses nothing: {codings}")
    return 12


def run(program, folder, rounds=4):
    with Server(program, folder, "--idle-timeout", str(LIMIT), "--allow-origin", "http://a") as server:
        (folder / "idle").mkdir()
        key = ["--header", f"Authorization: Bearer {service_token()}"]
        user, count, body = str(uuid.uuid4()), 0, tools.large_body(folder)
        server.post("/api/costs", [{"user_id": user, "cost_type": "c", "amount": 1}] * 20)
        server.post("/api/notifications", {"user_id": user, "type": "t", "title": "t", "message": "m"})
        for kind in KINDS:
            with kind(folder, server.port) as front:
                status, sent, way = tools.post(front.address, body, *key, "--header", "Expect: 100-continue")
                expect((status, sent) == (201, body.stat().st_size), f"{kind.program}: {status} {sent} {way[-1000:]}")
                status, _, way = tools.post(front.address, body, "--header", "Expect: 100-continue")
                expect(status == 401, f"{kind.program}: {status} {way[-1000:]}")
                count += 2 + tags(front, user)
        early, late, unanswered = idle(server, folder, rounds)
        expect(server.is_serving(), "the server does not answer any more")
        expect(server.end()[0] == 0, "the server ended badly")
    return (f"{count} requests through nginx, HAProxy and Apache; {early} on idle connections on time, 0 unanswered; "
            f"{late} late, {unanswered} unanswered, all there once")


def run_long(program, folder):
    return run(program, folder, 40)
