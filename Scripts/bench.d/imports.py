# SPDX-License-Identifier: MIT
"""Imports on one core, pipeline and DuckDB in turn, each in a process of its own."""
import contextlib
import os

from duck import DuckDB
from pipeline import Pipeline
from processes import Run, one_core
from rounds import in_turn
from worker import Worker


def run(bench):
    for data in (bench.a, bench.b):
        bench.say(f"imports {data.name}")
        arguments = Pipeline.arguments(bench.program, None, "-c", f"import costs '{data.costs_file.resolve()}'")
        peaks = []

        def own():
            result = Run(arguments, cores=one_core())
            peaks.append(result.peak)
            return result.seconds

        def both_cores():
            return Run(arguments).seconds

        ways = {"pipeline": own, "pipeline, all cores": both_cores}
        with contextlib.ExitStack() as stack:
            if bench.missing(DuckDB):
                bench.skip(DuckDB.name, bench.missing(DuckDB))
            else:
                duck = Worker(DuckDB)
                duck.start()
                stack.callback(duck.stop)
                if one_core():
                    os.sched_setaffinity(duck.process.pid, one_core())
                ways["DuckDB"] = lambda: duck.call("import_costs", data, False)
                ways["DuckDB, primary key"] = lambda: duck.call("import_costs", data, True)
            seconds = in_turn(bench.few, ways, lambda way: way())
        for name, values in seconds.items():
            bench.note("imports", data.name, name, values)
        bench.note("peaks", data.name, max(peaks))
