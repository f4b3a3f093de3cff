# SPDX-License-Identifier: MIT
"""Marks that are on disk before they are answered, in groups."""
import shutil

from pipeline import Pipeline


def run(bench):
    bench.say("marks: durable, in groups")
    store = bench.work / "marks"
    shutil.rmtree(store, ignore_errors=True)
    own = Pipeline(bench.program, store)
    own.start()
    try:
        data = bench.data("A", 1, bench.scaled(100_000))
        own.load(data)
        own.log_in(data)
        for group in (1, 100, 1000):
            count = max(min(group * 200, 100_000), 1000)
            rates = [count / own.mark_in_groups(group, count) for _ in range(bench.rounds)]
            bench.note("marks", str(group), rates)
    finally:
        own.stop()
        shutil.rmtree(store)
