# SPDX-License-Identifier: MIT
"""Why a target may be missed: what is left of the time once the code has been looked at with a profiler."""

PIPE = ("A question through the pipe is a command that is read and parsed, and a line of JSON that is made, written and "
        "read by another process: 5 to 10 µs of processor time beside the answer's own. In process there is none of it.")
TEXTS = ("Twenty notifications are eighty texts, each read from its own place in memory, looked through for what JSON "
         "escapes, and copied: 8 KB.")
RENDERING = ("Redis hands out the JSON that it was given, byte for byte. Here a record is 64 bytes and its JSON is made "
             "anew, 130 ns each; for that a cost takes a fraction of the memory.")
RECORDS = ("Each record is read from its own place in memory, and its 300 bytes of JSON are made anew.")
CACHES = "The same steps, but what they read is no longer in the processor's caches: the larger the store, the less is."
LINES = ("Each line is a command of the language: taken apart into some eighteen words, eight values checked by the rules of "
         "their fields, the row stored in four indexes, and the row as stored written back as 350 bytes of JSON. "
         "`redis-cli --pipe` sends ready-made protocol and counts `+OK`; SQLite answers nothing.")
MEMORY = ("Resident memory counts what the C library keeps and the program itself (some 17 MB, which weigh on a small data "
          "set). The sum of the parts stands below under memory.")
FLUSH = "Bound by the flush of the disk under it, which the same machine shares with others."
COPY = ("A cost changes a chunk of rows, leaves of lists and sums, and a shard of the index; each of them is copied where it "
        "changes for the first time after a copy of the state was taken.")
EDGES = ("The hours at the two edges of the span are summed from their rows, so that any instant may be asked for; the more records "
         "in an hour, the more rows.")
READING = ("Two thirds of an import are the reading and checking of 220 bytes a row, on one thread; the rest is planning, "
           "applying and answering, after it.")

# The beginning of a target's name, and why it is missed.
REASONS = [
    ("Q1a, A, beside", PIPE),
    ("Q1, A, beside Redis", RENDERING),
    ("Q2, A, beside Redis", RENDERING),
    ("Q2, A", PIPE + " " + RECORDS),
    ("Q1, A, in process", RECORDS),
    ("Q1, B, in process", RECORDS),
    ("Q1, A", PIPE + " " + RECORDS),
    ("Q1, B", PIPE + " " + RECORDS),
    ("Q3, A, in process", TEXTS),
    ("Q3, B, in process", TEXTS),
    ("Q3", PIPE + " " + TEXTS),
    ("Q4 durable", FLUSH),
    ("100,000 `add cost`", LINES),
    ("… journaled", LINES + " The last answer waits for the final snapshot as well."),
    ("import A on one core, beside DuckDB",
     "Every row's identifier is checked here against the file and the store, and each field by its rule; DuckDB checks "
     "identifiers only where there is a primary key."),
    ("import", READING),
    ("memory", MEMORY),
    ("save", FLUSH),
    ("open", "Every row is checked by its rules and every list, sum and index made anew, so that no file can hold one that "
             "disagrees."),
    ("the longest change", COPY),
    ("start", "A third of it is the start of a Swift program with its libraries, the rest threads and signals."),
    ("Q1a of", EDGES),
    ("Q3 of", CACHES),
    ("Q4 of", CACHES),
]


def reasons(rows):
    """A list item for each missed target that has a known reason, targets with the same reason together."""
    grouped = {}
    for name, *_, verdict in rows:
        if not verdict.startswith("**"):
            continue
        reason = next((reason for beginning, reason in REASONS if name.startswith(beginning)), None)
        if reason:
            grouped.setdefault(reason, []).append(name)
    return "".join(f"- {'; '.join(names)}: {reason}\n" for reason, names in grouped.items())
