# SPDX-License-Identifier: MIT
"""A disk with a volatile cache, as a file that the kernel reads and writes through this process (FUSE).

The file stands in the place of an image. What is written to it stays in memory until it is flushed; a power cut keeps
any part of that. This process touches nothing but the image, so that it can never wait for itself.

    disk.py IMAGE SEED SECONDS ATOM    SECONDS is how long a flush takes; nothing is torn between multiples of ATOM

Standard output: 'ready' once the file is there. Standard input: 'cut SHARE WRITES SECONDS' cuts the power after so
many more writes (or seconds, if they do not come), keeps about that share of what was not flushed, answers with what
became of it, and ends; the end of the input is the end of the disk."""
import ctypes
import errno
import json
import os
import random
import select
import struct
import sys
import time

LARGEST = 1 << 20
GETATTR, SETATTR, OPEN, READ, WRITE, STATFS, RELEASE, FSYNC = 3, 4, 14, 15, 16, 17, 18, 20
FLUSH, INIT, INTERRUPT, DESTROY, FORGET, FALLOCATE, FORGET_MANY = 25, 26, 36, 38, 2, 43, 42
UNANSWERED = {INTERRUPT, FORGET, FORGET_MANY}
# Reads and direct writes may overlap, writes may be as long as LARGEST.
FLAGS = 1 << 0 | 1 << 5 | 1 << 15 | 1 << 22
PUNCH_HOLE, ZERO_RANGE = 0x02, 0x10
# This process writes for the kernel: memory for it must not wait for its own writes.
PR_SET_IO_FLUSHER, MNT_DETACH = 57, 2
REQUEST, ANSWER, MOVE = struct.Struct("=IIQQIIIHH"), struct.Struct("=IiQ"), struct.Struct("=QQI")


