# SPDX-License-Identifier: MIT
"""Clients that wait: idle connections, requests that come a byte at a time, bodies that nobody asked for."""
import resource
import threading
import time

from measure import Attack
from server import Server, expect, service_token, user_token
from unread import ask, connect, hang_up

ALICE = "11111111-1111-4111-8111-111111111111"
IDLE = 1100
# A request has to arrive within 30 seconds; what is read a byte a second may begin a second late.
LIMIT = 40


def allow_many_files():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))


class Idle:
    """More connections than may be open, most of which say nothing."""

    @staticmethod
    def run(program, folder, scale):
        allow_many_files()
        with Server(program, folder) as server:
            with Attack(server, scale, growth=96 * 1024) as attack:
                connections = []
                for number in range(IDLE):
                    connections.append(connect(server.port))
                    # Every other one has had an answer, or is in the middle of nothing.
                    if number % 2:
                        connections[-1].sendall(ask("/health"))
                late = 0.0
                for _ in range(scale.pick(5, 50)):
                    start = time.monotonic()
                    with connect(server.port) as connection:
                        connection.sendall(ask("/health", more="Connection: close\r\n"))
                        expect(connection.recv(100).startswith(b"HTTP/1.1 200"), "who comes late gets no answer")
                    late = max(late, time.monotonic() - start)
                expect(late < 5, f"who comes late waits {late:.1f} s")
                attack.calm()
                hang_up(connections)
            expect(server.end()[0] == 0, "the server ended badly")
        return f"{IDLE} idle, who comes late waits {late * 1000:.0f} ms, {attack}"


class Writers:
    """Requests that come a byte at a time, each another kind of slow."""

    @staticmethod
    def run(program, folder, scale):
        count = scale.pick(25, 100)
        post = (f"POST /api/costs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                f"Authorization: Bearer {service_token()}\r\n")
        mark = (f"PATCH /api/notifications/{ALICE}/read HTTP/1.1\r\nHost: x\r\n"
                f"Authorization: Bearer {user_token(ALICE)}\r\n")
        kinds = [
            ("GET /health HTTP/1.1\r\nHost: x\r\nA: ", b"a"), ("GE", b""),
            (post + "Content-Length: 60000\r\n\r\n[", b" "), (mark + "Content-Length: 60000\r\n\r\n", b" "),
            (post + "Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
            (mark + "Transfer-Encoding: chunked\r\n\r\nfff\r\n", b" "),
        ]
        allow_many_files()
        with Server(program, folder) as server:
            with Attack(server, scale, growth=count * len(kinds) * 64 + 16 * 1024) as attack:
                open_ones = []
                for start, trickle in kinds:
                    for _ in range(count):
                        connection = connect(server.port)
                        connection.sendall(start.encode())
                        connection.setblocking(False)
                        open_ones.append((connection, trickle))
                everyone = [connection for connection, _ in open_ones]
                begin = time.monotonic()
                while open_ones and time.monotonic() < begin + scale.pick(scale.attack, LIMIT):
                    open_ones = [one for one in open_ones if is_open(*one)]
                    time.sleep(0.5)
                expect(scale.isQuick or not open_ones, f"{len(open_ones)} slow requests are still open after {LIMIT} s")
                attack.calm()
                hang_up(everyone)
            expect(server.end()[0] == 0, "the server ended badly")
        return f"{len(everyone)} slow requests, {attack}"


def is_open(connection, trickle):
    """Sends the next byte; whether the server still wants any."""
    try:
        if trickle:
            connection.send(trickle)
        return bool(connection.recv(4096))
    except BlockingIOError:
        return True
    except OSError:
        return False


class Bodies:
    """Bodies of a mebibyte where nobody asked for one, all but their ends."""

    @staticmethod
    def run(program, folder, scale):
        count, length = scale.pick(100, 800), 1 << 20
        allow_many_files()
        with Server(program, folder) as server:
            with Attack(server, scale, growth=count * 128 + 12 * 1024) as attack:
                connections = []
                for number in range(count):
                    method, path, status = [
                        ("GET", "/api/costs", b"200"), ("PATCH", f"/api/notifications/{ALICE}/read", b"404"),
                    ][number % 2]
                    isChunked = number % 4 > 1
                    more = "Transfer-Encoding: chunked\r\n" if isChunked else f"Content-Length: {length}\r\n"
                    connection = connect(server.port)
                    connection.sendall(ask(path, ALICE, method, more))
                    connections.append((connection, status, isChunked))
                threads = [threading.Thread(target=send_all_but_one, args=(connections[start::8], length), daemon=True)
                           for start in range(8)]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                time.sleep(scale.attack / 3)
                for connection, status, isChunked in connections:
                    connection.sendall(b"x\r\n0\r\n\r\n" if isChunked else b"x")
                for connection, status, _ in connections:
                    head = connection.recv(4096)
                    expect(head[9:12] == status, f"a body that nobody asked for gets {head[:100]}, not {status}")
                attack.calm()
                hang_up(connection for connection, *_ in connections)
            # One more byte is too much, whether its length is known or not.
            for more in (f"Content-Length: {length + 1}\r\n", "Transfer-Encoding: chunked\r\n"):
                with connect(server.port) as connection:
                    connection.sendall(ask("/api/costs", ALICE, "GET", more))
                    if "chunked" in more:
                        connection.sendall(b"%x\r\n" % (length + 1) + bytes(length + 1) + b"\r\n")
                    expect(connection.recv(4096)[9:12] == b"413", "a body over its bound is taken")
            expect(server.end()[0] == 0, "the server ended badly")
        return f"{count} × 1 MiB, {attack}"


def send_all_but_one(connections, length):
    for connection, _, isChunked in connections:
        connection.sendall((b"%x\r\n" % length if isChunked else b"") + b"x" * (length - 1))
