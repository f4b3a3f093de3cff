# SPDX-License-Identifier: MIT
"""Power cuts of a disk that drops, tears and reorders what was not flushed, below ext4 and xfs.

Beside a file system that is shut down, this also tries what the file system itself asks of its disk. The disk is a
process of its own (`disk.py`); a cut ends it, and its file goes on as what a disk might hold then."""
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import cuts
from ledger import Author, Ledger
from program import Lost, Session, Wrong, judge_prefix

# Of each file system: its size in megabytes, the options of its mkfs, how it may be mounted, and what it trusts its
# disk to write as a whole. XFS has no remedy for a torn block of its own: recovery passes over a block whose first
# sector is newer than the log, and then finds its checksum wrong.
SYSTEMS = {
    "ext4": (96, [["-F", "-b", "1024"], ["-F", "-b", "4096"]], cuts.MOUNTS, 512),
    "xfs": (320, [["-f"]], ["defaults"], 4096),
}
UNCOUNTED = {"writes unflushed": 0, "kept": 0, "torn": 0}
# A cut comes this soon, in seconds.
SOON = 0.03
SERVER = Path(__file__).with_name("disk.py")


def missing():
    if not os.path.exists("/dev/fuse"):
        return "/dev/fuse is not here"
    return cuts.missing()


class Place(cuts.Place):
    """A new file system on a new disk for every case."""

    def __init__(self, folder):
        super().__init__(folder)
        self.server = None
        self.seed, self.seconds, self.atom, self.isProven = 0, 0, 512, False
        self.counts = dict(UNCOUNTED)

    def __exit__(self, *error):
        super().__exit__(*error)
        if self.server:
            self.server.communicate()

    def prepare(self):
        self.systems = [system for system in SYSTEMS if self.works(system)]
        if not self.systems:
            raise cuts.Unmountable("none of its file systems can be mounted")

    def works(self, system):
        """Whether the machine has a file system."""
        if not shutil.which(f"mkfs.{system}"):
            print(f"device   without {system}: mkfs.{system} is not here", flush=True)
            return False
        try:
            self.format(random.Random(0), system, "defaults")
            return True
        except cuts.Unmountable as error:
            print(f"device   without {system}: {error}", flush=True)
            return False

    def format(self, rng, system, options=None):
        """Puts a new file system on a new disk."""
        self.detach()
        size, makes, mounts, self.atom = SYSTEMS[system]
        self.options = options or rng.choice(mounts)
        self.conditions = f"{system}, {self.options}"
        self.make(system, size, *rng.choice(makes))
        self.attach()

    def begin(self, rng, number):
        self.seed, self.seconds = rng.getrandbits(32), rng.choice([0, 0, 0.001, 0.004])
        self.format(rng, self.systems[number % len(self.systems)])

    def attach(self):
        self.seed += 1
        words = (sys.executable, "-B", SERVER, self.image, self.seed, self.seconds, self.atom)
        self.server = subprocess.Popen(
            [str(word) for word in words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            start_new_session=True)
        if self.server.stdout.readline() != "ready\n":
            raise cuts.Unmountable("FUSE does not mount")
        super().attach()

    def detach(self):
        super().detach()
        if self.server:
            self.server.communicate()
            self.server = None

    def cut(self, rng, session, share=None):
        share = rng.choice([0, 0.5, 0.9, 1, rng.random()]) if share is None else share
        writes = rng.choice([0, rng.randint(1, 12), rng.randint(1, 12)])
        self.server.stdin.write(f"cut {share} {writes} {SOON}\n")
        self.server.stdin.flush()
        # Keeps it busy until then.
        session.drive(time.monotonic() - session.started + SOON)
        became = json.loads(self.server.stdout.readline())
        self.counts["writes unflushed"] += became["writes"]
        self.counts["kept"] += became["kept"]
        self.counts["torn"] += became["torn"]

    def tidy(self, folder):
        shutil.rmtree(folder)


def prove(program, rng, folder, disk):
    """Makes sure that the disk forgets: below a file system that never flushes it, what was acknowledged is lost."""
    disk.format(rng, "ext4", "barrier=0")
    store, base = disk.mount / "store", Ledger()
    commands = list(Author(rng, base, folder).commands(20))
    session = Session(program.arguments(store), commands, staysOpen=True)
    session.drive(answers=len(commands))
    cuts.cut(disk, session, rng, share=0)
    try:
        judge_prefix(base, session, program.observe(store))
    except Lost:
        disk.isProven, disk.counts = True, dict(UNCOUNTED)
        return
    raise Wrong("the disk does not forget what was not flushed")


def case(program, rng, folder, number, disk):
    """What a case of `cuts` is, on a disk that forgets."""
    if not disk.isProven:
        prove(program, rng, folder, disk)
    return cuts.case(program, rng, folder, number, disk)