class Cache:
    """What was written since the last flush, above what is durable."""

    def __init__(self, image, rng, atom):
        self.image, self.rng, self.atom = os.open(image, os.O_RDWR), rng, atom
        self.writes = []
        self.flushed = 0
        self.flushes = 0

    def read(self, offset, size):
        bytes = bytearray(os.pread(self.image, size, offset))
        for start, data in self.writes:
            first, last = max(start, offset), min(start + len(data), offset + len(bytes))
            if first < last:
                bytes[first - offset:last - offset] = data[first - start:last - start]
        return bytes

    def write(self, offset, data):
        self.writes.append((offset, data))

    def mark(self):
        """Says what a flush that begins now must bring to the disk."""
        return self.flushed + len(self.writes)

    def flush(self, mark):
        count = max(mark - self.flushed, 0)
        for offset, data in self.writes[:count]:
            os.pwrite(self.image, data, offset)
        del self.writes[:count]
        self.flushed += count
        self.flushes += 1

    def cut(self, share):
        """Keeps some of the writes, in any order, and of some of them only the beginning or the end."""
        counts = {"writes": len(self.writes), "kept": 0, "torn": 0, "flushes": self.flushes}
        kept = [write for write in self.writes if self.rng.random() < share]
        self.rng.shuffle(kept)
        for offset, data in kept:
            places = range((offset // self.atom + 1) * self.atom - offset, len(data), self.atom)
            if places and self.rng.random() < 0.3:
                place = self.rng.choice(places)
                offset, data = self.rng.choice([(offset, data[:place]), (offset + place, data[place:])])
                counts["torn"] += 1
            os.pwrite(self.image, data, offset)
            counts["kept"] += 1
        return counts


class Disk:
    """The kernel's side: requests for the one file that there is, which is the root of its own file system."""

    def __init__(self, image, cache, seconds):
        self.cache, self.seconds = cache, seconds
        self.size = os.stat(image).st_size
        self.flushes = []
        self.kernel = os.open("/dev/fuse", os.O_RDWR)
        options = f"fd={self.kernel},rootmode=100000,user_id=0,group_id=0".encode()
        self.library = ctypes.CDLL(None, use_errno=True)
        self.library.prctl(PR_SET_IO_FLUSHER, 1, 0, 0, 0)
        if self.library.mount(b"pipeline-disk", os.fsencode(image), b"fuse", 0, options) != 0:
            sys.exit(f"cannot mount: {os.strerror(ctypes.get_errno())}")

    def leave(self, image):
        """Lets the kernel go: from here on nothing that is written arrives, and the image is a file again."""
        os.close(self.kernel)
        self.library.umount2(os.fsencode(image), MNT_DETACH)

    def answer(self, unique, bytes=b"", error=0):
        try:
            os.writev(self.kernel, [ANSWER.pack(ANSWER.size + len(bytes), -error, unique), bytes])
        except FileNotFoundError:
            pass  # Whoever asked has gone.

    def serve(self):
        """Serves until the power is cut or nobody is left; returns the share of the writes that is kept, if any."""
        space = bytearray(LARGEST + (64 << 10))
        share, last, end = None, None, None
        while True:
            now = time.monotonic()
            while self.flushes and self.flushes[0][0] <= now:
                _, mark, unique = self.flushes.pop(0)
                self.cache.flush(mark)
                self.answer(unique)
            if end is not None and (end <= now or self.cache.mark() >= last):
                return share
            moments = [moment for moment in (end, self.flushes[0][0] if self.flushes else None) if moment is not None]
            sources = [self.kernel] if end is not None else [self.kernel, sys.stdin]
            ready, _, _ = select.select(sources, [], [], min(moments) - now if moments else None)
            if sys.stdin in ready:
                words = sys.stdin.readline().split()
                if not words:
                    return None
                share, last = float(words[1]), self.cache.mark() + int(words[2])
                end = time.monotonic() + float(words[3])
            elif self.kernel in ready:
                try:
                    count = os.readv(self.kernel, [space])
                except OSError as error:
                    if error.errno == errno.ENODEV:
                        return None
                    continue
                _, opcode, unique, *_ = REQUEST.unpack_from(space)
                self.take(opcode, unique, memoryview(space)[REQUEST.size:count])

    def take(self, opcode, unique, body):
        if opcode == INIT:
            major, minor, ahead, _ = struct.unpack_from("=IIII", body)
            pages = LARGEST // os.sysconf("SC_PAGE_SIZE")
            limits = struct.pack("=IIIIHHIIHH32x", 7, min(minor, 31), ahead, FLAGS, 16, 12, LARGEST, 1, pages, 0)
            self.answer(unique, limits)
        elif opcode in (GETATTR, SETATTR):
            blocks, mode = self.size // 512, 0o100600
            self.answer(unique, struct.pack("=QII6Q10I", 0, 0, 0, 1, self.size, blocks, 0, 0, 0, 0, 0, 0,
                                            mode, 1, 0, 0, 0, 4096, 0))
        elif opcode == OPEN:
            self.answer(unique, struct.pack("=QII", 1, 0, 0))
        elif opcode == READ:
            _, offset, size = MOVE.unpack_from(body)
            self.answer(unique, self.cache.read(offset, size))
        elif opcode == WRITE:
            _, offset, size = MOVE.unpack_from(body)
            self.cache.write(offset, bytes(body[40:40 + size]))
            self.answer(unique, struct.pack("=II", size, 0))
        elif opcode == FALLOCATE:
            _, offset, size, mode = struct.unpack_from("=QQQI", body)
            if not mode & (PUNCH_HOLE | ZERO_RANGE):
                return self.answer(unique, error=errno.EOPNOTSUPP)
            self.cache.write(offset, bytes(min(size, self.size - offset)))
            self.answer(unique)
        elif opcode == FSYNC:
            self.flushes.append((time.monotonic() + self.seconds, self.cache.mark(), unique))
        elif opcode == STATFS:
            self.answer(unique, struct.pack("=5QIII28x", 0, 0, 0, 0, 0, 4096, 255, 4096))
        elif opcode in (FLUSH, RELEASE, DESTROY):
            self.answer(unique)
        elif opcode not in UNANSWERED:
            self.answer(unique, error=errno.ENOSYS)


def main():
    image, seed, seconds, atom = sys.argv[1:]
    disk = Disk(image, Cache(image, random.Random(seed), int(atom)), float(seconds))
    try:
        print("ready", flush=True)
        share = disk.serve()
    finally:
        disk.leave(image)
    if share is not None:
        print(json.dumps(disk.cache.cut(share)), flush=True)


main()
