# SPDX-License-Identifier: MIT
"""Bytes that are not quite HTTP, or not what a client should say; a case ends with the statuses that it has to get."""
import gzip
import socket
import time

from server import Server, expect, service_token, user_token

ALICE = "11111111-1111-4111-8111-111111111111"


def exchange(port, data, half=False, wait=0.6):
    """Sends bytes and reads until the server ends or says nothing more; returns what came, and whether it ended."""
    received, isClosed = b"", False
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(wait)
        try:
            connection.sendall(data)
            if half:
                connection.shutdown(socket.SHUT_WR)
            while True:
                piece = connection.recv(65536)
                if not piece:
                    isClosed = True
                    break
                received += piece
        except TimeoutError:
            pass
        except OSError:
            isClosed = True
    return received, isClosed


def answers(data, isHead=False):
    """The statuses and bodies of the answers in what came."""
    found = []
    while data.startswith(b"HTTP/1."):
        head, _, data = data.partition(b"\r\n\r\n")
        status, fields = int(head[9:12]), head.lower()
        body = b""
        if isHead or status in (204, 304):
            pass
        elif b"transfer-encoding: chunked" in fields:
            end = data.index(b"0\r\n\r\n") + 5
            body, data = data[:end], data[end:]
        else:
            length = int(fields.split(b"content-length: ")[1].split(b"\r\n")[0])
            body, data = data[:length], data[length:]
        found.append((status, body))
    expect(data == b"", f"behind the answers stand {data[:100]}")
    return found


