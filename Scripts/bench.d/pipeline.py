# SPDX-License-Identifier: MIT
"""pipeline itself: one process that is asked through a pipe, a command a line, and answers in JSON."""
import itertools
import os
import subprocess
import time

from data import NOW, stamp
from pipe import Pipe, lines
from processes import disk, processor_time, resident

QUESTIONS = {
    "Q1a": "costs --period month --no-records",
    "Q1": "costs --period month",
    "Q2a": "costs --period year --no-records",
    "Q2": "costs --period year",
    "Q3": "notifications",
}


class Pipeline:
    """A running program, in memory or with a store."""
    name = "pipeline"
    how = "one process, questions through its standard input, answers in JSON from its standard output"

    def __init__(self, program, store=None, options=()):
        self.program, self.store = program, store
        self.options = options
        self.marks = None

    @staticmethod
    def arguments(program, store=None, *options):
        place = ["--memory"] if store is None else ["--store", str(store)]
        return [str(program), *place, "--format", "json", "--now", stamp(NOW), *options]

    def start(self):
        self.process = subprocess.Popen(
            self.arguments(self.program, self.store, *self.options), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.pipe = Pipe(self.process.stdout.fileno(), self.process.stdin.fileno())
        self.send("help")
        self.empty = resident(self.process.pid)[0]

    def send(self, command, count=1):
        """Sends a command so many times; returns the seconds until the last answer."""
        return self.pipe.exchange((command + "\n").encode() * count, lines(count))

    def load(self, data):
        """Imports both files; returns the seconds for the costs and for all."""
        costs = self.send(f"import costs '{data.costs_file.resolve()}'")
        notes = self.send(f"import notifications '{data.notes_file.resolve()}'")
        return costs, costs + notes

    def log_in(self, data):
        self.send(f"login {data.user}")
        ids = data.note_ids(20_000)
        # Reads them all, then takes them all back, and so on: each mark is a change.
        self.marks = itertools.cycle([f"{word} {id}\n".encode() for word in ("read", "unread") for id in ids])

    def ask(self, question, count):
        """Asks a question so often; returns the seconds for one."""
        if question == "Q4":
            commands = b"".join(itertools.islice(self.marks, count))
            return self.pipe.exchange(commands, lines(count)) / count
        return self.send(QUESTIONS[question], count) / count

    def mark_in_groups(self, group, count):
        """Marks in groups, each answered before the next is sent; returns the seconds for all."""
        groups = [b"".join(itertools.islice(self.marks, group)) for _ in range(count // group)]
        start = time.perf_counter()
        for commands in groups:
            self.pipe.exchange(commands, lines(group))
        return time.perf_counter() - start

    def memory(self):
        """What the data takes in memory, and the most it took."""
        now, peak = resident(self.process.pid)
        return (None, None) if now is None else (now - self.empty, peak)

    def processor_time(self):
        return processor_time(self.process.pid)

    def disk(self):
        return disk(self.store) if self.store else None

    def stop(self):
        os.set_blocking(self.process.stdin.fileno(), True)
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=600)
