# SPDX-License-Identifier: MIT
"""Runs the fault kinds that were asked for, a line each, and says how to repeat what went wrong."""
import argparse
import contextlib
import itertools
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import calls
import copies
import cuts
import damage
import device
import errors
import full
import kills
import limits
import shortages
import starts
import taken
from place import Missing, Place
from program import Lost, Program

# What a kind is called, its module, and how many faults are tried by default and with --long.
KINDS = {
    "kills": (kills, 80, 10_000),
    "calls": (calls, 25, None),
    "cuts": (cuts, 30, 10_000),
    "device": (device, 15, 5_000),
    "errors": (errors, 25, None),
    "limits": (limits, 15, None),
    "shortages": (shortages, 15, None),
    "full": (full, 2, None),
    "damage": (damage, 80, None),
    "starts": (starts, 15, 1_000),
    "taken": (taken, 20, 1_000),
    "copies": (copies, 10, 1_000),
}


def parse():
    parser = argparse.ArgumentParser(prog="Scripts/faults", description=__doc__, epilog="Kinds: " + ", ".join(KINDS))
    parser.add_argument("--long", action="store_true", help="as many as it takes to be sure: hours")
    parser.add_argument("--seed", type=int, default=None, help="of every random choice")
    parser.add_argument("--from", dest="first", type=int, default=None, help="the first case")
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("kinds", nargs="*", metavar="KIND [N]", help="a kind of fault, and how many")
    arguments = parser.parse_args()
    wanted = {}
    for word in arguments.kinds:
        if word in KINDS:
            wanted[word] = None
        elif word.isdigit() and wanted:
            wanted[list(wanted)[-1]] = int(word)
        else:
            parser.error(f"'{word}' is neither a kind ({', '.join(KINDS)}) nor a number behind one")
    arguments.kinds = wanted or dict.fromkeys(KINDS)
    if arguments.seed is None:
        arguments.seed = random.SystemRandom().randrange(1_000_000)
    return arguments


def cases(module, arguments, count, place, program):
    """The numbers of the cases to try: all that there are, a sample of them, or one after the other without end."""
    if not hasattr(module, "size"):
        return itertools.count(arguments.first or 0)
    total = module.size(program, place.folder)
    if arguments.first is not None:
        return range(arguments.first, total)
    return sorted(random.Random(arguments.seed).sample(range(total), min(count or total, total)))


def run(name, arguments, count, root):
    """Runs the cases of a kind; returns how many went wrong."""
    module = KINDS[name][0]
    reason = getattr(module, "missing", lambda: None)()
    if reason:
        print(f"{name:8} skipped: {reason}", flush=True)
        return 0
    program, start = Program(arguments.program), time.monotonic()
    tally = {"faults": 0, "answers": 0, "lost": 0, "wrong": 0}
    with contextlib.ExitStack() as stack:
        try:
            place = stack.enter_context(getattr(module, "Place", Place)(root))
        except Missing as lack:
            print(f"{name:8} skipped: {lack}", flush=True)
            return 0
        try:
            for number in cases(module, arguments, count, place, program):
                if count and tally["faults"] >= count:
                    break
                try_case(module, name, number, arguments, place, program, tally)
        finally:
            # Whoever ends a long run wants to know how far it came.
            counts = ", ".join(f"{count} {what}" for what, count in (tally | place.counts).items())
            print(f"{name:8} {counts}, {time.monotonic() - start:.0f} s", flush=True)
    return tally["lost"] + tally["wrong"]


def try_case(module, name, number, arguments, place, program, tally):
    """Runs one case and adds it up."""
    folder = place.folder / f"case-{number}"
    folder.mkdir()
    try:
        rng = random.Random(f"{arguments.seed}/{name}/{number}")
        faults, answers = module.case(program, rng, folder, number, place)
        tally["faults"] += faults
        tally["answers"] += answers
    except Exception as error:
        tally["faults"] += 1
        tally["lost" if isinstance(error, Lost) else "wrong"] += 1
        again = f"Scripts/faults --seed {arguments.seed} --from {number} {name} 1"
        print(f"{name}: {type(error).__name__}: {error}\n  again: {again}", flush=True)
        place.keep(folder, name, number)
    place.tidy(folder)


def main():
    arguments = parse()
    # Ended from outside, it tidies up as well: mounts go with their places.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    failures = 0
    print(f"seed {arguments.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="pipeline-faults.") as root:
        for name, count in arguments.kinds.items():
            wanted = count or KINDS[name][2 if arguments.long else 1]
            folder = Path(root) / name
            folder.mkdir()
            failures += run(name, arguments, wanted, folder)
    sys.exit(1 if failures else 0)


main()
