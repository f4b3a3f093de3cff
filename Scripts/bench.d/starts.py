# SPDX-License-Identifier: MIT
"""The start of the program, from nothing to its end."""
import shutil

from pipeline import Pipeline
from processes import Run
from rounds import in_turn


def run(bench):
    bench.say("starts")
    empty = bench.work / "empty"
    empty.mkdir(exist_ok=True)
    ways = {
        "pipeline, empty store": lambda: Run(Pipeline.arguments(bench.program, empty)).seconds,
        "pipeline --version": lambda: Run([bench.program, "--version"]).seconds,
        "true": lambda: Run(["true"]).seconds,
    }
    if shutil.which("sqlite3"):
        ways["sqlite3 :memory:"] = lambda: Run(["sqlite3", ":memory:"]).seconds
    for name, values in in_turn(40, ways, lambda way: way()).items():
        bench.note("starts", name, values)
