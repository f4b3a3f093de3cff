# SPDX-License-Identifier: MIT
"""The data that everybody is asked about: made from a seed, the same bytes in every run."""
import random
from datetime import datetime, timedelta, timezone
from pathlib import Path

COST_HEADER = "id,user_id,job_id,cost_type,amount,details,billing_period,recorded_at"
NOTE_HEADER = "id,user_id,type,title,message,priority,read,action_url,metadata,created_at"
TYPES = ["training_compute", "storage", "inference", "network", "evaluation", "data_transfer"]
EVENTS = [
    ("job_queued", "Training Job Queued", "low"),
    ("job_started", "Training Started", "medium"),
    ("job_completed", "Training Completed", "high"),
    ("job_failed", "Training Failed", "high"),
    ("artifact_ready", "Model Ready for Download", "high"),
]
REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "ap-south-1"]
SKUS = ["c5.large", "m5.xlarge", "g5.2xlarge", "std-ssd"]
# The clock of every question: no midnight, so that the first day of a period is asked in part.
NOW = datetime(2026, 1, 1, 9, 41, 7, 250_137, timezone.utc)
DAYS = 1095
START = NOW - timedelta(days=DAYS)
SPAN = DAYS * 86_400_000_000
PIECE = 10_000


class Data:
    """So many users with so many costs and a tenth as many notifications over three years, in order of time."""

    def __init__(self, name, users, costs, folder):
        self.name, self.users, self.count = name, users, costs
        self.notes = max(costs // 10, 1)
        rng = random.Random(f"users/{users}/{costs}")
        self.ids = [identifier(rng.randbytes(16).hex()) for _ in range(users)]
        self.folder = Path(folder) / f"{users}-{costs}"
        self.costs_file = self.folder / "costs.csv"
        self.notes_file = self.folder / "notifications.csv"
        # One of the users who is asked about; the only one of A.
        self.user = self.ids[min(123, users - 1)]

    def make(self):
        """Writes the files where they are not there yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for path, header, rows in [
            (self.costs_file, COST_HEADER, self.cost_rows), (self.notes_file, NOTE_HEADER, self.note_rows),
        ]:
            if path.exists():
                continue
            partial = path.with_suffix(".partial")
            with open(partial, "w", encoding="ascii", newline="") as file:
                file.write(header + "\n")
                file.writelines(rows())
            partial.rename(path)
        return self

    def cost_rows(self):
        rng = random.Random(f"costs/{self.users}/{self.count}")
        jobs = [identifier(rng.randbytes(16).hex()) for _ in range(min(self.users * 50 + 500, 50_500))]
        details = [
            f'"{{""region"":""{REGIONS[i & 3]}"",""sku"":""{SKUS[i >> 2 & 3]}"",""units"":{i >> 4}}}"'
            for i in range(80_000)
        ]
        for i, moment, day, word, text in moments(rng, self.count):
            user = self.ids[word % self.users]
            job = jobs[(word >> 20) % len(jobs)] if word & 3 else ""
            cents = (word >> 8) % 20_000 + 1 if word % 100 else (word >> 8) % 1_000_000 + 1
            yield (f"{identifier(text)},{user},{job},{TYPES[(word >> 13) % 6]},{cents // 100}.{cents % 100:02d},"
                   f"{details[(word >> 24) % 80_000]},{day},{day}T{moment}Z\n")

    def note_rows(self):
        rng = random.Random(f"notes/{self.users}/{self.count}")
        for i, moment, day, word, text in moments(rng, self.notes):
            kind, title, priority = EVENTS[(word >> 13) % 5]
            read = "true" if (word >> 30) % 10 < 7 else "false"
            job = (word >> 20) % 5000
            yield (f"{identifier(text)},{self.ids[word % self.users]},{kind},{title},"
                   f"Your training job {job} on 4x H100: {title.lower()},{priority},{read},/training/jobs/{job},"
                   f'"{{""job"":{job}}}",{day}T{moment}Z\n')

    def note_ids(self, limit):
        """Identifiers of notifications of the user who is asked about, the newest first, those that are unread."""
        found = []
        with open(self.notes_file, encoding="ascii") as file:
            for line in file:
                if line[37:73] == self.user and ",false,/" in line:
                    found.append(line[:36])
        return found[::-1][:limit]


def moments(rng, count):
    """For each row its number, time of day, day, random bits, and 32 hexadecimal digits."""
    seconds = [f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in range(86_400)]
    first = START - datetime(1970, 1, 1, tzinfo=timezone.utc)
    first = (first.days * 86_400 + first.seconds) * 1_000_000 + first.microseconds
    days = {}
    for start in range(0, count, PIECE):
        length = min(PIECE, count - start)
        words = rng.randbytes(length * 8)
        digits = rng.randbytes(length * 16).hex()
        for j in range(length):
            word = int.from_bytes(words[j * 8:j * 8 + 8], "little")
            at = first + SPAN * (start + j) // count + (word >> 40) % max(SPAN // count, 1)
            # Every time has six decimals when it is written, so that texts sort as times do.
            at += at % 1000 == 0
            day, rest = divmod(at, 86_400_000_000)
            if day not in days:
                days[day] = (datetime(1970, 1, 1) + timedelta(days=day)).strftime("%Y-%m-%d")
            second, micro = divmod(rest, 1_000_000)
            yield start + j, f"{seconds[second]}.{micro:06d}", days[day], word, digits[j * 32:j * 32 + 32]


def identifier(digits):
    """A version 4 UUID from 32 hexadecimal digits."""
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def stamp(moment):
    """A moment as the files have it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def since(days):
    """The beginning of the last so many days."""
    return NOW - timedelta(days=days)
