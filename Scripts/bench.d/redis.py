# SPDX-License-Identifier: MIT
"""Redis with what somebody would build on it by hand: records in order of time, sums by day, a set of unread ones."""
import csv
import itertools
import shutil
import socket
import subprocess
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from data import NOW, since, stamp
from pipe import Pipe
from processes import Run, processor_time, resident

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
# The newest ones with their marks and the number of unread ones, in one round trip.
NEWEST = """local ids = redis.call('ZREVRANGE', KEYS[1], 0, 19)
return {redis.call('MGET', unpack(ids)), redis.call('SMISMEMBER', KEYS[2], unpack(ids)), redis.call('SCARD', KEYS[2])}"""


def command(*words):
    """A command as Redis reads it."""
    words = [word if isinstance(word, bytes) else str(word).encode() for word in words]
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)


def microseconds(text):
    moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc) - EPOCH
    return (moment.days * 86_400 + moment.seconds) * 1_000_000 + moment.microseconds


def beginning(days):
    """The beginning of the last so many days, in microseconds."""
    return microseconds(stamp(since(days)))


def cost_json(row):
    """A record as pipeline writes it."""
    job = f'"{row[2]}"' if row[2] else "null"
    return (f'{{"id":"{row[0]}","user_id":"{row[1]}","job_id":{job},"cost_type":"{row[3]}","amount":{row[4]},'
            f'"details":{row[5] or "null"},"billing_period":"{row[6]}","recorded_at":"{row[7]}"}}')


def note_json(row):
    """A notification as pipeline writes it, its mark left out: that is in the set."""
    return (f'{{"id":"{row[0]}","user_id":"{row[1]}","type":"{row[2]}","title":"{row[3]}","message":"{row[4]}",'
            f'"priority":"{row[5]}","action_url":"{row[7]}","metadata":{row[8]},"created_at":"{row[9]}"}}')


def cost_commands(row, rolls_up=True):
    """What stores a cost: the record by time, and its part in the day's sum."""
    text = command("ZADD", f"costs:{row[1]}", microseconds(row[7]), cost_json(row))
    if rolls_up:
        cents = row[4].replace(".", "")
        text += command("HINCRBY", f"sums:{row[1]}:{row[7][:10]}", row[3], int(cents))
    return text


def note_commands(row):
    text = command("SET", f"note:{row[0]}", note_json(row))
    text += command("ZADD", f"notes:{row[1]}", microseconds(row[9]), f"note:{row[0]}")
    return text + (command("SADD", f"unread:{row[1]}", f"note:{row[0]}") if row[6] == "false" else b"")


def translate(source, target, commands):
    """Writes the commands that store a file, where they are not there yet."""
    if target.exists():
        return
    partial = target.with_suffix(".partial")
    with open(source, encoding="utf-8", newline="") as file, open(partial, "wb") as out:
        rows = csv.reader(file)
        next(rows)
        for row in rows:
            out.write(commands(row))
    partial.rename(target)


class Redis:
    """A server of our own on a socket in a temporary folder."""
    name = "Redis, hand-made roll-up"
    how = "a unix socket, questions pipelined; sums of whole days from hashes, without the parts of the first day"

    @staticmethod
    def missing():
        return None if shutil.which("redis-server") else "redis-server is not here"

    def start(self, folder=None):
        self.folder = Path(folder or tempfile.mkdtemp(prefix="pipeline-bench-redis."))
        self.owns = folder is None
        self.socket_path = self.folder / "socket"
        self.process = subprocess.Popen(
            ["redis-server", "--port", "0", "--unixsocket", str(self.socket_path), "--dir", str(self.folder),
             "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL)
        start = time.perf_counter()
        while True:
            try:
                self.socket = socket.socket(socket.AF_UNIX)
                self.socket.connect(str(self.socket_path))
                break
            except OSError:
                self.socket.close()
                if time.perf_counter() - start > 60:
                    raise
                time.sleep(0.001)
        self.pipe = Pipe(self.socket.fileno(), self.socket.fileno())
        # It takes connections while it loads, and answers with an error.
        while b"LOADING" in self.reply(command("PING")):
            time.sleep(0.001)
        self.opening = time.perf_counter() - start
        self.empty = resident(self.process.pid)[0]

    def reply(self, commands):
        """Sends and waits for a marker behind; returns the last bytes that came."""
        self.seconds, tail = self.send(commands)
        return tail

    def send(self, commands):
        marker = b"$4\r\nover\r\n"
        tail = bytearray()

        def is_over(piece):
            nonlocal tail
            tail = (tail + piece[-4096:])[-4096:]
            return tail.endswith(marker) or b"LOADING" in tail
        seconds = self.pipe.exchange(commands + command("ECHO", "over"), is_over)
        return seconds, bytes(tail)

    def pour(self, path):
        """Feeds a file of commands with `redis-cli --pipe`; returns the seconds of the whole process."""
        return Run(["redis-cli", "-s", self.socket_path, "--pipe"], stdin=path).seconds

    def load(self, data):
        """Imports both files from commands that were written before."""
        files = [data.folder / "costs.resp", data.folder / "notifications.resp"]
        translate(data.costs_file, files[0], cost_commands)
        translate(data.notes_file, files[1], note_commands)
        costs, notes = (self.pour(path) for path in files)
        return costs, costs + notes

    def log_in(self, data):
        self.user = data.user
        _, tail = self.send(command("SCRIPT", "LOAD", NEWEST))
        self.script = tail.split(b"\r\n")[1]
        ids = data.note_ids(20_000)
        self.marks = itertools.cycle(
            [command(word, f"unread:{self.user}", f"note:{id}") for word in ("SREM", "SADD") for id in ids])

    def sums(self, days):
        return b"".join(
            command("HGETALL", f"sums:{self.user}:{(NOW - timedelta(days=i)).date()}") for i in range(days + 1))

    def records(self, days):
        return command("ZRANGEBYSCORE", f"costs:{self.user}", beginning(days), "+inf")

    def ask(self, question, count):
        if question == "Q4":
            return self.send(b"".join(itertools.islice(self.marks, count)))[0] / count
        text = {
            "Q1a": lambda: self.sums(30), "Q1": lambda: self.sums(30) + self.records(30),
            "Q2a": lambda: self.sums(365), "Q2": lambda: self.sums(365) + self.records(365),
            "Q3": lambda: command("EVALSHA", self.script, 2, f"notes:{self.user}", f"unread:{self.user}"),
        }[question]()
        return self.send(text * count)[0] / count

    def memory(self):
        now, peak = resident(self.process.pid)
        return (None, None) if now is None else (now - self.empty, peak)

    def processor_time(self):
        return processor_time(self.process.pid)

    def save(self):
        """Writes its file in the foreground; returns the seconds."""
        return self.send(command("SAVE"))[0]

    def disk(self):
        self.save()
        return (self.folder / "dump.rdb").stat().st_size

    def stop(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(60)
        if self.owns:
            shutil.rmtree(self.folder)
