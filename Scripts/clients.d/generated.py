# SPDX-License-Identifier: MIT
"""/openapi.json for tools: a validator takes it, and a generator makes a Python client of it that asks every route."""
import json
from pathlib import Path

import packages
from server import Server, expect, service_token, user_token

ALICE = "11111111-1111-4111-8111-111111111111"
missing = packages.missing


def run(program, folder):
    with Server(program, folder, "--metrics") as server:
        document = folder / "openapi.json"
        document.write_bytes(server.request("GET", "/openapi.json")[2])
        for tool, *arguments in (
            ("openapi-spec-validator", document),
            ("openapi-python-client", "generate", "--path", document, "--output-path", folder / "made",
             "--fail-on-warning"),
        ):
            done = packages.run([tool, *map(str, arguments)], folder)
            told = done.stdout + done.stderr
            isClean = done.returncode == 0 and "warning" not in told.lower()
            expect(isClean, f"{tool} ends with {done.returncode}: {told}")
        [package] = (path.parent for path in (folder / "made").glob("*/client.py"))
        settings = {"address": server.address, "package": package.name, "folder": str(package.parent), "user": ALICE,
                    "document": str(document), "token": user_token(ALICE), "service": service_token()}
        script = Path(__file__).with_name("walk.py")
        done = packages.run(["python", "-B", str(script), json.dumps(settings)], folder)
        expect(done.returncode == 0, done.stdout + done.stderr)
        expect(server.is_serving(), "the server does not answer any more")
        expect(server.end()[0] == 0, "the server ended badly")
    return done.stdout.strip()
