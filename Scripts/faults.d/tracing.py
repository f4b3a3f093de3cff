# SPDX-License-Identifier: MIT
"""Faults at chosen system calls, by strace; the scenarios whose calls are tried; stores to begin with."""
import os
import random
import re
import shutil
import subprocess
from collections import Counter

from ledger import Author, Ledger
from program import Session, judge_prefix

CALLS = ["mkdir", "mkdirat", "openat", "flock", "ftruncate", "fstat", "newfstatat", "fstatfs", "fchmod", "getdents64",
         "pread64", "pwrite64", "fsync", "fdatasync", "close", "rename", "renameat", "renameat2", "unlink", "unlinkat"]
# Those whose file has a name in the call; the others have a descriptor alone.
NAMING = {"mkdir", "mkdirat", "openat", "newfstatat", "rename", "renameat", "renameat2", "unlink", "unlinkat"}
LINE = re.compile(r"^(\d+) +(\w+)\((.*)$")


def missing():
    if not shutil.which("strace"):
        return "strace is not here"
    test = subprocess.run(["strace", "-f", "-o", os.devnull, "true"], capture_output=True)
    return None if test.returncode == 0 else "strace may not trace here"


class Scenario:
    """A store to begin with, and commands that are the same every time."""

    def __init__(self, name, folder, program):
        self.name, self.program = name, program
        self.template = folder / f"template-{name}"
        self.base = Ledger()
        self.template.mkdir()
        store = self.template / "store"
        if name != "new":
            session = Session(program.arguments(store), self.author(self.base).commands(12), lockstep=True)
            if name == "reopened":
                session.drive()
            else:
                session.drive(answers=15)
                session.kill()
            session.finish()
            copy = self.template / "copy"
            shutil.copytree(store, copy)
            judge_prefix(self.base, session, program.observe(copy))
            shutil.rmtree(copy)
        if name in ("torn", "fallback"):
            # A write that was cut short, and a snapshot that was not finished.
            newest = max(path for path in store.iterdir() if path.suffix == ".journal")
            with open(newest, "ab") as file:
                file.write(newest.read_bytes()[64:100])
            (store / "0000000000000009.snapshot.tmp").write_bytes(b"unfinished")
        if name == "fallback":
            newest = max(path for path in store.iterdir() if path.suffix == ".snapshot")
            bytes = bytearray(newest.read_bytes())
            bytes[len(bytes) // 2] ^= 1
            newest.write_bytes(bytes)

    def author(self, ledger):
        return Author(random.Random(self.name), ledger, self.template, monotone=True)

    def session(self, store, before=(), **options):
        """Starts the scenario's commands, each sent when the one before it was answered."""
        if self.name != "new":
            shutil.copytree(self.template / "store", store)
        author = self.author(self.base)
        author.rng.seed(f"{self.name} commands")
        commands = [*author.start(), author.cost(), author.notification(), author.mark(), author.question(),
                    author.imported(5), author.save(), author.cost(), author.question(), author.cost()]
        return Session([*before, *self.program.arguments(store)], commands, lockstep=True, **options)

    def calls(self, folder):
        """The calls that touch the store: call and path, and how often one thread makes it."""
        store, log = folder / f"record-{self.name}", folder / "calls.log"
        trace = ["strace", "-f", "-y", "-qq", "-o", str(log), "-e", "signal=none", "-e", f"trace={known(CALLS)}"]
        session = self.session(store, before=trace)
        session.drive()
        session.finish()
        counts = Counter()
        for line in log.read_text(errors="replace").splitlines():
            match = LINE.match(line)
            path = match and path_of(match[2], match[3], store)
            if path:
                counts[(match[2], path, match[1])] += 1
        shutil.rmtree(store)
        most = {}
        for (call, path, _), count in counts.items():
            most[(call, path)] = max(most.get((call, path), 0), count)
        return most


def known(calls):
    """The calls as strace takes them: not every machine has every one."""
    return ",".join(f"?{call}" for call in calls)


def path_of(call, rest, store):
    """The path within the store that a call is about, "." for the store itself; None where it is another."""
    folder, name = re.match(r'(?:\w+<([^>]*)>)?(?:, )?(?:"([^"]*)")?', rest).groups()
    # What else is quoted is what is read or written.
    if call not in NAMING:
        name = None
    if folder == str(store.parent) and not name:
        return ".."
    if folder and not (folder + "/").startswith(f"{store}/"):
        if name != str(store):
            return None
        return "."
    path = os.path.normpath(os.path.join(folder or "/", name or ""))
    return os.path.relpath(path, store) if (path + "/").startswith(f"{store}/") else None


def fault(call, path, store, what):
    """The words that make strace disturb a call on a path."""
    full = os.path.normpath(os.path.join(store, path))
    words = ["strace", "-f", "-qq", "-o", os.devnull, "-e", "signal=none", "-P", full]
    if path not in (".", ".."):
        words += ["-P", os.path.basename(path)]
    return [*words, "-e", f"trace={call}", "-e", f"inject={call}:{what}"]


SCENARIOS = ["new", "reopened", "killed", "torn", "fallback"]
_points = {}


def points(program, folder):
    """Every call of every scenario, as (scenario, call, path, number)."""
    if folder not in _points:
        scenarios = [Scenario(name, folder, program) for name in SCENARIOS]
        _points[folder] = [
            (scenario, call, path, number)
            for scenario in scenarios
            for (call, path), count in sorted(scenario.calls(folder).items())
            for number in range(1, count + 1)
        ]
    return _points[folder]
