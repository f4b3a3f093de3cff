# SPDX-License-Identifier: MIT
"""A way to a port that takes some milliseconds, as between two machines."""
import asyncio
import threading


class Side(asyncio.Protocol):
    """One end of a connection: what comes in goes out at the other end, late, and so do ends."""

    def __init__(self, relay, other=None):
        self.relay, self.other, self.transport, self.hasEnded = relay, other, None, False

    def connection_made(self, transport):
        self.transport = transport
        if self.other is None:
            # Nothing is read before there is somebody to hand it to.
            transport.pause_reading()
            self.connecting = self.relay.loop.create_task(self.connect())
        else:
            self.other.other = self
            self.other.transport.resume_reading()

    async def connect(self):
        try:
            await self.relay.loop.create_connection(lambda: Side(self.relay, self), "127.0.0.1", self.relay.target)
        except OSError:
            self.transport.abort()

    def data_received(self, data):
        self.relay.later(lambda: self.other.transport.write(data))

    def eof_received(self):
        self.hasEnded = True
        self.relay.later(self.other.end)
        return True

    def connection_lost(self, error):
        if self.other and error:
            self.relay.later(self.other.transport.abort)

    def end(self):
        if not self.transport.is_closing():
            self.transport.write_eof()
            if self.hasEnded:
                self.transport.close()


class Relay:
    """Listens and hands on to a port; it goes with the block that it was made for."""

    def __init__(self, target, seconds):
        self.target, self.seconds, self.port = target, seconds, None
        self.loop, self.isListening = asyncio.new_event_loop(), threading.Event()
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        self.isListening.wait()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    def later(self, act):
        self.loop.call_later(self.seconds, act)

    def serve(self):
        listener = self.loop.run_until_complete(self.loop.create_server(lambda: Side(self), "127.0.0.1", 0))
        self.port = listener.sockets[0].getsockname()[1]
        self.isListening.set()
        self.loop.run_forever()
        listener.close()
