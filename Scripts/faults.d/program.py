# SPDX-License-Identifier: MIT
"""The program from outside: commands through a pipe, answers as acknowledgements, and what a store holds."""
import fcntl
import json
import os
import select
import signal
import subprocess
import time
from decimal import Decimal

from ledger import ALL_TIME, USERS, faults_of_sums, observed

CLOCK = "2026-01-15T12:00:00Z"
# No answer takes a second; what takes this long hangs.
PATIENCE = 60


class Wrong(Exception):
    """The program broke a promise."""


class Lost(Wrong):
    """Something that was acknowledged is gone."""


class Program:
    """How the executable is started."""

    def __init__(self, path):
        self.path = path

    def arguments(self, store, *more):
        return [self.path, "--store", str(store), "--format", "json", "--now", CLOCK, *more]

    def check(self, store):
        return self.run("check", str(store))

    def run(self, *words, **options):
        return subprocess.run([self.path, *words], capture_output=True, timeout=PATIENCE, **options)

    def open(self, store, *more, **options):
        """Opens a store and exports everything."""
        commands = ["export users - --format jsonl --all"]
        commands += [f"export {table} - --format jsonl --all" for table in ("costs", "notifications")]
        for user in USERS:
            commands += [f"login {user}", f"costs --no-records {ALL_TIME}", "notifications --unread --limit 1", "logout"]
        words = [word for command in commands for word in ("-c", command)]
        arguments = self.arguments(store, *more)
        return subprocess.run([*arguments, *words], capture_output=True, timeout=PATIENCE, **options)

    def observe(self, store, *more, **options):
        """Opens a store and returns what it holds; a refusal is a broken promise."""
        result = self.open(store, *more, **options)
        if result.returncode not in (0, 1):
            raise Wrong(f"does not open (status {result.returncode}): {text(result.stderr)}")
        return self.ledger(result)

    @staticmethod
    def ledger(result):
        ledger, rest = observed(result.stdout.splitlines())
        answers = []
        for index, user in enumerate(USERS):
            login, costs, unread = rest[index * 4:index * 4 + 3]
            if "error" in login:
                if ("user", user, f"{user[:8]}@example.com") in ledger.items:
                    raise Wrong(f"no login as {user}: {login}")
                continue
            answers.append((user, costs, unread))
        faults = faults_of_sums(ledger, answers)
        if faults:
            raise Wrong("; ".join(faults))
        return ledger


def text(bytes):
    return bytes.decode(errors="replace").strip()[-500:]


