# SPDX-License-Identifier: MIT
"""What an attack costs: the server's processor time and memory, and what an innocent user sees of it."""
import contextlib
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

from server import expect, user_token

INNOCENT = "33333333-3333-4333-8333-333333333333"
# Where memory may go beyond what it was: a heap is given back page by page.
SLACK = 16 * 1024


class Scale:
    """How large the attacks are, and which bounds they are held to."""

    def __init__(self, isQuick):
        self.isQuick = isQuick
        # Seconds of the innocent alone, of an attack, and until memory has to be back.
        self.alone, self.attack, self.rest = (0.7, 1.5, 20) if isQuick else (5, 15, 60)

    def pick(self, quick, full):
        return quick if self.isQuick else full


class Innocent:
    """The innocent user's process, from its start to its figures."""

    def __init__(self, server):
        program = Path(__file__).with_name("innocent.py")
        self.process = subprocess.Popen(
            [sys.executable, "-B", str(program), str(server.port), user_token(INNOCENT)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )

    def end(self):
        """The 99th percentile, in milliseconds."""
        output, _ = self.process.communicate("\n", timeout=60)
        found = json.loads(output)
        expect(not found["faults"], f"an innocent user gets {found['faults']}")
        times = sorted(found["times"])
        expect(times, "an innocent user gets no answer")
        return times[int(len(times) * 0.99)] * 1000

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Peak(threading.Thread):
    """Looks at the memory again and again."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.kib, self.ends = server, server.memory, threading.Event()

    def run(self):
        while not self.ends.wait(0.02):
            self.kib = max(self.kib, self.server.memory)


class Attack:
    """Figures of an attack, whose block it is: `with Attack(server, scale) as attack: …`"""

    def __init__(self, server, scale, growth=None):
        """Prepares an attack under which memory may grow by so many KiB."""
        self.server, self.scale, self.growth = server, scale, growth
        self.before = self.peak = self.after = self.kept = 0
        self.alone = self.beside = 0.0

    def __enter__(self):
        self.alone = self._watch(lambda: time.sleep(self.scale.alone))
        self.before = self.server.memory
        self.watcher = Peak(self.server)
        self.watcher.start()
        self.innocent = Innocent(self.server)
        return self

    def _watch(self, body):
        innocent = Innocent(self.server)
        try:
            body()
            return innocent.end()
        finally:
            innocent.kill()

    def keep(self, kib):
        """Says how much of what the attack brings is there to stay."""
        self.kept = kib

    def calm(self):
        """Ends what is measured beside the attack; its connections may still be there."""
        if self.innocent:
            try:
                self.beside = self.innocent.end()
            finally:
                self.innocent.kill()
                self.innocent = None
                self.watcher.ends.set()
                self.watcher.join()
                self.peak = self.watcher.kib

    def __exit__(self, kind, *_):
        if kind:
            self.innocent and self.innocent.kill()
            self.watcher.ends.set()
            return
        self.calm()
        self.after = self._rest()
        if self.growth is not None:
            expect(self.peak <= self.before + self.growth + self.kept,
                   f"memory grows by {(self.peak - self.before) // 1024} MiB, not {self.growth // 1024} at most")
        expect(self.after <= (self.before + self.kept) * 1.2 + SLACK,
               f"memory was {self.before // 1024} MiB and is {self.after // 1024} after {self.scale.rest} s")
        own = max(self.alone, 2)
        bound = max(100 * own, 1000) if self.scale.isQuick else min(max(5 * own, 10), 50)
        expect(self.beside <= bound, f"an innocent user waits {self.beside:.1f} ms, alone {self.alone:.1f}")
        expect(self.server.is_serving(), "the server does not answer as ever")

    def _rest(self):
        """The memory when it is back, or its time is over."""
        end = time.monotonic() + self.scale.rest
        while self.scale.isQuick and time.monotonic() < end and self.server.memory > self.before * 1.2:
            time.sleep(0.2)
        if not self.scale.isQuick:
            time.sleep(self.scale.rest)
        return self.server.memory

    def __str__(self):
        return (f"memory {self.before // 1024} → {self.peak // 1024} → {self.after // 1024} MiB, "
                f"another's p99 {self.alone:.1f} → {self.beside:.1f} ms")


def processor_time(server):
    """The processor time that the server has used so far, in milliseconds."""
    total = 0
    for file in Path(f"/proc/{server.process.pid}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError):
            total += int(file.read_text().split()[0])
    return total / 1e6


def busy(threads, seconds, body):
    """Does something again and again, on many threads at once, for so long; the first error is raised here."""
    end, errors = time.monotonic() + seconds, []

    def run():
        try:
            while time.monotonic() < end and not errors:
                body()
        except Exception as error:
            errors.append(error)

    running = [threading.Thread(target=run, daemon=True) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    if errors:
        raise errors[0]
