# SPDX-License-Identifier: MIT
"""Runs the kinds of attacks that were asked for, a line each."""
import argparse
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

import reading
import unread
import waiting
from measure import Scale

KINDS = {
    "cookies": reading.Cookies, "headers": reading.Headers, "tokens": reading.Tokens, "pipelining": unread.Pipelining,
    "readers": unread.Readers, "writers": waiting.Writers, "head": unread.Head, "idle": waiting.Idle,
    "steady": unread.Steady, "bodies": waiting.Bodies,
}


def parse():
    parser = argparse.ArgumentParser(prog="Scripts/hostile", description=__doc__, epilog="Kinds: " + ", ".join(KINDS))
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="small attacks, and no bound that depends on the machine")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="a kind of attack", choices=[[], *KINDS])
    return parser.parse_args()


def run(name, program, folder, scale):
    """Runs a kind; returns whether every bound held."""
    start = time.monotonic()
    try:
        result, isRight = KINDS[name].run(program, folder, scale), True
    except Exception as error:
        traceback.print_exc()
        result, isRight = f"WRONG: {error}", False
    print(f"{name:10} {result}, {time.monotonic() - start:.0f} s", flush=True)
    return isRight


def main():
    arguments = parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    failures, scale = 0, Scale(arguments.quick)
    with tempfile.TemporaryDirectory(prefix="pipeline-hostile.") as root:
        for name in arguments.kinds or KINDS:
            folder = Path(root) / name
            folder.mkdir()
            failures += not run(name, arguments.program, folder, scale)
    sys.exit(1 if failures else 0)


main()
