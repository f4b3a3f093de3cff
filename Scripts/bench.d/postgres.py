# SPDX-License-Identifier: MIT
"""PostgreSQL with a cluster of our own in a temporary folder; asked by pgbench and psql over a unix socket."""
import itertools
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from data import since, stamp

SCHEMA = """
create table costs (id uuid not null, user_id uuid not null, job_id uuid, cost_type varchar(50) not null,
    amount numeric(20, 12) not null, details json, billing_period date not null, recorded_at timestamptz not null);
create table notifications (id uuid not null, user_id uuid not null, type varchar(50) not null,
    title varchar(200) not null, message text not null, priority text not null, read boolean not null,
    action_url text, metadata json, created_at timestamptz not null);
"""
COST_INDEXES = """
alter table costs add primary key (id);
create index on costs (user_id, recorded_at);
"""
NOTE_INDEXES = """
alter table notifications add primary key (id);
create index on notifications (user_id, created_at);
create index on notifications (user_id) where not read;
"""
SUMS = """select recorded_at::date, cost_type, sum(amount) from costs
    where user_id = '{user}' and recorded_at >= '{start}' group by 1, 2;"""
RECORDS = """select row_to_json(c) from costs c
    where user_id = '{user}' and recorded_at >= '{start}' order by recorded_at;"""
NEWEST = """select row_to_json(n) from notifications n where user_id = '{user}' order by created_at desc limit 20;
select count(*) from notifications where user_id = '{user}' and not read;"""


def tool(name):
    """The path of one of its programs; Debian keeps the servers' out of the way."""
    found = shutil.which(name)
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    return found or (str(versions[-1]) if versions else None)


class Postgres:
    """A server that runs as another user than root."""
    name = "PostgreSQL"
    how = "pgbench over a unix socket, prepared statements, one connection; marks by psql, each durable"

    # The start of psql is part of a batch.
    least = {"Q4": 500}

    @staticmethod
    def missing():
        if not all(map(tool, ("initdb", "postgres", "psql", "pgbench"))):
            return "PostgreSQL's server is not here"
        if os.geteuid() == 0:
            try:
                pwd.getpwnam("postgres")
            except KeyError:
                return "PostgreSQL does not run as root, and there is no user postgres"
        return None

    def start(self):
        self.folder = Path(tempfile.mkdtemp(prefix="pipeline-bench-postgres."))
        owner = {}
        if os.geteuid() == 0:
            owner = {"user": "postgres", "group": "postgres", "extra_groups": []}
            shutil.chown(self.folder, "postgres", "postgres")
        self.environment = {**os.environ, "PGHOST": str(self.folder), "PGUSER": "postgres", "PGDATABASE": "postgres",
                            "PGTZ": "UTC", "LC_ALL": "C"}
        cluster = self.folder / "cluster"
        subprocess.run([tool("initdb"), "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"],
                       check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **owner)
        settings = {"listen_addresses": "", "unix_socket_directories": self.folder, "shared_buffers": "2GB",
                    "max_wal_size": "8GB", "maintenance_work_mem": "512MB", "work_mem": "256MB"}
        self.process = subprocess.Popen(
            [tool("postgres"), "-D", cluster, *[word for name, value in settings.items() for word in ("-c", f"{name}={value}")]],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder, **owner)
        start = time.perf_counter()
        while subprocess.run([tool("psql"), "-qc", "select 1"], env=self.environment, capture_output=True).returncode:
            if self.process.poll() is not None or time.perf_counter() - start > 60:
                raise RuntimeError("PostgreSQL does not start")
            time.sleep(0.05)
        self.run(SCHEMA)

    def run(self, script):
        """Runs a script by psql; returns the seconds of the whole process."""
        path = self.folder / "script.sql"
        path.write_text(script)
        return self.run_file(path)

    def run_file(self, path, *options):
        start = time.perf_counter()
        result = subprocess.run([tool("psql"), "-qAtX", "-v", "ON_ERROR_STOP=1", *options, "-f", str(path)],
                                env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if result.returncode:
            raise RuntimeError(f"psql: {result.stderr[-300:]}")
        return time.perf_counter() - start

    def load(self, data):
        """Imports both files by \\copy; indexes and keys afterwards, which is fastest."""
        costs = self.run(f"\\copy costs from '{data.costs_file.resolve()}' csv header\n{COST_INDEXES}")
        notes = self.run(f"\\copy notifications from '{data.notes_file.resolve()}' csv header\n{NOTE_INDEXES}")
        self.run("vacuum analyze; checkpoint;")
        return costs, costs + notes

    def log_in(self, data):
        month, year = ({"user": data.user, "start": stamp(since(days))} for days in (30, 365))
        texts = {
            "Q1a": SUMS.format(**month), "Q1": SUMS.format(**month) + "\n" + RECORDS.format(**month),
            "Q2a": SUMS.format(**year), "Q2": SUMS.format(**year) + "\n" + RECORDS.format(**year),
            "Q3": NEWEST.format(**month),
        }
        for name, text in texts.items():
            (self.folder / f"{name}.sql").write_text(text.replace("\n    ", " "))
        ids = data.note_ids(20_000)
        self.marks = itertools.cycle(
            [f"execute mark({flag}, '{id}');\n" for flag in ("true", "false") for id in ids])
        self.user = data.user

    def ask(self, question, count):
        if question == "Q4":
            prepare = ("prepare mark(boolean, uuid) as update notifications set read = $1 "
                       f"where id = $2 and user_id = '{self.user}';\n")
            return self.run(prepare + "".join(itertools.islice(self.marks, count))) / count
        result = subprocess.run(
            [tool("pgbench"), "-n", "-M", "prepared", "-t", str(count), "-f", str(self.folder / f"{question}.sql")],
            env=self.environment, capture_output=True, text=True)
        rate = re.search(r"tps = ([0-9.]+)", result.stdout)
        if result.returncode or not rate:
            raise RuntimeError(f"pgbench: {result.stderr[-300:]}")
        return 1 / float(rate.group(1))

    def memory(self):
        return None, None

    def processor_time(self):
        return None

    def disk(self):
        result = subprocess.run(
            [tool("psql"), "-qAtXc", "select pg_total_relation_size('costs') + pg_total_relation_size('notifications')"],
            env=self.environment, capture_output=True, text=True)
        return int(result.stdout)

    def stop(self):
        # A fast shutdown: it does not wait for clients.
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        shutil.rmtree(self.folder)
