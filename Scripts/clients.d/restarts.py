# SPDX-License-Identifier: MIT
"""SIGTERM under load, again and again: the server ends and starts anew, on its port and its store.

Clients deliver and ask in turn, each on a connection that it keeps while it may: a cost without an id, under an
Idempotency-Key; a notification with an id; and how many notifications its user has. Who gets no answer, finds nobody
listening or hears from a proxy that the server is away asks the same again until there is an answer. Counted are

- lost: deliveries that were answered with 200 or 201 whose row is missing, in a later answer or at the end;
- twice: rows that are there twice;
- unanswered: requests on a connection which had been answered before, and of whose end nobody had been told, that got
  no answer; and whatever a proxy answers with 502 or 504, or not at all.

All three must be 0; behind a proxy that asks for the server's health, if the server drains for longer than the proxy
takes to hear of it. Of a connection that was opened at the very end a client cannot know whether the server took it:
what had no answer there is counted apart, and told.
"""
import collections
import http.client
import json
import random
import select
import threading
import time
import uuid

from fronts import WatchfulHAProxy, find
from server import PATIENCE, Server, expect, free_ports, service_token, user_token

CLIENTS = 8


class Client(threading.Thread):
    """Delivers and asks until it has had its answers, and remembers what was acknowledged."""

    def __init__(self, port, seed, count):
        super().__init__(daemon=True)
        self.user, self.count, self.fault = str(uuid.uuid4()), count, None
        self.tokens = {True: service_token(), False: user_token(self.user)}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.rng, self.costs, self.notes = random.Random(seed), [], 0
        self.met = collections.Counter()

    def run(self):
        try:
            for _ in range(self.count):
                self.rng.choice((self.add_cost, self.add_note, self.look))()
        except Exception as error:
            self.fault = error
        self.connection.close()

    def add_cost(self):
        name = str(uuid.uuid4())
        row = {"cost_type": "c", "amount": 1, "details": {"name": name}}
        self.deliver("/api/costs", row, {"Idempotency-Key": name})
        self.costs.append(name)

    def add_note(self):
        self.deliver("/api/notifications", {"id": str(uuid.uuid4()), "type": "t", "title": "t", "message": "m"}, {})
        self.notes += 1

    def look(self):
        answer, _ = self.ask("GET", "/api/notifications?limit=1", False)
        found = json.loads(answer)["data"]["unread_count"]
        expect(found == self.notes, f"of {self.notes} acknowledged notifications {found} are there")

    def deliver(self, path, row, fields):
        body = json.dumps({"user_id": self.user, **row})
        _, status = self.ask("POST", path, True, body, {"Content-Type": "application/json", **fields})
        self.met["taken"] += status == 200

    def ask(self, method, path, isForPlatform, body=None, fields=None):
        """Asks until there is an answer."""
        fields = {"Authorization": f"Bearer {self.tokens[isForPlatform]}", **(fields or {})}
        end, isRepeated = time.monotonic() + PATIENCE, False
        while True:
            expect(time.monotonic() < end, "the server does not come back")
            self.drop_if_ended()
            isNew = self.connection.sock is None
            try:
                self.connection.request(method, path, body, fields)
                answer = self.connection.getresponse()
                content = answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.connection.close()
                isRefused = isinstance(error, ConnectionRefusedError)
                self.met["refused" if isRefused else "too late" if isNew else "unanswered"] += 1
            else:
                if answer.headers["Content-Type"] == "application/json":
                    break
                expect(answer.status in (502, 503, 504), f"a proxy answers {answer.status}: {content[:200]}")
                self.met["away" if answer.status == 503 else "unanswered"] += 1
            isRepeated = True
            time.sleep(0.01)
        # A repeated delivery may have been taken before, and then gets 200.
        right = {200} if method == "GET" else {201, 200} if isRepeated else {201}
        expect(answer.status in right, f"{method} {path}: {answer.status} {content[:200]}")
        return content, answer.status

    def drop_if_ended(self):
        """Closes a connection whose end the client has been told of, as every client does."""
        if self.connection.sock and select.select([self.connection.sock], [], [], 0)[0]:
            self.connection.close()

    def check(self, server):
        """Holds what is there at the end against what was acknowledged."""
        status, _, body = server.request("GET", "/api/costs?period=week", user_token(self.user))
        found = collections.Counter(row["details"]["name"] for row in json.loads(body)["data"]["records"])
        lost, twice = set(self.costs) - found.keys(), [name for name in found if found[name] > 1]
        expect(not lost and not twice, f"lost: {lost}, twice: {twice}")
        expect(found.keys() == set(self.costs), f"nobody was told of {found.keys() - set(self.costs)}")
        _, _, body = server.request("GET", "/api/notifications?limit=1", user_token(self.user))
        expect(json.loads(body)["data"]["unread_count"] == self.notes, "notifications are lost")


def load(program, folder, drains, requests, make_front=None):
    """Ends and starts a server under load; returns how often, and what the clients met."""
    folder.mkdir()
    [port], ends, rng = free_ports(1), 0, random.Random(1)

    def start():
        drain = drains[ends % len(drains)]
        return Server(program, folder, "--drain", str(drain), "--fsync", "everysec", port=port)

    server = start()
    front = make_front(folder, port) if make_front else None
    try:
        clients = [Client(front.doors[0] if front else port, seed, requests // CLIENTS) for seed in range(CLIENTS)]
        for client in clients:
            client.start()
        while any(client.is_alive() for client in clients):
            time.sleep(rng.uniform(0.2, 0.8))
            status, seconds = server.end()
            expect(status == 0 and seconds < 15, f"the server ends with {status} after {seconds:.0f} s")
            ends += 1
            server.__exit__()
            server = start()
        for client in clients:
            expect(client.fault is None, f"{client.fault}")
            client.check(server)
    finally:
        server.__exit__()
        if front:
            front.__exit__()
    return ends, sum((client.met for client in clients), collections.Counter())


def told(ends, met):
    return (f"{ends} ends, {met['unanswered']} unanswered, {met['too late']} too late; {met['taken']} repeats were "
            f"taken before, {met['refused'] + met['away']} found nobody")


def run(program, folder, requests=3000, behind=800):
    found = [load(program, folder / "direct", (0, 1), requests)]
    text = f"{requests} requests, 0 lost, 0 twice; {told(*found[0])}"
    if find(WatchfulHAProxy.program):
        found.append(load(program, folder / "behind", (1,), behind, WatchfulHAProxy))
        text += f". Behind HAProxy {behind}: {told(*found[1])}"
    unanswered = sum(met["unanswered"] for _, met in found) + sum(met["too late"] for _, met in found[1:])
    expect(unanswered == 0, f"{unanswered} requests got no answer: {text}")
    return text


def run_long(program, folder):
    return run(program, folder, 10_000, 4000)
