# SPDX-License-Identifier: MIT
"""Answers that nobody reads, or that are read slowly: requests in a row, long answers, HEAD, clients of 10 kB/s."""
import base64
import contextlib
import random
import re
import socket
import threading
import time

from measure import Attack, busy, processor_time
from reading import Connection
from server import Server, expect, user_token

ALICE, BOB = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
# The bounds of a connection: its answers and its requests that wait, and what the program needs for it.
KIB_A_CONNECTION = 64 + 64 + 128


def ask(path, user=None, method="GET", more=""):
    token = f"Authorization: Bearer {user_token(user)}\r\n" if user else ""
    return f"{method} {path} HTTP/1.1\r\nHost: x\r\n{token}{more}\r\n".encode()


def connect(port, buffer=None, timeout=30):
    connection = socket.socket()
    if buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    connection.settimeout(timeout)
    connection.connect(("127.0.0.1", port))
    return connection


def send_what_goes(connection, data):
    """Sends as much as the other side takes at the moment."""
    connection.setblocking(False)
    with contextlib.suppress(BlockingIOError, ConnectionError):
        while data:
            data = data[connection.send(data):]


def hang_up(connections):
    for connection in connections:
        connection.close()


def add_rows(server, user, count, length=900):
    """Adds rows with texts that stay long when they are compressed."""
    texts = [base64.b64encode(random.randbytes(length))[:length].decode() for _ in range(100)]
    rows = [{"user_id": user, "cost_type": "c", "amount": 1, "details": text} for text in texts]
    while count > 0:
        server.post("/api/costs", (rows * 120)[:count])
        count -= 12_000


