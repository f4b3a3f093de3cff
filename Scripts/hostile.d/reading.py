# SPDX-License-Identifier: MIT
"""Requests that are hard to read: cookies, fields and tokens of strangers, made to be searched, compared and parsed."""
import json
import socket

from measure import Attack, busy, processor_time
from server import Server, base64url, expect, user_token

ALICE = "11111111-1111-4111-8111-111111111111"
# What a refused request may take at most, in milliseconds.
BOUND = 1.0
ROOM = 31 * 1024
MARKS = "\u0315\u0300"
# A key that anybody may know: the base point of P-256 and a number of 2,048 bits.
EC = {"kid": "ec1", "kty": "EC", "crv": "P-256",
      "x": base64url(bytes.fromhex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296")),
      "y": base64url(bytes.fromhex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"))}
RSA = {"kid": "rs1", "kty": "RSA", "n": base64url(b"\xc3" + b"\x5a" * 254 + b"\x01"), "e": "AQAB"}


def fill(piece, room=ROOM):
    """As many pieces as there is room for: a text, or what makes one of a number."""
    parts, length, number = [], 0, 0
    while True:
        part = (piece(number) if callable(piece) else piece).encode()
        if length + len(part) > room:
            return b"".join(parts)
        parts.append(part)
        length += len(part)
        number += 1


def forged(header, payload, signature=bytes(64)):
    parts = [part if isinstance(part, bytes) else json.dumps(part, ensure_ascii=False).encode()
             for part in (header, payload)]
    return ".".join(base64url(part) for part in (*parts, signature))


def session(name, token):
    return f'{name}=["{token}"]; '


def cookies():
    """The values of `Cookie`, none with a token that holds."""
    members = fill(lambda n: f',"{n:x}":0', ROOM - 100)
    yield "marks and chunks", fill(f"a{MARKS}=; ", ROOM // 2) + fill(lambda n: f"sb-a-auth-token.{n}=x; ", ROOM // 2)
    yield "chunks", fill(lambda n: f"sb-a-auth-token.{n}=x; ")
    yield "sessions", fill(lambda n: f"sb-{'x' * 40}{n:04}-auth-token=x; ")
    yield "long names", fill(lambda n: f"sb-{'x' * 900}{n:02}-auth-token=x; ")
    yield "one name of marks", fill(MARKS) + b"=x"
    yield "separators", fill(";")
    yield "equal signs", fill("=;")
    yield "spaces", fill("  \t")
    yield "many members", b'sb-a-auth-token={"a":0' + members + b"}"
    yield "many encoded members", b"sb-a-auth-token=%7b%22a%22:0" + fill(lambda n: f",%22{n:x}%22:0", ROOM - 100) + b"}"
    yield "escaped members", b"sb-a-auth-token={" + b",".join(
        b'"' + rb"\u0061" * 290 + str(number).encode() + b'":0' for number in range(10, 26)) + b"}"
    yield "deep", b"sb-a-auth-token=" + b'{"a":' * 127 + b"0" + b"}" * 127
    yield "members of marks", b'sb-a-auth-token={"a":0' + fill(lambda n: f',"{MARKS * 40}{n}":0', ROOM - 100) + b"}"


def tokens():
    """Tokens that nobody has signed."""
    yield "members", forged(b'{"alg":"HS256"' + fill(lambda n: f',"{n:x}":0', 5800) + b"}", {})
    yield "marks", forged({"alg": "HS256", "kid": MARKS * 1400}, {})
    yield "a member of marks", forged(f'{{"{MARKS * 1400}":0,"alg":"HS256"}}'.encode(), {})
    yield "an algorithm of marks", forged({"alg": MARKS * 1400}, {})
    yield "deep", forged(b'{"a":' * 127 + b"0" + b"}" * 127, {})
    yield "a long payload", forged({"alg": "HS256"}, b"x" * 5900)
    yield "a long signature", forged({"alg": "HS256"}, {}, bytes(5900))
    yield "dots", "." * 8000
    yield "too long", "a." * 15000
    yield "ES256", forged({"alg": "ES256", "kid": "ec1"}, b"x" * 5000)
    yield "RS256", forged({"alg": "RS256", "kid": "rs1"}, b"x" * 5000, b"\x5a" * 256)


def fields():
    """Targets and fields, without a token first, then with one, and the statuses that each gets."""
    yield "ranges", "/api/costs", b"Accept: " + fill("text/*;q=0.1,"), (401, 200)
    yield "empty ranges", "/api/costs", b"Accept: " + fill(","), (401, 200)
    yield "a range of marks", "/api/costs", b"Accept: " + fill(MARKS), (401, 200)
    yield "weights", "/api/costs", b"Accept: text/csv" + fill(";q=x"), (401, 200)
    yield "codings", "/api/costs", b"Accept-Encoding: " + fill("x-gzip;q=0.1,"), (401, 200)
    yield "a coding of marks", "/api/costs", b"Accept-Encoding: " + fill(MARKS), (401, 200)
    yield "codings of a body", "/api/costs", b"Content-Length: 0\r\nContent-Encoding: " + fill("gzip,"), (401, 415)
    yield "tags", "/api/costs", b"If-None-Match: " + fill(lambda n: f'W/"{n}",'), (401, 200)
    yield "a tag of marks", "/api/costs", b"If-None-Match: " + fill(MARKS), (401, 200)
    yield "an origin of marks", "/api/costs", b"Origin: " + fill(MARKS), (401, 200)
    yield "forwarded", "/api/costs", b"X-Forwarded-For: " + fill("1.1.1.1, "), (401, 200)
    for name in ("Connection", "Upgrade", "Content-Encoding", "Keep-Alive", "Host", "Authorization"):
        status = 400 if name == "Host" else 401
        yield f"{name} of marks", "/api/costs", name.encode() + b": " + fill(MARKS), (status, None)
    yield "a name of a request", "/api/costs", b"X-Request-Id: " + fill(MARKS), (401, 200)
    yield "many fields", "/api/costs", b"\r\n".join(b"A%d: x" % number for number in range(60)), (401, 200)
    yield "one field again and again", "/api/costs", b"\r\n".join([b"Cookie: " + b"a=b;" * 120] * 60), (401, 200)
    yield "parameters", "/api/costs?" + fill("a&").decode(), b"", (401, 200)
    yield "a parameter again and again", "/api/costs?" + fill("period=week&").decode(), b"", (401, 400)
    yield "encoded names", "/api/costs?" + fill("%CC%95%CC%80=&").decode(), b"", (401, 200)
    yield "an encoded name", "/api/costs?" + fill("%CC%95%CC%80").decode(), b"", (401, 200)
    yield "a value of marks", "/api/costs?period=" + fill("%CC%95%CC%80").decode(), b"", (401, 400)
    yield "a date of digits", "/api/costs?end_date=2025-01-01T00:00:00." + "9" * 20000 + "Z", b"", (401, None)
    yield "a path of slashes", fill("/").decode(), b"", (404, 404)
    yield "an id", "/api/notifications/" + "a" * 30000 + "/read", b"", (405, 405)


def request(target, lines, token=None):
    head = f"GET {target} HTTP/1.1\r\nHost: x\r\n".encode()
    if token:
        head += f"Authorization: Bearer {token}\r\n".encode()
    return head + (lines + b"\r\n" if lines else b"") + b"\r\n"


class Connection:
    """A connection that sends one request after the other."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.file = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.socket.close()

    def status(self, data):
        """The status of the answer to a request, which is read to its end."""
        return self.answer(data)[0]

    def answer(self, data):
        """The status of the answer to a request, which is read to its end, and whether the connection ends with it."""
        self.socket.sendall(data)
        line = self.file.readline()
        expect(line.startswith(b"HTTP/1.1 "), f"{data[:40]} gets {line}")
        length, isChunked, ends = 0, False, False
        while (field := self.file.readline().strip().lower()):
            if field.startswith(b"content-length:"):
                length = int(field[15:])
            isChunked |= field == b"transfer-encoding: chunked"
            ends |= field == b"connection: close"
        self.file.read(length)
        while isChunked and (size := int(self.file.readline(), 16)) + 1:
            self.file.read(size + 2)
            isChunked = size > 0
        return int(line[9:12]), ends


class Requests:
    """Requests one after the other, on a new connection after each answer that ends one."""

    def __init__(self, port):
        self.port, self.connection = port, None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.connection:
            self.connection.__exit__(*error)

    def status(self, data):
        """The status of the answer to a request."""
        self.connection = self.connection or Connection(self.port)
        status, ends = self.connection.answer(data)
        if ends:
            self.connection.__exit__()
            self.connection = None
        return status


def cost(server, data, status, count):
    """The processor time of a request, in milliseconds: the least of three rounds."""
    rounds = []
    with Requests(server.port) as requests:
        for _ in range(3):
            start = processor_time(server)
            for _ in range(count):
                found = requests.status(data)
                expect(status in (None, found), f"{data[:60]}… gets {found}, not {status}")
            rounds.append((processor_time(server) - start) / count)
    return min(rounds)


def assault(server, scale, cases):
    """Measures each request, and sends the worst on six connections at once beside an innocent user."""
    plain = cost(server, request("/api/costs", b""), 401, scale.pick(10, 200))
    worst, name, heaviest = 0.0, "", b""
    for case, data, status in cases:
        time = cost(server, data, status, scale.pick(3, 50))
        if time > worst:
            worst, name, heaviest = time, case, data
    expect(scale.isQuick or worst <= BOUND, f"'{name}' takes {worst:.2f} ms")

    def send():
        with Requests(server.port) as requests:
            for _ in range(20):
                requests.status(heaviest)

    with Attack(server, scale, growth=64 * 1024) as attack:
        busy(6, scale.attack, send)
    return f"{worst:.2f} ms at most ({name}; a plain 401 {plain:.2f}), {attack}"


def serve(program, folder):
    keys = folder / "keys.json"
    keys.write_text(json.dumps({"keys": [EC, RSA]}))
    return Server(program, folder, "--jwks-file", str(keys), "--allow-origin", "https://example.com")


class Cookies:
    @staticmethod
    def run(program, folder, scale):
        with serve(program, folder) as server:
            return assault(server, scale, [
                (name, request("/api/costs", b"Cookie: " + value), 401) for name, value in cookies()])


class Headers:
    @staticmethod
    def run(program, folder, scale):
        cases = []
        for name, target, lines, statuses in fields():
            cases.append((name, request(target, lines), statuses[0]))
            # What is answered with 200 is no refusal, but has to be read all the same.
            cases.append((f"{name}, with a token", request(target, lines, user_token(ALICE)), statuses[1]))
        with serve(program, folder) as server:
            return assault(server, scale, cases)


class Tokens:
    @staticmethod
    def run(program, folder, scale):
        cases = [(name, request("/api/costs", b"", token), 401) for name, token in tokens()]
        for name, token in tokens():
            count = max(1, min(20, ROOM // (len(token) + 40)))
            value = "".join(session(f"sb-{number}-auth-token", token) for number in range(count))
            if len(value) < ROOM:
                cases.append((f"{name}, in sessions", request("/api/costs", b"Cookie: " + value.encode()), 401))
        small = forged({"alg": "ES256", "kid": "ec1"}, {}, b"\x01" * 64)
        value = "".join(session(f"sb-{number}-auth-token", small) for number in range(100))
        cases.append(("many sessions", request("/api/costs", b"Cookie: " + value.encode()), 401))
        with serve(program, folder) as server:
            return assault(server, scale, cases)
