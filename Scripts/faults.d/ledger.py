# SPDX-License-Identifier: MIT
"""What a store ought to hold: the naive twin of the program, and the commands that change both."""
import json
import uuid
from decimal import Decimal
from pathlib import Path

USERS = [str(uuid.UUID(int=n << 96 | 0x4000 << 64 | 0x8000 << 48)) for n in (1, 2, 3)]
TYPES = ["training_compute", "storage", "network", "Speicher ü"]
ALL_TIME = "--start-date 0001-01-01 --end-date 9999-12-31"


class Ledger:
    """Rows as a set of items; its fingerprint finds the same state again without comparing."""

    def __init__(self):
        self.items = set()
        self.fingerprint = 0
        self.sums = {user: {} for user in USERS}
        self.notifications = {user: [] for user in USERS}

    def copy(self):
        twin = Ledger()
        twin.items, twin.fingerprint = set(self.items), self.fingerprint
        twin.sums = {user: dict(sums) for user, sums in self.sums.items()}
        twin.notifications = {user: list(ids) for user, ids in self.notifications.items()}
        return twin

    def add(self, item):
        if item in self.items:
            return
        self.items.add(item)
        self.fingerprint ^= hash(item)
        if item[0] == "cost":
            sums = self.sums[item[2]]
            sums[item[3]] = sums.get(item[3], Decimal(0)) + item[4]
        elif item[0] == "notification":
            self.notifications[item[2]].append(item[1])

    def remove(self, item):
        if item in self.items:
            self.items.remove(item)
            self.fingerprint ^= hash(item)

    def unread(self, user):
        return sum(1 for id in self.notifications[user] if ("read", id) not in self.items)


class Command:
    """A line for the program, what it changes, and what its answer must say."""

    def __init__(self, text, adds=(), removes=(), expected=None, names=()):
        self.line = text.encode() + b"\n"
        self.adds = tuple(adds)
        self.removes = tuple(removes)
        # The users that it makes, without an address, where their own command was refused before.
        self.names = tuple(names)
        # Of a question: the sum by type that the answer must show, where all commands before succeeded.
        self.expected = expected

    def apply(self, ledger):
        for item in self.adds:
            ledger.add(item)
        for item in self.removes:
            ledger.remove(item)


class Author:
    """Writes random commands for a ledger, which it keeps as if every one of them succeeded."""

    def __init__(self, rng, ledger, folder, monotone=False):
        self.rng, self.ledger, self.folder, self.monotone = rng, ledger.copy(), Path(folder), monotone
        self.user = None

    def uuid(self):
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def time(self):
        rng = self.rng
        return f"20{rng.randint(10, 29)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T{rng.randint(0, 23):02}:00:00Z"

    def amount(self):
        digits = self.rng.randrange(1, 10 ** self.rng.randint(1, 15))
        return Decimal(digits if self.monotone or self.rng.random() < 0.8 else -digits).scaleb(-9)

    def done(self, command):
        command.apply(self.ledger)
        return command

    def start(self):
        """The first commands of a session: known users, and a login."""
        missing = [user for user in USERS if ("user", user, f"{user[:8]}@example.com") not in self.ledger.items]
        return [self.add_user(user) for user in missing] + [self.login()]

    def add_user(self, user):
        email = f"{user[:8]}@example.com"
        return self.done(Command(f"user add {user} --email {email}", [("user", user, email)]))

    def login(self):
        self.user = self.rng.choice(USERS)
        return Command(f"login {self.user}")

    def cost(self):
        id, kind, amount, time = self.uuid(), self.rng.choice(TYPES), self.amount(), self.time()
        details = json.dumps({"n": "x" * self.rng.randrange(40)}) if self.rng.random() < 0.3 else None
        text = f"add cost --type '{kind}' --amount {amount:f} --id {id} --recorded-at {time}"
        text += f" --details '{details}'" if details else ""
        return self.done(Command(text, [("cost", id, self.user, kind, amount, time, details)]))

    def notification(self):
        id, title, time = self.uuid(), f"Title {self.rng.randrange(9)}", self.time()
        text = f"add notification --type job_queued --title '{title}' --message m --id {id} --created-at {time}"
        return self.done(Command(text, [("notification", id, self.user, "job_queued", title, "m", time)]))

    def mark(self):
        ids = self.ledger.notifications[self.user]
        if not ids:
            return self.notification()
        some = self.rng.sample(ids, min(len(ids), self.rng.randint(1, 3)))
        choice = 0 if self.monotone else self.rng.random()
        if choice < 0.7:
            return self.done(Command(f"read {' '.join(some)}", [("read", id) for id in some]))
        if choice < 0.95:
            return self.done(Command(f"unread {' '.join(some)}", removes=[("read", id) for id in some]))
        return self.done(Command("read --all", [("read", id) for id in ids]))

    def question(self):
        return Command(f"costs --no-records {ALL_TIME}", expected=(self.user, dict(self.ledger.sums[self.user])))

    def imported(self, rows=None):
        """An import, which is one change however many rows it has."""
        rows = rows or self.rng.choice([2, 30, 400])
        items = [("cost", self.uuid(), self.user, "imported", self.amount(), self.time(), None) for _ in range(rows)]
        path = self.folder / f"{self.uuid()}.csv"
        lines = [f"{id},{user},{kind},{amount:f},{time}" for _, id, user, kind, amount, time, _ in items]
        path.write_text("id,user_id,cost_type,amount,recorded_at\n" + "\n".join(lines) + "\n")
        return self.done(Command(f"import costs {path}", items, names=[self.user]))

    def save(self):
        return Command("save")

    def next(self):
        kinds = [self.cost, self.notification, self.mark, self.question, self.login, self.imported, self.save]
        return self.rng.choices(kinds, [60, 15, 12, 5, 4, 1, 1])[0]()

    def commands(self, count):
        yield from self.start()
        for _ in range(count):
            yield self.next()


def observed(lines):
    """The ledger that `Program.observe` printed, and the answers about its sums."""
    ledger, answers = Ledger(), []
    for line in lines:
        row = json.loads(line, parse_float=Decimal, parse_int=Decimal)
        if "cost_type" in row:
            time, details = row["recorded_at"], row["details"]
            details = json.dumps(details) if details is not None else None
            ledger.add(("cost", row["id"], row["user_id"], row["cost_type"], row["amount"], time, details))
        elif "priority" in row:
            time = row["created_at"]
            ledger.add(
                ("notification", row["id"], row["user_id"], row["type"], row["title"], row["message"], time))
            if row["read"]:
                ledger.add(("read", row["id"]))
        elif "email" in row:
            ledger.add(("user", row["id"], row["email"]))
        else:
            answers.append(row)
    return ledger, answers


def faults_of_sums(ledger, answers):
    """Says where the program's own sums differ from those of the rows it exported."""
    faults = []
    for user, answer, unread in answers:
        sums = {kind: amount for kind, amount in answer["data"]["cost_by_type"].items()}
        if sums != ledger.sums[user]:
            faults.append(f"sums of {user} are {sums}, the rows say {ledger.sums[user]}")
        if unread["data"]["unread_count"] != ledger.unread(user):
            faults.append(f"{user} has {unread['data']['unread_count']} unread, the rows say {ledger.unread(user)}")
    return faults