class Pipelining:
    """Many requests at once on each connection, whose answers nobody reads."""

    @staticmethod
    def run(program, folder, scale):
        count, length = scale.pick((100, 16), (1000, 256))
        one = ask("/openapi.json")
        with Server(program, folder) as server:
            # In order, all of them, for a client that reads.
            with Connection(server.port) as connection:
                paths = ["/health", "/nothing", "/api/costs", "/openapi.json"] * 50
                threading.Thread(
                    target=connection.socket.sendall, args=(b"".join(ask(path) for path in paths),), daemon=True
                ).start()
                found = [connection.status(b"") for _ in paths]
                expect(found == [200, 404, 401, 200] * 50, f"requests in a row get {found[:8]} …")
            connections = []
            with Attack(server, scale, growth=count * KIB_A_CONNECTION + 16 * 1024) as attack:
                for _ in range(count):
                    connections.append(connect(server.port, 4096))
                    send_what_goes(connections[-1], one * (length * 1024 // len(one)))
                time.sleep(scale.attack)
                attack.calm()
                hang_up(connections)
            expect(server.end()[0] == 0, "the server ended badly")
        return f"{count} × {length} KiB of requests, {attack}"


ROWS_A_SECOND = 4_700


class Readers:
    """Clients that ask for long answers, compressed or not, and take nothing, while rows come in."""

    @staticmethod
    def run(program, folder, scale):
        count, rows = scale.pick((40, 6_000), (950, 11_000))
        with Server(program, folder, "--fsync", "everysec") as server:
            add_rows(server, ALICE, rows)
            # What is written meanwhile stays: so much for each row.
            sample, empty = scale.pick(2_000, 30_000), server.memory
            add_rows(server, BOB, sample, 50)
            row = max(server.memory - empty, 0) / sample
            long, connections, statuses = ask("/api/costs", ALICE), [], []
            coded = ask("/api/costs", ALICE, more="Accept-Encoding: gzip\r\n")
            state = server.memory
            # A quarter of the state, or 256 MiB where that is more; and what is written meanwhile.
            with Attack(server, scale, growth=max(state // 4, 256 * 1024) + 64 * 1024) as attack:
                for number in range(count):
                    connections.append(connect(server.port, 4096))
                    connections[-1].sendall(coded if number % 2 else long)
                for connection in connections:
                    head = connection.recv(2048)
                    statuses.append(head[9:12])
                    expect(head[9:12] == b"200" or re.search(rb"retry-after: *\d", head, re.I),
                           f"a long answer too many gets {head[:200]}")
                start, written = time.monotonic(), 0
                while time.monotonic() < start + scale.attack:
                    some = scale.pick(20, 500)
                    add_rows(server, BOB, some, 50)
                    written += some
                    # As a platform does on a busy day.
                    time.sleep(max(0, start + written / ROWS_A_SECOND - time.monotonic()))
                attack.keep(row * written)
                attack.calm()
                hang_up(connections)
            served = statuses.count(b"200")
            expect(1 <= served <= 8, f"{served} long answers of one user are given at a time")
            expect(set(statuses) <= {b"200", b"429", b"503"}, f"statuses are {set(statuses)}")
            # Whoever hung up has made room.
            with Connection(server.port) as connection:
                expect(connection.status(long) == 200, "there is no room for a long answer afterwards")
            expect(server.end()[0] == 0, "the server ended badly")
        return f"{served} of {count} long answers given, {attack}"


class Head:
    """HEAD of a long answer, from clients that do not wait for it."""

    @staticmethod
    def run(program, folder, scale):
        with Server(program, folder) as server:
            add_rows(server, ALICE, 11_000)
            head, get = ask("/api/costs", ALICE, "HEAD"), ask("/api/costs", ALICE)

            def one(data):
                start = processor_time(server)
                with connect(server.port) as connection:
                    connection.sendall(data.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
                    while connection.recv(1 << 20):
                        pass
                return processor_time(server) - start

            whole, first = min(one(get) for _ in range(3)), min(one(head) for _ in range(3))
            expect(first <= whole / 4, f"HEAD takes {first:.1f} ms where the whole answer takes {whole:.1f}")

            def drop():
                with connect(server.port) as connection:
                    connection.sendall(head)

            with Attack(server, scale, growth=64 * 1024) as attack:
                busy(4, scale.attack, drop)
            expect(server.end()[0] == 0, "the server ended badly")
        return f"HEAD {first:.2f} ms, GET {whole:.1f}, {attack}"


class Steady:
    """Clients that take a long answer slowly and steadily get all of it."""

    @staticmethod
    def run(program, folder, scale):
        with Server(program, folder) as server:
            add_rows(server, ALICE, 11_000)
            add_rows(server, BOB, 1_100)
            # The slow ones take a long answer for a time, then the rest of it; bytes a second.
            seconds = scale.pick(4, 90)
            with Attack(server, scale) as attack:
                takers = [Taker(server.port, user, rate, seconds) for user in (ALICE, BOB)
                          for rate in (10_000, 40_000, 200_000)]
                for taker in takers:
                    taker.start()
                for taker in takers:
                    taker.join()
            for taker in takers:
                expect(taker.error is None, f"at {taker.rate} bytes a second: {taker.error}")
            expect(server.end()[0] == 0, "the server ended badly")
        return f"{len(takers)} clients, {sum(taker.length for taker in takers) >> 20} MiB, {attack}"


class Taker(threading.Thread):
    """Takes an answer at a rate, for a time, and then the rest at once."""

    def __init__(self, port, user, rate, seconds):
        super().__init__(daemon=True)
        self.port, self.user, self.rate, self.seconds = port, user, rate, seconds
        self.error, self.length = None, 0

    def run(self):
        try:
            with connect(self.port, 4096) as connection:
                connection.sendall(ask("/api/costs", self.user, more="Connection: close\r\n"))
                received, start = bytearray(), time.monotonic()
                while True:
                    passed = time.monotonic() - start
                    room = int(self.rate * passed) - len(received) if passed < self.seconds else 1 << 20
                    if room <= 0:
                        time.sleep(0.05)
                        continue
                    piece = connection.recv(min(room, 65536))
                    if not piece:
                        break
                    received += piece
                self.length = len(received)
                if not (received.startswith(b"HTTP/1.1 200") and b'"records":[' in received[:4096]
                        and received.rstrip().endswith((b"}}", b"\r\n0"))):
                    self.error = f"the answer ends after {self.length} bytes with {bytes(received[-40:])}"
        except OSError as error:
            self.error = repr(error)
