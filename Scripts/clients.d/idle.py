# SPDX-License-Identifier: MIT
"""More connections that say nothing than may be open, and a long answer that nobody takes."""
import resource
import socket
import time

from server import Server, expect, user_token

ALICE = "11111111-1111-4111-8111-111111111111"
IDLE, BOUND = 1100, 1024


def connect(port, count, data=b""):
    connections = []
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        connection.sendall(data)
        connections.append(connection)
    return connections


def hang_up(connections):
    for connection in connections:
        connection.close()


def is_open(connection):
    """Whether the server has not closed a connection on which it says nothing."""
    connection.setblocking(False)
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def rest(server, seconds=60, least=0):
    """The memory when it has stopped falling, or has fallen to what was asked for."""
    end, memory = time.monotonic() + seconds, server.memory
    while time.monotonic() < end and memory > least:
        time.sleep(0.5)
        memory = min(memory, server.memory)
    return memory


def run(program, folder):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))
    with Server(program, folder) as server:
        row = {"user_id": ALICE, "cost_type": "c", "amount": 1, "details": "x" * 200}
        server.post("/api/costs", [row] * 30_000)
        first = connect(server.port, 50)
        expect(server.is_serving(), "the server does not answer")
        hang_up(first)
        before = server.memory
        # Connections that are open and silent cost nobody else anything.
        idle = connect(server.port, IDLE, b"GET /health HTTP/1.1\r\nHost: x\r\n")
        start = time.monotonic()
        expect(server.is_serving(), "the server does not answer beside idle connections")
        beside = time.monotonic() - start
        top = server.memory
        # Near the bound, those that have been idle for the longest time have gone.
        open_count = sum(is_open(connection) for connection in idle)
        expect(open_count < BOUND, f"{open_count} idle connections are open")
        expect(is_open(idle[-1]), "the connection that came last is closed")
        hang_up(idle)
        expect(server.is_serving(), "the server does not answer afterwards")
        # Clients that ask for a long answer and take none of it.
        request = f"GET /api/costs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {user_token(ALICE)}\r\n\r\n".encode()
        takers = connect(server.port, 50, request)
        time.sleep(3)
        expect(server.is_serving(), "the server does not answer beside clients that do not read")
        streaming = server.memory
        hang_up(takers)
        after = rest(server, 10, before + 20_000)
        expect(streaming < before + 100_000, f"50 answers that nobody reads take {streaming - before} KiB")
        expect(after < before + 30_000, f"the memory was {before} KiB and is {after} KiB")
        expect(server.end()[0] == 0, "the server ended badly")
    return (f"{IDLE} idle connections ({before // 1024} MiB, then {top // 1024}, afterwards {after // 1024}; "
            f"another waited {beside * 1000:.0f} ms), of which {open_count} stayed open")
