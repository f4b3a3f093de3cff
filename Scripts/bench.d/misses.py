# SPDX-License-Identifier: MIT
"""Why a target may be missed: what is left of the time once the code has been looked at with a profiler."""

PIPE = ("A question through the pipe is a command to be read and parsed, and a line of JSON to be made, written, "
        "and read by another process: 5 to 10 µs of processor time on top of the answer's own. In process there "
        "is none of this.")
TEXTS = ("Twenty notifications are eighty texts, 8 KB, each read from a place of its own in memory, scanned for "
         "characters that JSON escapes, and copied.")
RENDERING = ("Redis returns the JSON that it was given, byte for byte. Here a record is 64 bytes and its JSON is "
             "made for each answer, in 130 ns; in exchange a cost takes a fraction of the memory.")
RECORDS = ("Each record is read from a place of its own in memory, and its 300 bytes of JSON are made for each "
           "answer.")
CACHES = "The same steps, but the larger the store, the less of what they read is in the processor's caches."
LINES = ("Each line is a command: it is split into some eighteen words, eight values are checked against the "
         "rules of their fields, the row is stored and entered in four indexes, and the stored row is written "
         "back as 350 bytes of JSON. `redis-cli --pipe` sends ready-made protocol and counts `+OK`; SQLite "
         "answers nothing.")
MEMORY = ("Resident memory includes what the C library keeps and the program itself (some 17 MB, which matter "
          "for a small data set). The table of memory by part has the sum without them.")
FLUSH = "Bound by the flush of the disk, which the machine shares with others."
COPY = ("A cost changes a chunk of rows, leaves of lists and sums, and a shard of the index; each of them is "
        "copied by its first change after the state was copied.")
EDGES = ("The hours at the two ends of the span are summed from their rows, so that any instant may be asked "
         "for; the more records in an hour, the more rows.")
READING = ("Two thirds of an import go into reading and checking 220 bytes a row, on one thread; planning, "
           "applying and answering follow.")

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
     "Here every row's identifier is checked against the file and the store, and each field against its rule; DuckDB checks "
     "identifiers only if there is a primary key."),
    ("import", READING),
    ("memory", MEMORY),
    ("save", FLUSH),
    ("open", "Every row is checked against its rules, and every list, sum and index is rebuilt, so that no file can hold one "
             "that disagrees."),
    ("the longest change", COPY),
    ("start", "A third of it is starting a Swift program with its libraries; the rest is threads and signals."),
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
