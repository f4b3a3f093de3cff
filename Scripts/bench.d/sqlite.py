# SPDX-License-Identifier: MIT
"""SQLite in memory, asked through Python's module: in the process, statements prepared once, nothing on a pipe."""
import csv
import itertools
import os
import sqlite3
import tempfile
import time

from data import NOW, since, stamp

# Texts as the files have them sort and print as they are; amounts are whole numbers, which SQLite adds fastest.
SCHEMA = """
create table costs (id text primary key, user_id text not null, job_id text, cost_type text not null,
    amount integer not null, details text, billing_period text not null, recorded_at text not null);
create table notifications (id text primary key, user_id text not null, type text not null, title text not null,
    message text not null, priority text not null, read integer not null, action_url text, metadata text,
    created_at text not null);
"""
COST_INDEX = "create index costs_by_time on costs (user_id, recorded_at);"
NOTE_INDEXES = """
create index notes_by_time on notifications (user_id, created_at);
create index notes_unread on notifications (user_id) where not read;
"""
# A sum for each user, day and type, kept by a trigger in earnest; made at once here, outside of every measurement.
ROLL_UP = """
create table roll_up (user_id text, day text, cost_type text, amount integer, primary key (user_id, day, cost_type))
    without rowid;
insert into roll_up select user_id, substr(recorded_at, 1, 10), cost_type, sum(amount) from costs group by 1, 2, 3;
"""
SUMS = """select substr(recorded_at, 1, 10), cost_type, sum(amount) from costs
    where user_id = ? and recorded_at >= ? group by 1, 2"""
ROLLED = """select day, cost_type, sum(amount) from (
    select day, cost_type, amount from roll_up where user_id = ?1 and day > substr(?2, 1, 10) union all
    select substr(recorded_at, 1, 10), cost_type, amount from costs
        where user_id = ?1 and recorded_at >= ?2 and recorded_at < date(?2, '+1 day')) group by 1, 2"""
# Put together by hand: json_object would quote what needs no quoting, and takes longer.
RECORDS = """select group_concat('{"id":"' || id || '","user_id":"' || user_id || '","job_id":' ||
    iif(job_id is null, 'null', '"' || job_id || '"') || ',"cost_type":"' || cost_type || '","amount":' ||
    amount / 100.0 || ',"details":' || details || ',"billing_period":"' || billing_period || '","recorded_at":"' ||
    recorded_at || '"}') from (select * from costs where user_id = ? and recorded_at >= ? order by recorded_at)"""
NEWEST = """select group_concat('{"id":"' || id || '","user_id":"' || user_id || '","type":"' || type ||
    '","title":"' || title || '","message":"' || message || '","priority":"' || priority || '","read":' ||
    iif(read, 'true', 'false') || ',"action_url":"' || action_url || '","metadata":' || metadata ||
    ',"created_at":"' || created_at || '"}') from
    (select * from notifications where user_id = ? order by created_at desc limit 20)"""
UNREAD = "select count(*) from notifications where user_id = ? and not read"


class SQLite:
    """One connection to a database in memory."""
    name = "SQLite in memory"
    how = "Python's sqlite3 in process, prepared statements, records assembled as JSON in SQL"
    roll_up = False

    def __init__(self):
        self.connection = sqlite3.connect(":memory:", isolation_level=None)

    def load(self, data):
        """Imports both files as the shell's `.import` does, in one transaction; indexes afterwards, which is fastest."""
        self.connection.executescript(SCHEMA)
        start = time.perf_counter()
        self.connection.execute("begin")
        with open(data.costs_file, encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            self.connection.executemany(
                "insert into costs values (?, ?, nullif(?, ''), ?, cast(round(? * 100) as integer), ?, ?, ?)", rows)
        self.connection.execute("commit")
        self.connection.executescript(COST_INDEX)
        costs = time.perf_counter() - start
        self.connection.execute("begin")
        with open(data.notes_file, encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            self.connection.executemany(
                "insert into notifications values (?, ?, ?, ?, ?, ?, ? = 'true', ?, ?, ?)", rows)
        self.connection.execute("commit")
        self.connection.executescript(NOTE_INDEXES)
        total = time.perf_counter() - start
        if self.roll_up:
            self.connection.executescript(ROLL_UP)
        return costs, total

    def log_in(self, data):
        self.user = data.user
        self.month, self.year = stamp(since(30)), stamp(since(365))
        ids = data.note_ids(20_000)
        self.marks = itertools.cycle([(flag, id, self.user) for flag in (1, 0) for id in ids])

    def ask(self, question, count):
        execute, user = self.connection.execute, self.user
        sums = ROLLED if self.roll_up else SUMS
        statements = {
            "Q1a": [(sums, (user, self.month))], "Q2a": [(sums, (user, self.year))],
            "Q1": [(SUMS, (user, self.month)), (RECORDS, (user, self.month))],
            "Q2": [(SUMS, (user, self.year)), (RECORDS, (user, self.year))],
            "Q3": [(NEWEST, (user,)), (UNREAD, (user,))],
        }
        start = time.perf_counter()
        if question == "Q4":
            for mark in itertools.islice(self.marks, count):
                execute("update notifications set read = ? where id = ? and user_id = ?", mark)
        else:
            for _ in range(count):
                for statement, arguments in statements[question]:
                    execute(statement, arguments).fetchall()
        return (time.perf_counter() - start) / count

    def disk(self):
        """The bytes of the same database as a file."""
        with tempfile.TemporaryDirectory(prefix="pipeline-bench.") as folder:
            path = os.path.join(folder, "file")
            self.connection.execute("vacuum into ?", (path,))
            return os.path.getsize(path)


class SQLiteRollUp(SQLite):
    """The same with a table of sums by day beside it."""
    name = "SQLite, roll-up table"
    how = "the same, with sums from a table of sums by day and type, and those of the first day from its records"
    roll_up = True
