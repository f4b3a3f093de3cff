# SPDX-License-Identifier: MIT
"""A page in a browser, headless Chromium: what it may send and read from an origin that is allowed, and from another.

The page asks with fetch and tells its own origin what became of it; this module serves the page and listens there.
"""
import contextlib
import http.server
import json
import os
import queue
import shutil
import subprocess
import threading
from pathlib import Path

from server import PATIENCE, Server, expect, service_token, user_token

ALICE = "11111111-1111-4111-8111-111111111111"


def missing():
    return None if program_name() else "chromium is not here (chromium)"


def program_name():
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Site(http.server.ThreadingHTTPServer):
    """Serves the page and takes its report."""
    daemon_threads = True

    def __init__(self, settings):
        super().__init__(("127.0.0.1", 0), Page)
        self.settings, self.reports = settings, queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        files = {"/": "<!doctype html><title>page</title><script type=module src=browser.mjs></script>",
                 "/settings": json.dumps(self.server.settings),
                 "/browser.mjs": Path(__file__).with_name("browser.mjs").read_text()}
        types = {"/": "text/html", "/settings": "application/json", "/browser.mjs": "text/javascript"}
        self.answer(200 if self.path in files else 404, types.get(self.path, "text/plain"), files.get(self.path, ""))

    def do_POST(self):
        self.server.reports.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.answer(204)

    def answer(self, status, kind="text/plain", text=""):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def browser(folder, address):
    """A browser with a page."""
    options = ["--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
               "--disable-background-networking", "--disable-component-update", f"--user-data-dir={folder / 'profile'}"]
    if os.geteuid() == 0:
        options.append("--no-sandbox")
    with (folder / "browser").open("ab") as log:
        process = subprocess.Popen([program_name(), *options, "--remote-debugging-port=0", address],
                                   stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder,
                                   env={**os.environ, "HOME": str(folder)})
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def report(folder, site):
    with browser(folder, site.origin):
        try:
            return site.reports.get(timeout=PATIENCE)
        except queue.Empty:
            expect(False, f"the page says nothing: {(folder / 'browser').read_text()[-2000:]}")


def run(program, folder):
    settings = {"user": ALICE, "token": user_token(ALICE), "service": service_token()}
    allowed, other = Site(settings), Site(settings)
    with Server(program, folder, "--allow-origin", allowed.origin) as server:
        settings["address"] = server.address
        note = server.post("/api/notifications", {"user_id": ALICE, "type": "t", "title": "t", "message": "m"})
        settings["id"] = note["id"]
        readable, hidden = report(folder, allowed), report(folder, other)
        expect(not readable["faults"], "\n".join(readable["faults"]))
        # Fetch says of what it hides that it failed, and nothing else.
        shown = [f"{name}: {what}" for name, what in hidden["answers"].items() if what != "TypeError"]
        expect(not shown, f"a page of another origin reads {shown}")
        expect(hidden["answers"].keys() == readable["answers"].keys(), "the pages did not ask the same")
        status, _, body = server.request("GET", "/api/costs?period=year", user_token(ALICE))
        records = json.loads(body)["data"]["records"]
        expect(len(records) == 1, f"the other origin's page adds records: {len(records)} are there")
        expect(server.is_serving(), "the server does not answer any more")
        expect(server.end()[0] == 0, "the server ended badly")
    return f"{len(readable['answers'])} answers read by a page of an allowed origin, and none by another's"
