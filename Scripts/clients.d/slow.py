# SPDX-License-Identifier: MIT
"""Clients that take their time: each is cut off within the bounds, and none of them delays anybody else."""
import socket
import threading
import time

from server import Server, expect, service_token, user_token

ALICE = "11111111-1111-4111-8111-111111111111"
# The bounds are 30 seconds; what is read a byte a second may begin a second late.
LIMIT = 40


class Client(threading.Thread):
    """Sends some bytes, then a few every second, and sees when the server has had enough."""

    def __init__(self, port, name, start, trickle=b"", reads=True):
        super().__init__(daemon=True)
        self.port, self.name, self.first, self.trickle, self.reads = port, name, start, trickle, reads
        self.closed = None

    def run(self):
        began = time.monotonic()
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", self.port))
            connection.settimeout(1)
            try:
                connection.sendall(self.first)
                while time.monotonic() < began + LIMIT + 10:
                    if self.trickle:
                        connection.sendall(self.trickle)
                    if not self.reads:
                        time.sleep(0.5)
                        # The state of the connection (TCP_INFO): anything but established.
                        if connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] != 1:
                            break
                        continue
                    try:
                        if not connection.recv(65536):
                            break
                    except TimeoutError:
                        pass
                else:
                    return
            except OSError:
                pass
            self.closed = time.monotonic() - began


def run(program, folder):
    head = b"GET /health HTTP/1.1\r\nHost: x\r\n"
    post = (f"POST /api/costs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {service_token()}\r\n").encode()
    unauthorized = b"POST /api/costs HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n"
    chunked = post + b"Transfer-Encoding: chunked\r\n\r\n"
    # Longer by default, which is too long to wait for.
    with Server(program, folder, "--idle-timeout", "25") as server:
        row = {"user_id": ALICE, "cost_type": "c", "amount": 1, "details": "x" * 900}
        for _ in range(4):
            server.post("/api/costs", [row] * 12_000)
        long = f"GET /api/costs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {user_token(ALICE)}\r\n\r\n".encode()
        clients = [Client(server.port, *what) for what in (
            ("says nothing", b""), ("a head that trickles", head + b"A: ", b"a"), ("half a head", head),
            ("idle after an answer", head + b"\r\n"), ("idle after its last answer", head + b"Connection: close\r\n\r\n"),
            ("idle after an error", b"FOO\r\n\r\n"), ("a body that never comes", post + b"Content-Length: 600\r\n\r\n"),
            ("a body that trickles", post + b"Content-Length: 60000\r\n\r\n[", b" "),
            ("chunks that trickle", chunked, b"1\r\n \r\n"), ("a chunk that trickles", chunked + b"fff\r\n", b" "),
            ("a body behind its answer", unauthorized, b" "), ("an answer that is never read", long, b"", False),
        )]
        for client in clients:
            client.start()
        slowest, end = 0.0, time.monotonic() + LIMIT
        while time.monotonic() < end and any(client.is_alive() for client in clients):
            begin = time.monotonic()
            expect(server.is_serving(), "the server does not answer meanwhile")
            slowest = max(slowest, time.monotonic() - begin)
            time.sleep(0.2)
        for client in clients:
            expect(client.closed is not None, f"{client.name}: still open after {LIMIT} s")
        latest = max(client.closed for client in clients)
        # A request whose body does not come holds the end up for ten seconds and no longer.
        straggler = Client(server.port, "a straggler", post + b"Content-Length: 600\r\n\r\n")
        straggler.start()
        expect(server.is_serving(), "the server does not answer at last")
        status, seconds = server.end()
        expect(status == 0 and seconds < 20, f"the server ends with {status} after {seconds:.0f} s")
    return (f"{len(clients)} clients, all gone after {latest:.0f} s; others waited {slowest * 1000:.0f} ms at most; "
            f"the end took {seconds:.0f} s")
