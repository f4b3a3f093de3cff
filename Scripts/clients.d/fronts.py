# SPDX-License-Identifier: MIT
"""Proxies in front of a server: each is a process with a configuration of its own, which ends with its block.

A proxy listens at several doors. Behind each is a connection to the server that only this door's requests use, so that
whoever asks at a door knows how long that connection has been idle.
"""
import os
import shutil
import socket
import subprocess
import time

from server import PATIENCE, expect, free_ports

# As long as proxies usually keep a connection.
KEPT = 60


def find(name):
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")


class Front:
    """A running proxy; the classes below say how each is configured."""

    program = ""

    def __init__(self, folder, port, doors=1, kept=KEPT):
        self.folder = folder / self.program
        self.folder.mkdir(exist_ok=True)
        self.target, self.kept, self.doors = port, kept, free_ports(doors)
        self.log = self.folder / "log"
        file = self.folder / "configuration"
        file.write_text(self.configuration())
        self.process = subprocess.Popen([find(self.program), *self.arguments(file)], stdin=subprocess.DEVNULL,
                                        stdout=self.log.open("ab"), stderr=subprocess.STDOUT)
        end = time.monotonic() + 10
        while not self.is_listening():
            expect(time.monotonic() < end and self.process.poll() is None,
                   f"{self.program} does not start: {self.log.read_text()}")
            time.sleep(0.02)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(PATIENCE)

    def is_listening(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.doors[-1])) == 0

    @property
    def address(self):
        return f"http://127.0.0.1:{self.doors[0]}"


class Nginx(Front):
    program = "nginx"

    def arguments(self, file):
        return ["-c", file, "-p", self.folder]

    def configuration(self):
        paths = "".join(f"{kind}_temp_path {self.folder}/{kind};\n"
                        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        doors = "".join(f"""
            upstream door{door} {{ server 127.0.0.1:{self.target}; keepalive 1; keepalive_timeout {self.kept}s; }}
            server {{ listen 127.0.0.1:{door}; location / {{ proxy_pass http://door{door}; }} }}
        """ for door in self.doors)
        user = "user root;" if os.geteuid() == 0 else ""
        # The answers that it gets are not compressed; it does that itself.
        return f"""
            daemon off; master_process off; {user} pid {self.folder}/pid; error_log {self.log} warn;
            events {{ worker_connections 512; }}
            http {{
            {paths}
            access_log off; client_max_body_size 32m; keepalive_timeout {KEPT}s;
            gzip on; gzip_types application/json; gzip_proxied any; gzip_min_length 1;
            proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Accept-Encoding "";
            {doors}
            }}
        """


class HAProxy(Front):
    program = "haproxy"
    # What stands beside the address of the server, and in its section.
    watching, section = "", ""

    def arguments(self, file):
        return ["-db", "-f", file]

    def configuration(self):
        doors = "\n".join(f"    bind 127.0.0.1:{door}" for door in self.doors)
        return f"""
defaults
    mode http
    timeout connect 5s
    timeout client {KEPT}s
    timeout server {KEPT}s
    timeout http-keep-alive {self.kept}s
    timeout check 2s
    http-reuse never
    compression algo gzip
    compression type application/json
frontend doors
{doors}
    default_backend server
backend server
    {self.section}
    server one 127.0.0.1:{self.target} {self.watching}
"""


class WatchfulHAProxy(HAProxy):
    """Asks the server for its health, and sends it nothing while it is not well."""
    watching, section = "check inter 100ms fall 1 rise 1", "option httpchk GET /health"


class Apache(Front):
    program = "apache2"
    modules = "/usr/lib/apache2/modules"

    def arguments(self, file):
        return ["-f", file, "-DFOREGROUND"]

    def configuration(self):
        names = ("mpm_event", "authz_core", "proxy", "proxy_http", "filter", "deflate")
        modules = "\n".join(f"LoadModule {name}_module {self.modules}/mod_{name}.so" for name in names)
        doors = "\n".join(f"""
Listen 127.0.0.1:{door}
<VirtualHost 127.0.0.1:{door}>
ProxyPass / http://127.0.0.1:{self.target}/ max=1 ttl={self.kept}
</VirtualHost>""" for door in self.doors)
        user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
        return f"""
{modules}
{user}
ServerRoot {self.folder}
DefaultRuntimeDir {self.folder}
PidFile {self.folder}/pid
ErrorLog {self.log}
LogLevel warn
ServerName 127.0.0.1
ServerLimit 1
ThreadsPerChild 64
MaxRequestWorkers 64
KeepAlive On
MaxKeepAliveRequests 0
KeepAliveTimeout {KEPT}
SetOutputFilter DEFLATE
{doors}
"""
