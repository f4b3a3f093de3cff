# SPDX-License-Identifier: MIT
"""The report: Markdown tables, and the drawing beside them."""
import drawing
import misses
from questions import ASKED
from rounds import Ratio, duration, median, number
from targets import Targets

MEANING = {
    "Q1a": "sums of the last 30 days, without the records", "Q1": "the same with the records as JSON",
    "Q2a": "sums of a year", "Q2": "a year with the records", "Q3": "the newest 20 notifications, and how many are unread",
    "Q4": "mark one read",
}


def table(header, rows):
    """A Markdown table, nothing where there are no rows."""
    rows = list(rows)
    if not rows:
        return ""
    lines = [f"| {' | '.join(header)} |", f"| {' | '.join('---' for _ in header)} |"]
    return "\n".join(lines + [f"| {' | '.join(map(str, row))} |" for row in rows]) + "\n\n"


def size(count):
    """Bytes for people."""
    return "" if count is None else f"{number(count / 1e6)} MB"


def write(figures, out):
    """Writes the report and its drawing; returns the text."""
    (out / "performance.svg").write_text(drawing.draw(figures), encoding="utf-8")
    text = "".join(part(figures) for part in (
        introduction, targets, questions, imports, lines, saves, small_things, inside, method))
    text = text.rstrip() + "\n"
    (out / "Performance.md").write_text(text, encoding="utf-8")
    return text


def introduction(figures):
    facts = figures["machine"]
    names = [f"{name} {facts[name]}" for name in ("SQLite", "Redis", "PostgreSQL", "DuckDB") if name in facts]
    busy = ("\n**The machine was busy with other work, so these times say little.**\n" if float(facts["load"]) > facts.get("cores", 2) else "")
    if figures.get("quick"):
        busy += "\n**A tenth of the data; bounds in seconds are meant for all of it.**\n"
    skipped = "".join(f"Left out: {name} ({reason}).\n" for name, reason in figures["skipped"].items())
    return f"""# How fast

How long `pipeline` takes to answer, next to four databases with the same data, in one run of `Scripts/bench`.

## Overview

Measured on {facts['date']}: {facts['machine']}; load {facts['load']} at the start. pipeline {facts['pipeline']}
({facts['Swift']}), {', '.join(names)}. Times vary by a factor of two on a shared machine, so
ratios are taken round by round, each contender in turn, and shown with their spread.
{busy}{skipped}
- Data A: {facts['A']}, over three years.
- Data B: {facts['B']}.
- {chr(10).join(f'- **{name}**: {text}.' for name, text in MEANING.items())[2:]}

![Time for each question, and time against the number of records](performance.svg)

"""


def targets(figures):
    rows = Targets(figures).all()
    measured = [row for row in rows if row[3] != "not measured"]
    missed = sum(row[4].startswith("**") for row in measured)
    head = f"## Targets\n\n{len(measured)} measured, {missed} missed. × says how many times as long the other one took: median (lowest–highest).\n\n"
    text = head + table(["what", "target", "stretch", "measured", ""], rows)
    why = misses.reasons(rows)
    return text + (f"### What was missed, and why\n\n{why}\n" if why else "")


def questions(figures):
    text = ""
    for data in "AB":
        asked = figures.get("questions", {}).get(data, {})
        names = list(dict.fromkeys(name for times in asked.values() for name in times))
        present = [question for question in ASKED if question in asked]
        rows = []
        for name in names:
            times = [asked[question].get(name) for question in present]
            rows.append([name, *(duration(median(values)) if values else "" for values in times)])
        for name in names[1:]:
            pairs = [(asked[question].get(name), asked[question]["pipeline"]) for question in present]
            rows.append([f"… × pipeline: {name}", *(Ratio(*pair) if pair[0] else "" for pair in pairs)])
        if rows:
            text += f"## Questions, data {data}\n\nTime for one question, median of the rounds.\n\n"
            text += table(["", *present], rows)
        used = figures.get("processor", {}).get(data, {})
        names = list(dict.fromkeys(name for times in used.values() for name in times))
        if names:
            text += "Processor time for one question, which depends less on how busy the machine is:\n\n"
            text += table(["", *used], [[name, *(duration(times[name]) if times.get(name) else "" for times in used.values())]
                                        for name in names])
    return text


def imports(figures):
    text = ""
    for data in "AB":
        load = figures.get("load", {}).get(data, {})
        count = figures.get("counts", {}).get(f"{data} costs", 1)
        rows = [(name, duration(one["costs"]), duration(one["all"]), size(one["memory"]),
                 f"{one['memory'] / count:.0f}" if one["memory"] else "", size(one["peak"]), size(one.get("disk")))
                for name, one in load.items()]
        if rows:
            text += f"### Data {data}, {count:,} costs and a tenth as many notifications\n\n"
            text += table(["", "costs", "and notifications", "memory", "bytes a cost", "peak", "disk"], rows)
        alone = figures.get("imports", {}).get(data, {})
        own = alone.get("pipeline")
        text += table(["costs alone", "time", "× pipeline on one core"],
                      [(name, duration(median(values)), Ratio(values, own)) for name, values in alone.items()])
    return text and f"## Imports, memory, disk\n\nFrom CSV. Memory is what the process grew by; PostgreSQL's was not measured.\n\n{text}"


