# SPDX-License-Identifier: MIT
"""Many users at once, with writes between: every answer has the caller's own rows alone, to the byte."""
import http.client
import json
import random
import re
import shutil
import subprocess
import threading
import uuid
from pathlib import Path

from server import Server, expect, user_token

USERS, THREADS, SECONDS = 300, 8, 6
PATHS = ["/api/costs?period=year", "/api/notifications?limit=100", "/api/costs?period=year&end_date=2999-01-01"]


def rows(user, name, count):
    costs = [{"user_id": user, "cost_type": name, "amount": "0.01", "details": {"of": user}} for _ in range(count)]
    notes = [{"user_id": user, "type": name, "title": user, "message": name} for _ in range(count)]
    return costs, notes


def deliver(server, users, rng):
    for part in range(0, len(users), 50):
        costs, notes = [], []
        for number, user in enumerate(users[part:part + 50], part):
            more = rows(user, f"type-{number}", rng.randint(1, 12))
            costs += more[0]
            notes += more[1]
        rng.shuffle(costs)
        rng.shuffle(notes)
        server.post("/api/costs", costs)
        server.post("/api/notifications", notes)


def expected(server, user, token):
    """What the user gets alone; nobody else's id is in it."""
    answers = []
    for path in PATHS:
        status, _, body = server.request("GET", path, token)
        expect(status == 200, f"{path}: {status}")
        others = set(re.findall(rb'"(?:user_id|of|title)":"([0-9a-f-]{36})"', body)) - {user.encode()}
        expect(not others, f"{user} sees {others}")
        data = json.loads(body)["data"]
        expect(data.get("records") or data.get("notifications"), f"{user} has nothing")
        answers.append(body)
    return answers


class Checker(threading.Thread):
    """Asks for users in turn and compares the answers with those that were given to a user alone."""

    def __init__(self, server, known, stop, seed):
        super().__init__(daemon=True)
        self.server, self.known, self.stop, self.rng = server, known, stop, random.Random(seed)
        self.count, self.fault = 0, None

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        while not self.stop.is_set():
            user, token, answers = self.rng.choice(self.known)
            index = self.rng.randrange(len(PATHS))
            connection.request("GET", PATHS[index], headers={"Authorization": f"Bearer {token}"})
            if connection.getresponse().read() != answers[index]:
                self.fault = f"{user} gets another answer to {PATHS[index]}"
                break
            self.count += 1
        connection.close()


def run(program, folder):
    rng = random.Random(1)
    with Server(program, folder, "--fsync", "everysec") as server:
        users = [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(USERS)]
        strangers = [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(50)]
        deliver(server, users, rng)
        tokens = {user: user_token(user) for user in users}
        known = [(user, tokens[user], expected(server, user, tokens[user])) for user in users]
        stop = threading.Event()
        checkers = [Checker(server, known, stop, seed) for seed in range(THREADS)]
        for checker in checkers:
            checker.start()
        load = None
        if shutil.which("wrk"):
            names = folder / "tokens"
            names.write_text("\n".join(tokens.values()) + "\n")
            script = Path(__file__).with_name("users.lua")
            load = subprocess.Popen(
                ["wrk", "-t2", "-c64", f"-d{SECONDS}s", "-s", str(script), server.address, "--", str(names)],
                stdout=subprocess.PIPE, text=True,
            )
        # Meanwhile others change.
        for number in range(SECONDS * 5):
            deliver(server, rng.sample(strangers, 10), rng)
            stop.wait(0.1)
        output = load.communicate(timeout=60)[0] if load else "result 0 0"
        stop.set()
        for checker in checkers:
            checker.join(30)
            expect(checker.fault is None, checker.fault)
        right, wrong = (int(number) for number in re.search(r"result (\d+) (\d+)", output).groups())
        expect(wrong == 0, f"{wrong} answers of {right + wrong} were wrong: {output}")
        expect(server.end()[0] == 0, "the server ended badly")
    return f"{sum(checker.count for checker in checkers)} answers of {USERS} users as when alone, {right} under load"
