# SPDX-License-Identifier: MIT
"""Power cuts: an ext4 on a loop device forgets at once what was not flushed. Nothing but the loop mount is touched."""
import fcntl
import os
import shutil
import struct
import subprocess
import time

import place
from kills import session_of
from ledger import Author, Ledger
from program import Session, Wrong, judge_prefix

# FS_IOC_SHUTDOWN, and its way without a flush of the file system's log: what a power cut does.
SHUTDOWN, NO_LOG_FLUSH = 0x8004587D, struct.pack("I", 2)
MOUNTS = ["defaults", "noauto_da_alloc"]
WAYS = ["load", "load", "acknowledged", "acknowledged", "opening", "save", "save", "import", "quit"]
ROUNDS = 4


def missing():
    if os.geteuid() != 0:
        return "only root can cut the power of a loop mount"
    if not shutil.which("mkfs.ext4") or not os.path.exists("/dev/loop-control"):
        return "mkfs.ext4 or loop devices are not here"
    return None


class Place(place.Place):
    """A file system in a file, mounted while it lasts; commands' files lie beside it."""

    def __init__(self, folder):
        super().__init__(folder)
        self.image, self.mount = folder / "image", folder / "mount"
        self.options = MOUNTS[0]

    def __enter__(self):
        self.mount.mkdir()
        with open(self.image, "wb") as image:
            image.truncate(96 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-F", str(self.image)], check=True)
        self.attach(MOUNTS[0])
        return self

    def __exit__(self, *_):
        self.detach()

    def attach(self, options):
        self.options = options
        subprocess.run(["mount", "-o", f"loop,{options}", str(self.image), str(self.mount)], check=True)

    def detach(self):
        # The kernel may hold on to the files of a killed program for a moment.
        for _ in range(100):
            if subprocess.run(["umount", str(self.mount)], capture_output=True).returncode == 0:
                return
            time.sleep(0.02)
        subprocess.run(["umount", str(self.mount)], check=True)

    def cut(self):
        """Cuts the power."""
        descriptor = os.open(self.mount, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.ioctl(descriptor, SHUTDOWN, NO_LOG_FLUSH)
        finally:
            os.close(descriptor)

    def restart(self, options):
        self.detach()
        self.attach(options)

    def tidy(self, folder):
        shutil.rmtree(folder)
        for path in self.mount.iterdir():
            if path.name != "lost+found":
                shutil.rmtree(path)

    def keep(self, folder, name, number):
        shutil.copytree(self.mount, folder / "disk", ignore=shutil.ignore_patterns("lost+found"))
        super().keep(folder, name, number)


def cut(disk, session):
    """Cuts the power under a session; what it answered after this moment does not count."""
    session.take()
    count = len(session.answers)
    disk.cut()
    session.kill()
    session.finish()
    session.answers = session.answers[:count]


def case(program, rng, folder, number, disk):
    """One store through a few cuts; sometimes the power fails again while it is opened."""
    disk.restart(rng.choice(MOUNTS))
    base, store, done, acknowledged = Ledger(), disk.mount / "store", 0, 0
    for _ in range(ROUNDS):
        session = session_of(program, store, Author(rng, base, folder), rng, rng.choice(WAYS))
        cut(disk, session)
        disk.restart(disk.options)
        done += 1
        while rng.random() < 0.3:
            opening = Session(program.arguments(store), [], staysOpen=True)
            opening.drive(10 ** rng.uniform(-2.5, -1.5))
            cut(disk, opening)
            disk.restart(disk.options)
            done += 1
        try:
            acknowledged += judge_prefix(base, session, program.observe(store))
        except Wrong as error:
            raise type(error)(f"{disk.options}: {error}") from None
    return done, acknowledged
