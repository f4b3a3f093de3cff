# SPDX-License-Identifier: MIT
"""What three libraries do alike, each on one connection; run by the kind 'libraries' where they are installed."""
import asyncio
import json
import sys
import uuid

import aiohttp
import httpx
import requests

SETTINGS = json.loads(sys.argv[1])
USER = {"Authorization": f"Bearer {SETTINGS['token']}"}
PLATFORM = {"Authorization": f"Bearer {SETTINGS['service']}", "Content-Type": "application/json"}
AT_ONCE = 200


class Requests:
    """requests; how many connections were opened, its pool knows."""

    async def __aenter__(self):
        self.session = requests.Session()
        return self

    async def __aexit__(self, *_):
        self.session.close()

    async def ask(self, method, path, headers, body=None):
        answer = self.session.request(method, SETTINGS["address"] + path, headers=headers, data=body, timeout=30)
        return answer.status_code, answer.headers, answer.content

    @property
    def opened(self):
        pools = self.session.get_adapter("http://").poolmanager.pools
        return sum(pools[key].num_connections for key in pools.keys())

    @staticmethod
    def in_pieces(body):
        return iter([body[:7], body[7:]])


class HTTPX:
    """httpx; connections are counted as they are opened."""
    opened = 0

    async def __aenter__(self):
        self.client = httpx.AsyncClient(base_url=SETTINGS["address"], timeout=30)
        return self

    async def __aexit__(self, *_):
        await self.client.aclose()

    async def trace(self, event, _):
        self.opened += event == "connection.connect_tcp.complete"

    async def ask(self, method, path, headers, body=None):
        answer = await self.client.request(method, path, headers=headers, content=body,
                                           extensions={"trace": self.trace})
        return answer.status_code, answer.headers, answer.content

    @staticmethod
    async def in_pieces(body):
        for piece in (body[:7], body[7:]):
            yield piece


class Aiohttp:
    """aiohttp; connections are counted as they are opened."""
    opened = 0

    async def __aenter__(self):
        trace = aiohttp.TraceConfig()
        trace.on_connection_create_end.append(self.count)
        self.session = aiohttp.ClientSession(SETTINGS["address"], trace_configs=[trace])
        return self

    async def __aexit__(self, *_):
        await self.session.close()

    async def count(self, *_):
        self.opened += 1

    async def ask(self, method, path, headers, body=None):
        async with self.session.request(method, path, headers=headers, data=body) as answer:
            return answer.status, answer.headers, await answer.read()

    in_pieces = staticmethod(HTTPX.in_pieces)


async def deliver(library):
    """Rows without ids are taken once under their key, also in chunks; another body under it is refused."""
    for path, row in (("/api/costs", {"user_id": SETTINGS["user"], "cost_type": type(library).__name__, "amount": 1}),
                      ("/api/notifications", {"user_id": SETTINGS["user"], "type": "t", "title": "t", "message": "m"})):
        body, keyed = json.dumps([row] * 20).encode(), {**PLATFORM, "Idempotency-Key": str(uuid.uuid4())}
        status, _, first = await library.ask("POST", path, keyed, library.in_pieces(body))
        assert status == 201, (status, first)
        status, _, again = await library.ask("POST", path, keyed, body)
        assert (status, again) == (200, first), (status, again)
        status, _, answer = await library.ask("POST", path, keyed, json.dumps(row).encode())
        assert status == 422, (status, answer)
    return 6


async def question(library):
    """An answer's tag gets 304 until the answer is another one."""
    count = 0
    for path in ("/api/costs", "/api/notifications?limit=5"):
        status, fields, body = await library.ask("GET", path, USER)
        assert status == 200 and json.loads(body)["success"], (status, body)
        tag = {"If-None-Match": fields["ETag"]}
        for method in ("GET", "HEAD"):
            status, fields, body = await library.ask(method, path, {**USER, **tag})
            assert (status, body, fields["ETag"]) == (304, b"", tag["If-None-Match"]), (method, status, body, fields)
        status, _, _ = await library.ask("GET", path, {**USER, "If-None-Match": f'"other", W/{tag["If-None-Match"]}'})
        assert status == 304, status
        count += 4
    await deliver(library)
    status, _, _ = await library.ask("GET", path, {**USER, **tag})
    assert status == 200, status
    return count + 7


async def refusals(library):
    """What is refused, or has no body, leaves the connection as it was."""
    for method, path, headers, expected in (
        ("GET", "/api/costs", {}, 401), ("GET", "/nowhere", {}, 404), ("DELETE", "/api/costs", USER, 405),
        ("GET", "/api/costs?period=never", USER, 400), ("POST", "/api/costs", USER, 403),
        ("HEAD", "/api/costs", USER, 200), ("POST", "/api/costs", {**PLATFORM, "Content-Type": "text/plain"}, 415),
        ("OPTIONS", "/api/costs", {}, 204), ("GET", "/health", {}, 200),
    ):
        status, _, body = await library.ask(method, path, headers, b'{"a": 1}' if method == "POST" else None)
        assert status == expected, (method, path, status, body)
    return 9


async def main():
    count = 0
    for kind in (Requests, HTTPX, Aiohttp):
        async with kind() as library:
            count += await deliver(library) + await question(library) + await refusals(library)
            assert library.opened == 1, f"{kind.__name__} opened {library.opened} connections"
            if kind is not Requests:
                answers = await asyncio.gather(*(library.ask("GET", "/api/costs", USER) for _ in range(AT_ONCE)))
                assert {(status, body) for status, _, body in answers} == {(200, answers[0][2])}
                count += AT_ONCE
    print(f"{count} requests of requests, httpx and aiohttp, one after another on one connection each, and at once")


asyncio.run(main())
