# SPDX-License-Identifier: MIT
"""Saving and opening: pipeline and Redis in turn, the same data."""
import contextlib
import json
import shutil
import tempfile
from pathlib import Path

from pipeline import Pipeline
from processes import Run, disk
from redis import Redis
from rounds import in_turn


def run(bench):
    for data in (bench.a, bench.b):
        bench.say(f"saves {data.name}")
        store = bench.work / f"store-{data.name}"
        shutil.rmtree(store, ignore_errors=True)
        with contextlib.ExitStack() as stack:
            savers, openers = {}, {}
            own = Pipeline(bench.program, store, ("--snapshot-every", "86400"))
            own.start()
            own.load(data)
            own.log_in(data)
            savers["pipeline"] = lambda: save(own)
            openers["pipeline"] = lambda: open_store(bench, store)
            # The many small users take the server long to load, and say nothing more about a save.
            if data is bench.a and not bench.missing(Redis):
                folder = Path(tempfile.mkdtemp(prefix="pipeline-bench-redis."))
                stack.callback(shutil.rmtree, folder)
                server = Redis()
                server.start(folder)
                server.load(data)
                savers["Redis"] = server.save
                openers["Redis"] = lambda: reopen(folder)
            seconds = in_turn(bench.few, savers, lambda way: way())
            own.stop()
            bench.note("saves", data.name, {"save": seconds, "bytes": newest(store), "disk": disk(store)})
            if "Redis" in savers:
                server.stop()
            bench.note("saves", data.name, {"open": in_turn(bench.few, openers, lambda way: way())})
        shutil.rmtree(store)


def save(own):
    """A change, so that there is something to save, and a snapshot of everything."""
    own.ask("Q4", 1)
    return own.send("save")


def newest(store):
    """The bytes of the largest snapshot."""
    return max(path.stat().st_size for path in store.iterdir())


def open_store(bench, store):
    """A whole process that opens the store and asks who is there."""
    return Run(Pipeline.arguments(bench.program, store, "-c", "format json")).seconds


def reopen(folder):
    """A server's start on its file until it answers."""
    server = Redis()
    server.start(folder)
    server.stop()
    return server.opening
