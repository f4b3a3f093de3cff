# SPDX-License-Identifier: MIT
"""Many answers about a small user, JSON into a file: whole processes."""
from pipeline import Pipeline
from processes import Run
from rounds import in_turn


def run(bench):
    count = bench.scaled(100_000)
    bench.say(f"answers: {count:,} of a small user")
    data = bench.data("small", 1, 1000)
    store = bench.work / "small"
    Run(Pipeline.arguments(bench.program, store, "-c", f"import costs '{data.costs_file.resolve()}'"))
    commands = bench.work / "answers.pipeline"
    commands.write_text("costs --no-records\n" * count)
    arguments = Pipeline.arguments(bench.program, store, "--read-only", "--user", data.user)
    seconds = in_turn(bench.rounds, {"pipeline": arguments}, lambda one: Run(one, commands, bench.work / "answers").seconds)
    bench.note("answers", {"count": count, "seconds": seconds["pipeline"]})
