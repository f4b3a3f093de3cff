# SPDX-License-Identifier: MIT
"""DuckDB in memory, asked through its Python module in the process."""
import itertools
import os
import tempfile
import time

from data import since, stamp

COLUMNS = {
    "costs": "id uuid{key}, user_id uuid, job_id uuid, cost_type varchar, amount decimal(18, 4), details varchar, "
             "billing_period date, recorded_at timestamp",
    "notifications": "id uuid{key}, user_id uuid, type varchar, title varchar, message varchar, priority varchar, "
                     "read boolean, action_url varchar, metadata varchar, created_at timestamp",
}
SUMS = """select recorded_at::date, cost_type, sum(amount) from costs
    where user_id = $1::uuid and recorded_at >= $2::timestamp group by all order by all"""
RECORDS = """select string_agg(to_json(c)::varchar, ',' order by recorded_at) from costs c
    where user_id = $1::uuid and recorded_at >= $2::timestamp"""
NEWEST = """select string_agg(to_json(n)::varchar, ',') from
    (select * from notifications where user_id = $1::uuid order by created_at desc limit 20) n"""
UNREAD = "select count(*) from notifications where user_id = $1::uuid and not read"


class DuckDB:
    """One connection to a database in memory."""
    name = "DuckDB in memory"
    how = "its Python module in process, records as JSON in SQL"

    def __init__(self):
        import duckdb
        self.connection = duckdb.connect(":memory:")
        self.connection.execute("set enable_progress_bar = false")
        # The kernel's number of cores may be more than the process has.
        self.connection.execute(f"set threads = {len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count()}")

    def copy(self, table, path, key=""):
        """Makes a table from a file; returns the seconds."""
        start = time.perf_counter()
        self.connection.execute(f"create table {table} ({COLUMNS[table].format(key=key)})")
        self.connection.execute(f"copy {table} from '{path}' (format csv, header)")
        return time.perf_counter() - start

    def load(self, data):
        """Imports both files, with a primary key: an identifier is there once."""
        costs = self.copy("costs", data.costs_file, key=" primary key")
        return costs, costs + self.copy("notifications", data.notes_file, key=" primary key")

    def import_costs(self, data, keyed):
        """Imports the costs alone, with and without a primary key, on one core; returns the seconds."""
        self.connection.execute("set threads = 1")
        seconds = self.copy("costs", data.costs_file, key=" primary key" if keyed else "")
        self.connection.execute("drop table costs")
        return seconds

    def log_in(self, data):
        self.user = data.user
        self.month, self.year = (stamp(since(days))[:-1] for days in (30, 365))
        ids = data.note_ids(20_000)
        self.marks = itertools.cycle([(flag, id, self.user) for flag in (True, False) for id in ids])

    def ask(self, question, count):
        execute, user = self.connection.execute, self.user
        statements = {
            "Q1a": [(SUMS, (user, self.month))], "Q2a": [(SUMS, (user, self.year))],
            "Q1": [(SUMS, (user, self.month)), (RECORDS, (user, self.month))],
            "Q2": [(SUMS, (user, self.year)), (RECORDS, (user, self.year))],
            "Q3": [(NEWEST, (user,)), (UNREAD, (user,))],
        }
        start = time.perf_counter()
        if question == "Q4":
            for mark in itertools.islice(self.marks, count):
                execute("update notifications set read = ? where id = ?::uuid and user_id = ?::uuid", mark)
        else:
            for _ in range(count):
                for statement, arguments in statements[question]:
                    execute(statement, arguments).fetchall()
        return (time.perf_counter() - start) / count

    def disk(self):
        """The bytes of the same database as a file."""
        with tempfile.TemporaryDirectory(prefix="pipeline-bench.") as folder:
            path = os.path.join(folder, "file")
            self.connection.execute(f"attach '{path}' as saved")
            self.connection.execute("create table saved.costs as from costs")
            self.connection.execute("create table saved.notifications as from notifications")
            self.connection.execute("detach saved")
            return os.path.getsize(path)
