# SPDX-License-Identifier: MIT
"""Runs the kinds of clients that were asked for, a line each."""
import argparse
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

import browser
import deploy
import front
import full
import generated
import hostile
import idle
import libraries
import metrics
import poison
import proxies
import readme
import restarts
import schema
import slow
import tools
import users

KINDS = {
    "readme": readme, "front": front, "browser": browser, "schema": schema, "generated": generated,
    "tools": tools, "libraries": libraries, "users": users, "hostile": hostile, "slow": slow, "idle": idle,
    "full": full, "poison": poison, "proxies": proxies, "restarts": restarts, "deploy": deploy,
    "metrics": metrics,
}


def parse():
    parser = argparse.ArgumentParser(prog="Scripts/clients", description=__doc__, epilog="Kinds: " + ", ".join(KINDS))
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--long", action="store_true", help="ten times as much of what comes at random moments")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="a kind of client", choices=[[], *KINDS])
    return parser.parse_args()


def run(name, program, folder, isLong):
    """Runs a kind; returns whether all was right."""
    module, start = KINDS[name], time.monotonic()
    reason = getattr(module, "missing", lambda: None)()
    if reason:
        print(f"{name:9} skipped: {reason}", flush=True)
        return True
    try:
        run_kind = getattr(module, "run_long", module.run) if isLong else module.run
        result, isRight = run_kind(program, folder), True
    except Exception as error:
        traceback.print_exc()
        result, isRight = f"WRONG: {error}", False
    print(f"{name:9} {result}, {time.monotonic() - start:.0f} s", flush=True)
    return isRight


def main():
    arguments = parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    failures = 0
    with tempfile.TemporaryDirectory(prefix="pipeline-clients.") as root:
        for name in arguments.kinds or KINDS:
            folder = Path(root) / name
            folder.mkdir()
            failures += not run(name, arguments.program, folder, arguments.long)
    sys.exit(1 if failures else 0)


main()
