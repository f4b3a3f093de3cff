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
from program import Session, Wrong, judge_prefix, judge_set, text
from taken import ACCIDENTS

# FS_IOC_SHUTDOWN, and its way without a flush of the file system's log: what a power cut does.
SHUTDOWN, NO_LOG_FLUSH = 0x8004587D, struct.pack("I", 2)
MOUNTS = ["defaults", "noauto_da_alloc"]
WAYS = ["load", "load", "acknowledged", "acknowledged", "opening", "save", "save", "import", "quit"]
ROUNDS = 4
# What may happen to a store before the power fails. The rest takes away the files that hold what was acknowledged, or
# puts copies there that nobody flushed: then nothing is left to be judged, with the power or without it.
TAKEN = ["rm LOCK", "replace LOCK", "rename LOCK", "mv", "mv, mkdir", "mv, cp -r"]
# Waits for the end of this process and leaves no mount behind, not even one that was under way when the end came
# without a word.
GUARD = """
leave() { for path; do umount "$path" || umount -l "$path"; done 2>/dev/null; }
read -r word; leave "$@"; [ "$word" ] || { sleep 1; leave "$@"; }
"""


def missing():
    if os.geteuid() != 0:
        return "only root can cut the power of a loop mount"
    if not shutil.which("mkfs.ext4") or not os.path.exists("/dev/loop-control"):
        return "mkfs.ext4 or loop devices are not here"
    return None


class Unmountable(Exception):
    """The file system does not come back, or the machine has none of its sort."""


class Place(place.Place):
    """A file system in a file, mounted while it lasts; commands' files lie beside it."""

    def __init__(self, folder):
        super().__init__(folder)
        self.image, self.mount = folder / "image", folder / "mount"
        self.options = MOUNTS[0]
        # What is said of a failure.
        self.conditions = self.options
        self.isAttached = False

    def __enter__(self):
        self.mount.mkdir()
        self.guard = subprocess.Popen(
            ["sh", "-c", GUARD, "sh", str(self.mount), str(self.image)], stdin=subprocess.PIPE, start_new_session=True)
        try:
            self.prepare()
        except Unmountable as error:
            self.__exit__(None)
            raise place.Missing(str(error)) from None
        return self

    def __exit__(self, error, *_):
        self.guard.communicate(b"" if error else b"end\n")

    def prepare(self):
        self.make("ext4", 96)
        self.attach()

    def make(self, system, megabytes, *options):
        """Makes a file system in the file."""
        with open(self.image, "wb") as image:
            image.truncate(megabytes << 20)
        subprocess.run([f"mkfs.{system}", "-q", *options, str(self.image)], check=True, capture_output=True)

    def attach(self):
        words = ["mount", "-o", f"loop,{self.options}", str(self.image), str(self.mount)]
        result = subprocess.run(words, capture_output=True)
        if result.returncode != 0:
            raise Unmountable(f"{self.conditions}: {text(result.stderr)}")
        self.isAttached = True

    def detach(self):
        # The kernel may hold on to the files of a killed program for a moment.
        for _ in range(100):
            if not self.isAttached:
                return
            if subprocess.run(["umount", str(self.mount)], capture_output=True).returncode == 0:
                self.isAttached = False
                return
            time.sleep(0.02)
        subprocess.run(["umount", str(self.mount)], check=True)

    def begin(self, rng, number):
        """Chooses the conditions of a case."""
        self.options = self.conditions = rng.choice(MOUNTS)
        self.restart()

    def cut(self, rng, session):
        """Cuts the power under a session."""
        descriptor = os.open(self.mount, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.ioctl(descriptor, SHUTDOWN, NO_LOG_FLUSH)
        finally:
            os.close(descriptor)

    def restart(self):
        self.detach()
        self.attach()

    def tidy(self, folder):
        shutil.rmtree(folder)
        for path in self.mount.iterdir():
            if path.name != "lost+found":
                shutil.rmtree(path)

    def keep(self, folder, name, number):
        try:
            shutil.copytree(self.mount, folder / "disk", ignore=shutil.ignore_patterns("lost+found"))
        except OSError as error:
            print(f"  not all of the file system can be read: {error}", flush=True)
        super().keep(folder, name, number)


def cut(disk, session, rng, **how):
    """Cuts the power under a session and brings it back; what was answered after this moment does not count."""
    session.take()
    count = len(session.answers)
    disk.cut(rng, session, **how)
    session.kill()
    session.finish()
    session.answers = session.answers[:count]
    disk.restart()


def case(program, rng, folder, number, disk):
    """One store through a few cuts; sometimes the power fails again while it is opened."""
    disk.begin(rng, number)
    base, store, done, acknowledged = Ledger(), disk.mount / "store", 0, 0
    try:
        for _ in range(ROUNDS):
            session = session_of(program, store, Author(rng, base, folder), rng, rng.choice(WAYS))
            cut(disk, session, rng)
            done += 1
            while rng.random() < 0.3:
                opening = Session(program.arguments(store), [], staysOpen=True)
                opening.drive(10 ** rng.uniform(-2.5, -1.5))
                cut(disk, opening, rng)
                done += 1
            acknowledged += judge_prefix(base, session, program.observe(store))
        if rng.random() < 0.5:
            acknowledged += taken(program, rng, folder, base, store, disk)
            done += 1
    except Wrong as error:
        raise type(error)(f"{disk.conditions}: {error}") from None
    return done, acknowledged


def taken(program, rng, folder, base, store, disk):
    """The lock or the directory is taken away under load, and the power fails soon after."""
    author = Author(rng, base, folder, monotone=True)
    session = Session(program.arguments(store), author.commands(800), lockstep=rng.random() < 0.3, staysOpen=True)
    # By then there is a store.
    session.drive(answers=rng.randint(5, 400))
    name = rng.choice(TAKEN)
    ACCIDENTS[name](store)
    session.drive(time.monotonic() - session.started + 10 ** rng.uniform(-3.5, -0.5))
    cut(disk, session, rng)
    # A renaming that nobody flushed is undone, or it is not.
    elsewhere = store.with_name("elsewhere")
    try:
        judge_set(base, session, program.observe(elsewhere if elsewhere.exists() else store))
    except Wrong as error:
        raise type(error)(f"{name}: {error}") from None
    return sum(session.successes())
