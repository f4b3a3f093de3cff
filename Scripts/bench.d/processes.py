# SPDX-License-Identifier: MIT
"""Processes: their time, their memory, their end."""
import os
import resource
import subprocess
import time
from pathlib import Path


class Run:
    """A process that has ended: its wall time in seconds, its processor time, its peak memory in bytes, its output."""

    def __init__(self, arguments, stdin=None, stdout=None, env=None, check=True, cores=None):
        with open(stdin or os.devnull, "rb") as source, open(stdout or os.devnull, "wb") as sink:
            start = time.perf_counter()
            process = subprocess.Popen(
                [str(a) for a in arguments], stdin=source, stdout=sink, stderr=subprocess.PIPE, env=env,
                preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None)
            errors = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            self.seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        self.processor = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss * (1 if os.uname().sysname == "Darwin" else 1024)
        if check and process.returncode != 0:
            raise RuntimeError(f"{arguments[0]} ended with {process.returncode}: {errors.decode(errors='replace')[-500:]}")


def resident(pid="self"):
    """The memory of a process in bytes, now and at its peak; None where the system does not say."""
    try:
        fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    except OSError:
        return None, None
    return tuple(int(fields[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM"))


def processor_time(pid):
    """The processor time of a process in seconds, all its threads; None where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def disk(folder):
    """The bytes of all files below a folder."""
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())


def one_core():
    """The set of one core, None where a process cannot be bound to it."""
    return {max(os.sched_getaffinity(0))} if hasattr(os, "sched_setaffinity") else None


def version(*arguments):
    """What a program says of its version, in one line."""
    result = subprocess.run(arguments, capture_output=True, text=True)
    return (result.stdout or result.stderr).strip().splitlines()[0]


def all_memory():
    """The machine's memory in bytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def raise_limits():
    """As many open files as may be."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