class Session:
    """A running program that is fed commands; `acknowledged` are the answers that came back."""

    def __init__(self, arguments, commands, lockstep=False, staysOpen=False, **options):
        self.commands = iter(commands)
        self.sent = []
        self.answers = []
        self.lockstep = lockstep
        self.pending = b""
        self.partial = b""
        self.isClosing = False
        self.staysOpen = staysOpen
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True, **options)
        self.input, self.output = self.process.stdin.fileno(), self.process.stdout.fileno()
        self.started = time.monotonic()
        for descriptor in (self.input, self.output):
            os.set_blocking(descriptor, False)
        # Small pipes keep the client close to the program.
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            fcntl.fcntl(self.input, fcntl.F_SETPIPE_SZ, 4096)

    def close(self):
        """Ends the program's standard input."""
        self.isClosing = True
        self.process.stdin.close()

    def feed(self):
        """Sends what the pipe takes; returns whether there is more to send."""
        if self.lockstep and len(self.answers) < len(self.sent):
            return False
        while not self.isClosing:
            if not self.pending:
                command = next(self.commands, None)
                if command is None:
                    if not self.staysOpen:
                        self.close()
                    return False
                self.sent.append(command)
                self.pending = command.line
            try:
                count = os.write(self.input, self.pending)
            except BlockingIOError:
                return True
            except BrokenPipeError:
                self.isClosing = True
                return False
            self.pending = self.pending[count:]
            if self.lockstep and not self.pending:
                return False
        return False

    def take(self):
        """Takes the answers that are there; returns false at the end."""
        try:
            bytes = os.read(self.output, 1 << 20)
        except BlockingIOError:
            return True
        *lines, self.partial = (self.partial + bytes).split(b"\n")
        self.answers += lines
        return bool(bytes)

    def drive(self, seconds=None, answers=None, sent=None):
        """Feeds and takes until it is so old, so many answers have come, commands are sent, or all is over."""
        end = None if seconds is None else self.started + seconds
        heard = time.monotonic()
        while True:
            isWriting = self.feed()
            if sent is not None and len(self.sent) >= sent and not self.pending:
                return
            now = time.monotonic()
            left = (heard + PATIENCE if end is None else end) - now
            if left <= 0 and end is not None:
                return
            if left <= 0:
                self.kill()
                raise Wrong(f"hangs after {len(self.answers)} answers to {len(self.sent)} commands")
            readable, _, _ = select.select([self.output], [self.input] if isWriting else [], [], left)
            if readable:
                heard = now
                if not self.take():
                    return
            if answers is not None and len(self.answers) >= answers:
                return

    def kill(self):
        """Ends the program, and whatever traces it, without a warning."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def finish(self):
        """Reads what was answered before the end; returns the exit status and standard error."""
        os.set_blocking(self.output, True)
        while self.take():
            pass
        self.errors = self.process.stderr.read()
        status = self.process.wait(timeout=PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                stream.close()
            except BrokenPipeError:
                pass
        return status

    def successes(self):
        """Judges each answer; returns whether it is a success, one for each command that was answered."""
        if len(self.answers) > len(self.sent):
            raise Wrong("more answers than commands")
        return [json.loads(answer).get("success") is True for answer in self.answers]


def judge_prefix(base, session, after, refusals=False):
    """Makes sure that a store holds a prefix of what was submitted, all that was acknowledged in it.

    Returns how many changes were acknowledged; `base` becomes what the store holds."""
    before = base.copy()
    for command, answer in zip(session.sent, session.answers):
        row = json.loads(answer, parse_float=Decimal, parse_int=Decimal)
        if row.get("success") is not True:
            raise Wrong(f"{text(command.line)!r} was answered {text(answer)!r}")
        if command.expected and row["data"]["cost_by_type"] != command.expected[1]:
            raise Wrong(f"sums were {row['data']['cost_by_type']}, not {command.expected[1]}")
    for command in session.sent[:len(session.answers)]:
        command.apply(base)
    acknowledged = set(base.items)
    rest = session.sent[len(session.answers):]
    while base.fingerprint != after.fingerprint:
        if not rest:
            lost = [item for item in acknowledged - after.items if item[0] != "read"]
            new = after.items - base.items - before.items
            if lost:
                raise Lost(f"{len(lost)} acknowledged rows are gone, such as {lost[0]}")
            raise Wrong(f"no prefix of what was submitted: {len(new)} rows more, such as {list(new)[:2]}, "
                        f"{len(base.items - after.items)} fewer")
        rest.pop(0).apply(base)
    if base.items != after.items:
        raise Wrong("the rows differ")
    return len(session.answers)


def judge_set(base, session, after):
    """Makes sure that what was answered with success is there, and nothing that was never submitted.

    For programs whose disk fails: what was refused may be there or not, an import as a whole.
    All changes add, so that order does not matter."""
    may = set(base.items)
    must = set(base.items)
    for index, command in enumerate(session.sent):
        may.update(command.adds)
        # Only together with rows: those of an import are there as a whole or not at all.
        may.update(("user", user, None) for user in command.names if set(command.adds) <= after.items)
        row = {}
        if index < len(session.answers):
            row = json.loads(session.answers[index], parse_float=Decimal, parse_int=Decimal)
        if row.get("success") is True:
            must.update(command.adds)
            if command.expected:
                judge_answer(row, command.expected[0], must, after)
        elif len(command.adds) > 1 and "import" in text(command.line):
            there = sum(1 for item in command.adds if item in after.items)
            if there not in (0, len(command.adds)):
                raise Wrong(f"{there} of the {len(command.adds)} rows of an import are there")
    if must - after.items:
        raise Lost(f"{len(must - after.items)} acknowledged items are gone, such as {next(iter(must - after.items))}")
    if after.items - may:
        raise Wrong(f"{len(after.items - may)} items were never submitted, such as {next(iter(after.items - may))}")


def judge_answer(row, user, must, after):
    """An answer shows what is durable: all that was acknowledged, and nothing that a restart does not find."""
    for kind, amount in row["data"]["cost_by_type"].items():
        least = sum(item[4] for item in must if item[0] == "cost" and item[2] == user and item[3] == kind)
        if not least <= amount <= after.sums[user].get(kind, 0):
            raise Wrong(f"{kind} of {user} was answered as {amount}: {least} was acknowledged, "
                        f"{after.sums[user].get(kind, 0)} is there after the restart")
