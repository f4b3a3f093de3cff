# SPDX-License-Identifier: MIT
"""The questions and the one change, on one large user and on many small ones; imports, memory and disk on the way."""
import contextlib

from duck import DuckDB
from pipeline import Pipeline
from postgres import Postgres
from redis import Redis
from rounds import in_turn
from sqlite import SQLite, SQLiteRollUp
from worker import Worker

ASKED = ["Q1a", "Q1", "Q2a", "Q2", "Q3", "Q4"]
MOST = 20_000


def contenders(bench):
    """Everybody who is here, by name."""
    everybody = [Pipeline(bench.program), Worker(SQLite), Worker(SQLiteRollUp)]
    for kind in (DuckDB, Redis, Postgres):
        reason = bench.missing(kind)
        if reason:
            bench.skip(kind.name, reason)
        else:
            everybody.append(Worker(kind) if kind is DuckDB else kind())
    return {contender.name: contender for contender in everybody}


def run(bench):
    for data in (bench.a, bench.b):
        ask_everybody(bench, data)


def ask_everybody(bench, data):
    with contextlib.ExitStack() as stack:
        present = contenders(bench)
        for name, contender in present.items():
            bench.say(f"questions {data.name}: {name} loads {data.count:,} costs")
            contender.start()
            stack.callback(contender.stop)
            costs, total = contender.load(data)
            contender.log_in(data)
            now, peak = contender.memory()
            bench.note("load", data.name, name, {"costs": costs, "all": total, "memory": now, "peak": peak})
            bench.note("how", name, contender.how)
        for question in ASKED:
            bench.say(f"questions {data.name}: {question}")
            ask(bench, data, question, present)
        for name, contender in present.items():
            if name != SQLiteRollUp.name:
                bench.note("load", data.name, name, {"disk": contender.disk()})


def ask(bench, data, question, present):
    """Asks one question of everybody in turn, as often as fits into the time."""
    # Only the sums are asked of another table there.
    asked = {name: contender for name, contender in present.items()
             if name != SQLiteRollUp.name or question in ("Q1a", "Q2a")}
    counts = {name: repetitions(bench, contender, question) for name, contender in asked.items()}
    # Answers that take seconds are asked for less often.
    rounds = bench.few if question == "Q2" else bench.rounds
    before = {name: contender.processor_time() for name, contender in asked.items()}
    seconds = in_turn(rounds, asked, lambda one: one.ask(question, counts[one.name]))
    for name, values in seconds.items():
        if before[name] is not None:
            used = asked[name].processor_time() - before[name]
            bench.note("processor", data.name, question, name, used / rounds / counts[name])
        bench.note("questions", data.name, question, name, values)
        bench.note("counts", data.name, question, name, counts[name])


def repetitions(bench, contender, question):
    """How often a question is asked in one go."""
    least = getattr(contender, "least", {}).get(question, 1)
    count = least
    while True:
        seconds = contender.ask(question, count)
        if seconds * count < bench.slice:
            # The shorter of two: a moment of somebody else's would make it look slow.
            seconds = min(seconds, contender.ask(question, count))
        if seconds * count >= bench.slice / 4 or count >= MOST:
            return max(least, min(MOST, int(bench.slice / seconds)))
        count = min(count * 8, MOST)
