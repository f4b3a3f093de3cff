# SPDX-License-Identifier: MIT
"""What was measured on, and with which versions."""
import os
import platform
import sqlite3
import time
from pathlib import Path

from postgres import Postgres, tool
from processes import all_memory, version
from redis import Redis


def processor():
    """The processor's name."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return version("sysctl", "-n", "machdep.cpu.brand_string") if os.uname().sysname == "Darwin" else platform.machine()


def facts(bench):
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    facts = {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "machine": f"{processor()}, {cores} cores, {all_memory() / 2**30:.0f} GiB, {os.uname().sysname} {os.uname().release}",
        "cores": cores,
        "load": f"{os.getloadavg()[0]:.1f}",
        "pipeline": version(str(bench.program), "--version"),
        "Swift": version("swift", "--version").split("(")[0].strip(),
        "SQLite": sqlite3.sqlite_version,
        "A": f"1 user, {bench.a.count:,} costs, {bench.a.notes:,} notifications",
        "B": f"{bench.b.users:,} users, {bench.b.count:,} costs, {bench.b.notes:,} notifications, interleaved in time",
    }
    try:
        import duckdb
        facts["DuckDB"] = duckdb.__version__
    except ImportError:
        pass
    if not Redis.missing():
        facts["Redis"] = version("redis-server", "--version").split("v=")[1].split()[0]
    if not Postgres.missing():
        facts["PostgreSQL"] = version(tool("postgres"), "--version").split()[2]
    return facts
