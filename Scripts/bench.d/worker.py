# SPDX-License-Identifier: MIT
"""A database that lives in the process of its client, in a process of its own, so that its memory can be told."""
import multiprocessing

from processes import processor_time, resident


def serve(connection, kind):
    """Makes the engine and carries out what comes through the connection; times are taken here, not over there."""
    engine = kind()
    empty = resident()[0]
    while True:
        name, arguments = connection.recv()
        if name == "stop":
            return
        if name == "memory":
            now, peak = resident()
            connection.send((None, None) if now is None else (now - empty, peak))
            continue
        try:
            connection.send(getattr(engine, name)(*arguments))
        except Exception as error:
            connection.send(RuntimeError(f"{type(error).__name__}: {error}"))


class Worker:
    """An engine in a process of its own."""

    def __init__(self, kind):
        self.kind, self.name, self.how = kind, kind.name, kind.how

    def start(self):
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.process = context.Process(target=serve, args=(other, self.kind), daemon=True)
        self.process.start()

    def call(self, name, *arguments):
        self.connection.send((name, arguments))
        answer = self.connection.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def load(self, data):
        return self.call("load", data)

    def log_in(self, data):
        self.call("log_in", data)

    def ask(self, question, count):
        return self.call("ask", question, count)

    def memory(self):
        return self.call("memory")

    def processor_time(self):
        return processor_time(self.process.pid)

    def disk(self):
        return self.call("disk")

    def stop(self):
        self.connection.send(("stop", ()))
        self.process.join(60)
