# SPDX-License-Identifier: MIT
"""Measures pipeline beside its peers, part after part, and writes the report."""
import argparse
import json
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import answers
import growth
import imports
import inside
import lines
import machine
import marks
import questions
import report
import saves
import starts
from data import Data
from duck import DuckDB
from processes import raise_limits

PARTS = {
    "starts": starts, "lines": lines, "answers": answers, "marks": marks, "imports": imports, "saves": saves,
    "questions": questions, "growth": growth, "inside": inside,
}
DOCUMENTATION = Path("Sources/PipelineCore/PipelineCore.docc")


class Bench:
    """What a part needs: the program, the data, how much of everything, and a place for its figures."""

    def __init__(self, arguments, work):
        self.program = Path(arguments.program).resolve()
        self.is_quick = arguments.quick
        self.rounds = 3 if self.is_quick else 7
        # So often what takes whole seconds.
        self.few = 2 if self.is_quick else 3
        # The seconds that one contender asks one question in one round.
        self.slice = 0.05 if self.is_quick else 0.2
        self.growth = arguments.growth
        self.work = work
        self.kept = Path(".build/bench/data")
        self.a = self.data("A", 1, self.scaled(1_000_000))
        users = arguments.users or self.scaled(1000)
        self.b = self.data("B", users, users * 1000)
        self.figures = {"quick": self.is_quick, "skipped": {}, "counts": {"A costs": self.a.count, "B costs": self.b.count}}

    def scaled(self, count):
        return count // 10 if self.is_quick else count

    def data(self, name, users, costs):
        return Data(name, users, costs, self.kept).make()

    def missing(self, kind):
        """Why a peer cannot be measured, None where it can."""
        if kind is DuckDB:
            try:
                import duckdb  # noqa: F401
            except ImportError:
                return "its Python module is not here (pip install duckdb)"
            return None
        return kind.missing()

    def note(self, *path_and_value):
        """Keeps a figure under a path of names; what is a dictionary is added to one that is there."""
        *path, value = path_and_value
        place = self.figures
        for name in path[:-1]:
            place = place.setdefault(name, {})
        if isinstance(value, dict):
            place.setdefault(path[-1], {}).update(value)
        else:
            place[path[-1]] = value

    def skip(self, name, reason):
        if name not in self.figures["skipped"]:
            print(f"bench    {name} is left out: {reason}", file=sys.stderr, flush=True)
        self.figures["skipped"][name] = reason

    def say(self, text):
        print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def parse():
    parser = argparse.ArgumentParser(prog="Scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the data, fewer rounds: one or two minutes")
    parser.add_argument("--out", type=Path, default=Path(".build/bench"), help="where the report goes")
    parser.add_argument("--document", action="store_true", help="the report goes into the documentation")
    parser.add_argument("--users", type=int, help="users of data B, 1,000 costs each (default 1,000; in full 10,000)")
    parser.add_argument("--growth", type=int, choices=range(4, 8), help="records of one user up to 10 to this power")
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    arguments = parser.parse_args()
    for part in arguments.parts:
        if part not in PARTS:
            parser.error(f"'{part}' is no part: {', '.join(PARTS)}")
    arguments.growth = arguments.growth or (5 if arguments.quick else 6)
    return arguments


def main():
    arguments = parse()
    # Ended from outside, it ends its servers as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    raise_limits()
    start = time.monotonic()
    Path(".build/bench").mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="work.", dir=".build/bench")).resolve()
    try:
        bench = Bench(arguments, work)
        bench.note("machine", machine.facts(bench))
        for name in [part for part in PARTS if part in arguments.parts] or PARTS:
            PARTS[name].run(bench)
    finally:
        shutil.rmtree(work)
    bench.note("minutes", (time.monotonic() - start) / 60)
    out = DOCUMENTATION if arguments.document else arguments.out
    out.mkdir(parents=True, exist_ok=True)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "figures.json").write_text(json.dumps(bench.figures, indent=1))
    text = report.write(bench.figures, out)
    print(text)


if __name__ == "__main__":
    main()
