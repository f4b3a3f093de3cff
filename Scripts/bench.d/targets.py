# SPDX-License-Identifier: MIT
"""What speed is promised, and whether it was reached."""
from rounds import Ratio, duration, median, number

SQLITE, REDIS, DUCK = "SQLite in memory", "Redis, hand-made roll-up", "DuckDB in memory"


class Targets:
    """A line for each part of each target: what is asked for, what was measured, and whether that is enough."""

    def __init__(self, figures):
        self.figures = figures
        self.rows = []

    def at(self, *path):
        """A figure, None where it was not measured."""
        place = self.figures
        for name in path:
            if not isinstance(place, dict) or name not in place:
                return None
            place = place[name]
        return place

    def add(self, what, least, stretch, value, text, at_least=None, at_most=None, best=None):
        """A line: met where the value is at least, or at most, so much; `best` is the stretch's bound."""
        if value is None:
            self.rows.append((what, least, stretch, "not measured", ""))
            return
        is_more_better = at_least is not None
        reaches = best is not None and (value >= best if is_more_better else value <= best)
        if not least:
            # There is a stretch alone, which nobody has promised.
            verdict = "stretch met" if reaches else "stretch missed"
        elif value >= at_least if is_more_better else value <= at_most:
            verdict = "met, stretch too" if reaches else "met"
        else:
            verdict = "**missed**"
        self.rows.append((what, least, stretch, text, verdict))

    def ratio(self, what, least, other, own, factor):
        """A line about how much longer a peer took."""
        if other is None or own is None:
            self.add(what, least, "", None, "")
            return
        ratio = Ratio(other, own)
        self.add(what, least, "", ratio.median, str(ratio), at_least=factor)

    def time(self, what, seconds, most, best):
        """A line about a time."""
        self.add(what, f"≤ {duration(most)}", duration(best) if best else "", seconds,
                 duration(seconds) if seconds is not None else "", at_most=most, best=best)

    def typical(self, *path):
        """The median of a list of figures, None where it was not measured."""
        values = self.at(*path)
        return None if values is None else median(values)

    def asked(self, data, question, factors):
        own = self.at("questions", data, question, "pipeline")
        for peer, factor in factors.items():
            self.ratio(f"{question}, {data}, beside {peer}", f"{factor:,} ×",
                       self.at("questions", data, question, peer), own, factor)

    def questions(self):
        micro = 1e-6
        self.asked("A", "Q1a", {SQLITE: 1000, REDIS: 5})
        self.time("Q1a, A, at an odd instant, in process", self.at("inside", "questions", "A", "Q1a odd"), 10 * micro, 2 * micro)
        self.asked("A", "Q1", {SQLITE: 10, REDIS: 4})
        self.time("Q1, A, in process", self.at("inside", "questions", "A", "Q1"), 4e-3, 2e-3)
        self.asked("B", "Q1", {SQLITE: 8})
        self.time("Q1, B, in process", self.at("inside", "questions", "B", "Q1"), 8 * micro, 4 * micro)
        self.asked("A", "Q2", {SQLITE: 10, REDIS: 4})
        self.time("Q2, A, in process", self.at("inside", "questions", "A", "Q2"), 60e-3, 30e-3)
        for data in "AB":
            self.asked(data, "Q3", {SQLITE: 20})
            self.time(f"Q3, {data}, in process", self.at("inside", "questions", data, "Q3"), 5 * micro, 1 * micro)
        self.time("Q4 in memory, in process", self.at("inside", "questions", "A", "Q4"), 1 * micro, None)
        for group, least in (("100", 100_000), ("1000", 1_000_000)):
            rate = self.typical("marks", group)
            words = (f"{least:,}/s", "") if group == "100" else ("", f"{least:,}/s")
            self.add(f"Q4 durable, in groups of {group}", *words, rate, f"{rate:,.0f}/s" if rate else "",
                     at_least=least, best=least if group == "1000" else None)

    def lines(self):
        seconds = self.at("lines", "seconds") or {}
        own = seconds.get("pipeline in memory")
        scale = (self.at("lines", "count") or 100_000) / 100_000
        what = "100,000 `add cost` lines in memory"
        self.ratio(f"{what}, beside `redis-cli --pipe`", "3 ×", seconds.get("redis-cli --pipe"), own, 3)
        self.ratio(f"{what}, beside `sqlite3 :memory:`", "6 ×", seconds.get("sqlite3 :memory:, one transaction"), own, 6)
        self.add(what, "", "0.15 s", own and median(own), own and duration(median(own)), best=0.15 * scale)
        journaled = seconds.get("pipeline journaled")
        self.add("… journaled and flushed", "≤ 0.5 s", "0.3 s", journaled and median(journaled),
                 journaled and duration(median(journaled)), at_most=0.5 * scale, best=0.3 * scale)
        answers = self.at("answers")
        rate = answers and answers["count"] / median(answers["seconds"])
        self.add("100,000 `costs --no-records` of a small user, JSON to a file", "≥ 200,000/s", "500,000/s", rate,
                 f"{rate:,.0f}/s" if rate else "", at_least=200_000, best=500_000)

    def imports(self):
        own = self.at("imports", "A", "pipeline")
        sqlite = self.at("load", "A", SQLITE, "costs")
        self.ratio("import A, beside SQLite", "5 ×", sqlite and [sqlite], self.at("imports", "A", "pipeline, all cores"), 5)
        for name in ("DuckDB", "DuckDB, primary key"):
            duck = self.at("imports", "A", name)
            ratio = Ratio(duck, own) if duck and own else None
            self.add(f"import A on one core, beside {name}", "1.25 ×", "2.5 ×", ratio and ratio.median, str(ratio),
                     at_least=1.25, best=2.5)
        count = self.at("counts", "B costs")
        scale = count / 10_000_000 if count else 1
        both = self.typical("imports", "B", "pipeline, all cores")
        self.add(f"import B ({count:,} costs)", f"≤ {duration(25 * scale)}", duration(12 * scale), both,
                 duration(both) if both else "", at_most=25 * scale, best=12 * scale)
        memory = self.at("load", "B", "pipeline", "memory")
        each = memory / count if memory else None
        self.add("memory per cost of B, with a tenth of a notification", "≤ 130 bytes", "95 bytes", each,
                 f"{each:.0f} bytes" if each else "", at_most=130, best=95)

    def saves(self):
        own, redis = (self.at("saves", "A", "save", name) for name in ("pipeline", "Redis"))
        self.ratio("save A, beside Redis `SAVE`", "12 ×", redis, own, 12)
        own, redis = (self.at("saves", "A", "open", name) for name in ("pipeline", "Redis"))
        self.ratio("open A, beside a restart of Redis", "15 ×", redis, own, 15)
        save, size = self.typical("saves", "B", "save", "pipeline"), self.at("saves", "B", "bytes")
        rate = size / save / 1e6 if save else None
        self.add("save B, checksums and flush included", "≥ 500 MB/s", "disk speed", rate, f"{rate:,.0f} MB/s" if rate else "",
                 at_least=500)
        worst, machine = (self.at("inside", "pauses", name) for name in ("worst", "worstOfMachine"))
        self.add("the longest change during a save, processor time", "≤ 1 ms", "0.3 ms", worst,
                 f"{duration(worst)} (with no change at all {duration(machine)})" if worst else "", at_most=1e-3, best=0.3e-3)
        count = self.at("counts", "B costs") or 10_000_000
        scale = count / 10_000_000
        opening = self.typical("saves", "B", "open", "pipeline")
        self.time(f"open B ({count:,} costs)", opening, 3 * scale, 1 * scale)
        self.time("start on an empty store", self.typical("starts", "pipeline, empty store"), 20e-3, 5e-3)

    def growth(self):
        for question in ("Q1a", "Q3", "Q4"):
            sizes = self.at("growth", question, "pipeline") or {}
            large = max(map(int, sizes), default=0)
            if large <= 100_000:
                self.add(f"{question} of a large store to one of 100,000", "≤ 2 ×", "", None, "")
                continue
            factor = median(sizes[str(large)]) / median(sizes["100000"])
            self.add(f"{question} of {large:,} records to 100,000, through the pipe", "≤ 2 ×", "", factor,
                     f"{number(factor)} ×", at_most=2)
        inside = self.at("inside", "growth") or {}
        for question in ("Q1a", "Q3", "Q4"):
            sizes = inside.get(question)
            factor = sizes and sizes["large"] / sizes["small"]
            large = 1_000_000 if self.at("quick") else 10_000_000
            self.add(f"{question} of {large:,} records to 100,000, in process", "≤ 2 ×", "", factor,
                     f"{number(factor)} ×" if factor else "", at_most=2)

    def all(self):
        for part in (self.questions, self.lines, self.imports, self.saves, self.growth):
            part()
        return self.rows