def cases():
    """Name, bytes, and the statuses; those that are not HTTP at all get a bare 400."""
    user = f"Authorization: Bearer {user_token(ALICE)}\r\n"
    service = f"Authorization: Bearer {service_token()}\r\nContent-Type: application/json\r\n"
    line, host = "GET /api/costs HTTP/1.1\r\n", "Host: x\r\n"
    get, post = line + host + user, "POST /api/costs HTTP/1.1\r\n" + host + service
    yield "plain", get + "\r\n", [200]
    yield "close", get + "Connection: close\r\n\r\n", [200]
    yield "Close", get + "Connection: Close\r\n\r\n", [200]
    yield "HTTP/1.0", "GET /api/costs HTTP/1.0\r\n" + user + "\r\n", [200]
    yield "HTTP/0.9", "GET /api/costs\r\n\r\n", [400]
    yield "HTTP/1.2", "GET /api/costs HTTP/1.2\r\n" + host + "\r\n", [400]
    yield "HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400]
    yield "TLS", bytes.fromhex("1603010200010001fc0303") + bytes(200), [400]
    yield "no host", line + user + "\r\n", [400]
    yield "two hosts", get + "Host: y\r\n\r\n", [400]
    yield "host with a path", line + "Host: x/y\r\n\r\n", [400]
    yield "no host in HTTP/1.0", "GET /health HTTP/1.0\r\n\r\n", [200]
    yield "expectation", post + "Expect: a=b\r\nContent-Length: 3\r\n\r\n", [417]
    yield "refused before its body", post + "Expect: 100-continue\r\nContent-Length: 100000000\r\n\r\n", [413]
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "QUERY", "LOCK"):
        yield method, f"{method} /api/costs HTTP/1.1\r\n{host}Content-Length: 0\r\n\r\n", [405]
    yield "POST mark", f"POST /api/notifications/{ALICE}/read HTTP/1.1\r\n{host}Content-Length: 0\r\n\r\n", [405]
    yield "CONNECT", "CONNECT x:1 HTTP/1.1\r\n" + host + "\r\n", [404]
    yield "OPTIONS", "OPTIONS /api/costs HTTP/1.1\r\n" + host + "\r\n", [204]
    yield "OPTIONS *", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", [204]
    yield "HEAD", "HEAD /api/costs HTTP/1.1\r\n" + host + user + "\r\n", [200]
    yield "unknown method", "FOO /api/costs HTTP/1.1\r\n" + host + "\r\n", [400]
    yield "lower method", "get /api/costs HTTP/1.1\r\n" + host + "\r\n", [400]
    body = b'{"user_id":"' + ALICE.encode() + b'","cost_type":"c","amount":1}'
    for value in ("3", "3, 3", "+3", "-1", "18446744073709551616", "0x3", "3 3", "", "1e1"):
        expected = [400] if value != "3" else [400]
        yield f"length {value}", (post + f"Content-Length: {value}\r\n\r\n").encode() + b"abc", expected
    yield "equal lengths", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", [400]
    yield "two lengths", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", [400]
    yield "length and chunks", post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", [400]
    yield "10 GB", post + "Content-Length: 10000000000\r\n\r\nabc", [413]
    yield "17 MiB", (post + "Content-Length: 17825792\r\n\r\n").encode() + b" " * 17825792, [413]
    yield "17 MiB, then more", (post + "Content-Length: 17825792\r\n\r\n").encode() + b" " * 17825792 + (get + "\r\n").encode(), [413]
    chunked = post + "Transfer-Encoding: chunked\r\n\r\n"
    size = f"{len(body):x}"
    sound = chunked.encode() + size.encode() + b"\r\n" + body + b"\r\n0\r\n\r\n"
    yield "chunks", sound, [201]
    yield "chunk extension", chunked.encode() + size.encode() + b";a=b\r\n" + body + b"\r\n0\r\n\r\n", [201]
    yield "trailers", sound[:-2] + b"A: b\r\n\r\n", [201]
    yield "chunk -1", chunked + "-1\r\nabc\r\n0\r\n\r\n", [400]
    yield "chunk too long", chunked + "7fffffffffffffff\r\nabc\r\n0\r\n\r\n", []
    yield "chunk 2^64", chunked + "10000000000000000\r\nabc\r\n0\r\n\r\n", [400]
    yield "chunks by LF", chunked + "3\nabc\n0\n\n", [400]
    for coding in ("identity", "xchunked", "chunked, identity", "\x0bchunked"):
        yield f"coding {coding}", post + f"Transfer-Encoding: {coding}\r\n\r\n3\r\nabc\r\n0\r\n\r\n", [400]
    yield "gzip, chunked", (post + "Transfer-Encoding: gzip, chunked\r\n\r\n").encode() + size.encode() + b"\r\n" + body + b"\r\n0\r\n\r\n", [201]
    coded, packed = gzip.compress(body), "Content-Encoding: gzip\r\n"
    # 17 MiB of blanks, and a gigabyte, which is refused long before it has come out.
    bomb, blast = gzip.compress(b" " * 17825792), gzip.compress(b" " * (1 << 20), 9) * 1024
    for name, fields, data, status in (
        ("gzip", packed, coded, 201), ("gzip in two members", packed, gzip.compress(body[:9]) + gzip.compress(body[9:]), 201),
        ("x-gzip", "Content-Encoding: X-GZip\r\n", coded, 201), ("identity", "Content-Encoding: identity\r\n", body, 201),
        ("gzip that is none", packed, body, 400), ("gzip that is cut", packed, coded[:-1], 400), ("no gzip", packed, b"", 400),
        ("gzip and more", packed, coded + b"\0", 400), ("a bomb", packed, bomb, 413), ("a gigabyte", packed, blast, 413),
        ("brotli", "Content-Encoding: br\r\n", coded, 415), ("gzip twice", packed + packed, coded, 415),
        ("gzip in gzip", "Content-Encoding: gzip, gzip\r\n", gzip.compress(coded), 415),
    ):
        yield name, (post + fields + f"Content-Length: {len(data)}\r\n\r\n").encode() + data, [status]
    yield "lines by LF", "GET /health HTTP/1.1\nHost: x\n\n", [400]
    for name, field in (("CR", "A: b\rC: d"), ("fold", "A: b\r\n c"), ("NUL", "A: b\0c"), ("space", "A : b"), ("no colon", "Abc"),
                        ("no name", ": b"), ("name in brackets", "A(b): c")):
        yield f"field with {name}", get + field + "\r\n\r\n", [400]
    yield "space before a field", line + " Host: x\r\n\r\n", [400]
    yield "UTF-8 in a field", (get + "A: é\r\n\r\n").encode(), [200]
    yield "Latin 1 in a field", (get + "A: é\r\n\r\n").encode("latin1"), [200]
    yield "64 fields", get + "".join(f"H{n}: x\r\n" for n in range(62)) + "\r\n", [200]
    yield "65 fields", get + "".join(f"H{n}: x\r\n" for n in range(63)) + "\r\n", [431]
    yield "field of 31 KiB", "GET /health HTTP/1.1\r\nHost: x\r\nA: " + "x" * 31 * 1024 + "\r\n\r\n", [200]
    yield "field of 33 KiB", "GET /health HTTP/1.1\r\nHost: x\r\nA: " + "x" * 33 * 1024 + "\r\n\r\n", [431]
    yield "fields of 40 KiB", get + "".join(f"H{n}: {'x' * 1000}\r\n" for n in range(40)) + "\r\n", [431]
    yield "target of 64 KiB", "GET /" + "a" * 65536 + " HTTP/1.1\r\n" + host + "\r\n", [414]
    yield "target of 200 KiB", "GET /" + "a" * 200000 + " HTTP/1.1\r\n" + host + "\r\n", [431]
    yield "three at once", (get + "\r\n") * 3, [200, 200, 200]
    yield "mark with a body, then more", f"PATCH /api/notifications/{ALICE}/read HTTP/1.1\r\n{host}{user}Content-Length: 3\r\n\r\nabc{get}\r\n", [404, 200]
    yield "refused with a body, then more", "POST /api/costs HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\nabc" + get + "\r\n", [401, 200]
    yield "a smuggled request", post + "Content-Length: 40\r\nX: y\r\n\r\nGET /api/costs HTTP/1.1\r\nHost: x\r\n\r\n....", [400]
    yield "upgrade", get + "Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n", [200]
    yield "expect", (post + f"Expect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body, [201]
    # UTF-8 bytes in a target are no HTTP.
    for path in ("/api/costs//", "//api/costs", "/api//costs", "/api/./costs", "/api/../api/costs", "/%2561pi/costs",
                 "/api%2fcosts", "/api/costs%00", "/api/costs#x", "/API/costs", "/api/costs;x=1", "*", "//", "/api",
                 "/api/notifications//read", "/api/notifications/read", "/api/notifications/a/b/read", "/metrics"):
        yield f"path {path}", f"GET {path} HTTP/1.1\r\n{host}{user}\r\n", [404]
    for path in ("/api/costs/", "/%61pi/costs", "/api/%63osts/?period=week", "/api/notifications/%63ounts"):
        yield f"path {path}", f"GET {path} HTTP/1.1\r\n{host}{user}\r\n", [200]
    yield "path in bytes", b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", [400]
    yield "no path", "GET  HTTP/1.1\r\nHost: x\r\n\r\n", [400]
    yield "absolute", f"GET http://evil/api/costs HTTP/1.1\r\n{host}{user}\r\n", [200]
    for query, status in (("period=week&period=week", 400), ("period=%zz", 400), ("period=%ff", 400), ("period=%", 400),
                          ("period=%00", 400), ("period=week%00", 400), ("x=%ff&y=%zz&x", 200), ("a==&=x&&", 200), ("%70eriod=week", 200),
                          ("start_date=2025-12-26T10:30:00+00:00", 200), ("period", 200), ("period=month#x", 400)):
        yield f"query {query}", f"GET /api/costs?{query} HTTP/1.1\r\n{host}{user}\r\n", [status]
    for name in ("abc", "%41bc", "a%2fb", "%ff", "a%00b", "..", ":id", "{id}", ALICE.upper(), ALICE.replace("1", "%31"), " "):
        expected = [400] if name == " " else [404]
        yield f"id {name}", f"PATCH /api/notifications/{name}/read HTTP/1.1\r\n{host}{user}Content-Length: 0\r\n\r\n", expected


def run(program, folder):
    count = 0
    with Server(program, folder) as server:
        for name, data, statuses in cases():
            data = data if isinstance(data, bytes) else data.encode("latin1")
            received, isClosed = exchange(server.port, data)
            found = answers(received, name == "HEAD")
            expect([status for status, _ in found] == statuses, f"{name}: {[found, isClosed]} where {statuses} belong")
            isBare = statuses == [400] and found[0][1] == b""
            expect(not isBare or isClosed, f"{name}: the connection stays open")
            expect(isBare or all(not body or body[:1] in b"{0123456789abcdef" for _, body in found), f"{name}: {found}")
            count += 1
        half = exchange(server.port, f"GET /health HTTP/1.1\r\nHost: x\r\n\r\n".encode(), half=True, wait=5)
        expect(half[0].startswith(b"HTTP/1.1 200") and half[1], f"a half-closed connection gets {half}")
        cut = exchange(server.port, b"POST /api/costs HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc", half=True, wait=5)
        expect(cut[1], f"a body that was cut off gets {cut}")
        expect(server.is_serving(), "the server does not answer any more")
        log = server.log.read_text()
        expect("eyJ" not in log, "there is a token in the log")
        expect(all(character == "\n" or character.isprintable() for character in log), "there are controls in the log")
        expect(server.end()[0] == 0, "the server ended badly")
    return f"{count + 2} cases"
