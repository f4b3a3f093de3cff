# SPDX-License-Identifier: MIT
"""The same questions of one user with more and more records: what must not grow, does not."""
import contextlib

from pipeline import Pipeline
from questions import repetitions
from rounds import in_turn
from sqlite import SQLite
from worker import Worker

ASKED = ["Q1a", "Q3", "Q4"]


def run(bench):
    for power in range(4, bench.growth + 1):
        size = 10 ** power
        bench.say(f"growth: {size:,}")
        data = bench.data("A", 1, size)
        present = {"pipeline": Pipeline(bench.program)}
        # Its line is clear by then, and it takes minutes to load more.
        if power <= 6:
            present[SQLite.name] = Worker(SQLite)
        with contextlib.ExitStack() as stack:
            for contender in present.values():
                contender.start()
                stack.callback(contender.stop)
                contender.load(data)
                contender.log_in(data)
            for question in ASKED:
                counts = {name: repetitions(bench, one, question) for name, one in present.items()}
                seconds = in_turn(bench.rounds, present, lambda one: one.ask(question, counts[one.name]))
                for name, values in seconds.items():
                    bench.note("growth", question, name, str(size), values)
