# SPDX-License-Identifier: MIT
"""A file system that fills up: changes are refused, answers go on; with room again, changes do too."""
import os
import subprocess
import time

from ledger import Author, Ledger
from program import PATIENCE, Session, Wrong, judge_set, text

SIZES = 40


def missing():
    return None if os.geteuid() == 0 else "only root can mount a small file system"


def size(program, folder):
    return SIZES


def case(program, rng, folder, number, place):
    """Fills a small tmpfs, makes room, and goes on."""
    mount = folder / "mount"
    mount.mkdir()
    size = 256 + 64 * number
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(mount)], check=True)
    try:
        ballast = mount / "ballast"
        ballast.write_bytes(bytes(rng.randrange(size // 2) * 1024))
        store, base = mount / "store", Ledger()
        author = Author(rng, base, folder, monotone=True)
        state = Filling(author, ballast)
        session = Session(program.arguments(store), state.commands(), lockstep=True)
        state.session = session
        session.drive()
        status = session.finish()
        successes = session.successes()
        if status != (0 if all(successes) else 1):
            raise Wrong(f"ended with status {status}: {text(session.errors)}")
        if all(successes):
            raise Wrong("the disk was never full")
        if not successes[-1] or not successes[-2]:
            raise Wrong(f"with room again: {text(session.answers[-2])}, {text(session.answers[-1])}")
        after = program.observe(store)
        judge_set(base, session, after)
        return 1, len(session.answers)
    finally:
        subprocess.run(["umount", str(mount)], check=True)


class Filling:
    """Commands until one is refused, some more beside, then room, and two that must succeed."""

    def __init__(self, author, ballast):
        self.author, self.ballast, self.session = author, ballast, None

    def commands(self):
        yield from self.author.start()
        deadline = time.monotonic() + PATIENCE / 2
        while self.isServing() and time.monotonic() < deadline:
            yield self.author.imported(200) if self.author.rng.random() < 0.2 else self.author.cost()
        for _ in range(3):
            yield self.author.question()
            yield self.author.cost()
        self.ballast.unlink()
        # Room for everything that there is, twice.
        subprocess.run(["mount", "-o", "remount,size=64m", str(self.ballast.parent)], check=True)
        yield self.author.save()
        yield self.author.cost()

    def isServing(self):
        return b'"error"' not in (self.session.answers[-1] if self.session.answers else b"")
