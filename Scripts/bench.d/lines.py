# SPDX-License-Identifier: MIT
"""New costs as lines through standard input: whole processes, from their start to their end."""
import contextlib
import csv
import shutil

from pipeline import Pipeline
from postgres import COST_INDEXES, Postgres
from processes import Run
from redis import Redis, command, cost_commands
from rounds import in_turn
from sqlite import COST_INDEX, SCHEMA


def rows(data, count):
    with open(data.costs_file, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        yield from (row for _, row in zip(range(count), reader))


def quoted(text):
    return f"'{text}'" if text else "null"


def write_files(bench, count):
    """The same rows as commands of each program."""
    data, folder = bench.a, bench.work
    with open(folder / "lines.pipeline", "w") as own, open(folder / "lines.sql", "w") as sql, \
            open(folder / "lines.resp", "wb") as plain, open(folder / "rolled.resp", "wb") as rolled:
        own.write(f"user add {data.user}\nlogin {data.user}\n")
        for row in rows(data, count):
            job = f" --job-id {row[2]}" if row[2] else ""
            own.write(f"add cost --id {row[0]}{job} --type {row[3]} --amount {row[4]} --details '{row[5]}' "
                      f"--billing-period {row[6]} --recorded-at {row[7]}\n")
            sql.write(f"insert into costs values ('{row[0]}', '{row[1]}', {quoted(row[2])}, '{row[3]}', {row[4]}, "
                      f"'{row[5]}', '{row[6]}', '{row[7]}');\n")
            plain.write(cost_commands(row, rolls_up=False))
            rolled.write(cost_commands(row))
    inserts = (folder / "lines.sql").read_text()
    (folder / "lines.sqlite").write_text(f"{SCHEMA}{COST_INDEX}\nbegin;\n{inserts}commit;\n")
    (folder / "lines.psql").write_text(f"begin;\n{inserts}commit;\n")


def ways_of_pipeline(bench):
    folder = bench.work

    def in_memory():
        return Run(Pipeline.arguments(bench.program), folder / "lines.pipeline", folder / "answers").seconds

    def journaled():
        store = folder / "store"
        shutil.rmtree(store, ignore_errors=True)
        return Run(Pipeline.arguments(bench.program, store), folder / "lines.pipeline", folder / "answers").seconds

    return {"pipeline in memory": in_memory, "pipeline journaled": journaled}


def ways_of_redis(bench, stack):
    if bench.missing(Redis):
        bench.skip(Redis.name, bench.missing(Redis))
        return {}
    server = Redis()
    server.start()
    stack.callback(server.stop)

    def pour(name):
        server.send(command("FLUSHALL"))
        return server.pour(bench.work / name)

    return {"redis-cli --pipe": lambda: pour("lines.resp"),
            "redis-cli --pipe, with sums": lambda: pour("rolled.resp")}


def ways_of_postgres(bench, stack):
    if bench.missing(Postgres):
        bench.skip(Postgres.name, bench.missing(Postgres))
        return {}
    server = Postgres()
    server.start()
    stack.callback(server.stop)
    server.run(COST_INDEXES)

    def insert():
        server.run("truncate costs;")
        return server.run_file(bench.work / "lines.psql")

    return {"psql, one transaction": insert}


def run(bench):
    count = bench.scaled(100_000)
    bench.say(f"lines: {count:,} costs through standard input")
    write_files(bench, count)
    with contextlib.ExitStack() as stack:
        ways = ways_of_pipeline(bench)
        if shutil.which("sqlite3"):
            ways["sqlite3 :memory:, one transaction"] = lambda: Run(
                ["sqlite3", ":memory:"], bench.work / "lines.sqlite", bench.work / "answers").seconds
        else:
            bench.skip("sqlite3", "its shell is not here")
        ways |= ways_of_redis(bench, stack)
        slow = ways_of_postgres(bench, stack)
        seconds = in_turn(bench.few, ways, lambda way: way()) | in_turn(1, slow, lambda way: way())
    bench.note("lines", "count", count)
    for name, values in seconds.items():
        bench.note("lines", "seconds", name, values)