def lines(figures):
    part = figures.get("lines", {})
    seconds = part.get("seconds", {})
    if not seconds:
        return ""
    own = seconds["pipeline in memory"]
    rows = [(name, duration(median(values)), f"{part['count'] / median(values):,.0f}", Ratio(values, own))
            for name, values in seconds.items()]
    return f"## {part['count']:,} new costs through standard input\n\n" + table(["", "whole process", "a second", "× pipeline"], rows)


def saves(figures):
    rows = []
    for data, part in figures.get("saves", {}).items():
        for name in part["save"]:
            save, opening = median(part["save"][name]), median(part["open"][name])
            bytes = part["bytes"] if name == "pipeline" else figures.get("load", {}).get(data, {}).get("Redis, hand-made roll-up", {}).get("disk")
            rows.append((f"{data}, {name}", duration(save), duration(opening), size(bytes),
                         f"{bytes / save / 1e6:,.0f} MB/s" if bytes else ""))
    return rows and "## Saving and opening\n\n" + table(["", "save", "open", "file", "saved at"], rows) or ""


def small_things(figures):
    rows = [(name, duration(min(values)), duration(median(values)), duration(max(values)))
            for name, values in figures.get("starts", {}).items()]
    text = rows and "## Start to end of a process\n\n" + table(["", "shortest", "median", "longest"], rows) or ""
    rows = [(f"{name} in a group", f"{median(values):,.0f}") for name, values in figures.get("marks", {}).items()]
    text += rows and "## Durable marks\n\nEach group is on disk before it is answered, and answered before the next is sent.\n\n" + table(["", "a second"], rows) or ""
    growing = figures.get("growth", {})
    sizes = sorted({int(size) for part in growing.values() for times in part.values() for size in times})
    rows = [(f"{question}, {name}", *(duration(median(times[str(size)])) if str(size) in times else "" for size in sizes))
            for question, part in growing.items() for name, times in part.items()]
    text += rows and "## Growth: records of one user\n\n" + table(["", *(f"{size:,}" for size in sizes)], rows) or ""
    return text


def inside(figures):
    part = figures.get("inside", {})
    text = ""
    asked = part.get("questions", {})
    if asked:
        names = list(dict.fromkeys(name for times in asked.values() for name in times))
        text += "Questions put to the actor, the answer as JSON in memory, median:\n\n"
        text += table(["", *names], [[data, *(duration(times[name]) if name in times else "" for name in names)]
                                     for data, times in asked.items()])
    pauses = part.get("pauses")
    if pauses:
        text += (f"Single changes on {pauses['records']:,} records, processor time of the thread: while a snapshot is written in "
                 "the background, with nothing else going on, and with arithmetic in place of a change. On a virtual machine "
                 "this includes time that the host gives to others; it comes in bursts and hits neighbouring changes of "
                 "every kind.\n\n")
        text += table(["", "changes", "p50", "p99.9", "p99.99", "the five longest"], [
            [name, f"{one['changes']:,}", *(duration(one[key]) for key in ("p50", "p999", "p9999")),
             ", ".join(duration(value) for value in one["longest"])] for name, one in sorted(pauses["series"].items())])
        text += "The longest changes during a snapshot: " + "; ".join(
            line for name, one in sorted(pauses["series"].items()) if name.startswith("a snapshot") for line in one["explained"][:2]) + ".\n\n"
    memory = part.get("memory")
    if memory:
        text += f"Memory by part, {memory['records']:,} costs of {memory['users']:,} users:\n\n"
        text += table(["", "MB", "bytes a cost"], [
            (name, number(value / 1e6), f"{value / memory['records']:.1f}") for name, value in memory["parts"].items()])
    return text and f"## From inside\n\nMeasured by `Benchmarks`, without a pipe or a command line.\n\n{text}"


def method(figures):
    how = figures.get("how", {})
    rows = "".join(f"- {name}: {text}.\n" for name, text in how.items())
    return f"""## How it was measured

{rows}
All contenders hold the same rows, generated from a seed. A round asks each of them in turn, repeats the question for a
fifth of a second (once if an answer takes longer), and divides. pipeline is asked the way it is used: its times include
the pipe, reading the command and writing the JSON, while SQLite and DuckDB are called in process. Redis is asked about
whole days only. Times of whole processes include their start. `Scripts/bench --document` makes this page.
"""
