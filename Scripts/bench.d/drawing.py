# SPDX-License-Identifier: MIT
"""The drawing: a dot for each contender and question, and lines against the number of records."""
import math

from rounds import duration, median

COLORS = {
    "pipeline": "#d1495b", "SQLite in memory": "#00798c", "SQLite, roll-up table": "#66b2b2", "DuckDB in memory": "#b8860b",
    "Redis, hand-made roll-up": "#6a4c93", "PostgreSQL": "#30638e",
}
WIDTH, ROW, LEFT, RIGHT, TOP = 900, 26, 70, 30, 96


def text(x, y, words, anchor="start", size=13, color="#333", weight="normal"):
    words = words.replace("&", "&amp;").replace("<", "&lt;")
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{color}" '
            f'font-weight="{weight}">{words}</text>\n')


def line(x1, y1, x2, y2, color="#ddd", width=1):
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}" '
            f'stroke-width="{width}"/>\n')


def dot(x, y, color, title, radius=5):
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{color}"><title>{title}</title></circle>\n'


class Scale:
    """Powers of ten on a length."""

    def __init__(self, values, start, end):
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values))), self.low + 1)
        self.start, self.end = start, end

    def __call__(self, value):
        return self.start + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self):
        return [10.0 ** power for power in range(self.low, self.high + 1)]


def tick(seconds):
    """A power of ten seconds, short."""
    return duration(seconds * 1.0000001).replace(".00", "").replace("0.0 ", "0 ")


def legend(names, y):
    out, x = "", LEFT
    for name in names:
        out += dot(x + 5, y - 4, COLORS.get(name, "#888"), name) + text(x + 15, y, name, size=12)
        x += 36 + 6.6 * len(name)
    return out


def draw(figures):
    """The whole picture as SVG."""
    asked = figures.get("questions", {})
    growth = figures.get("growth", {})
    names = [name for name in COLORS if any(name in times for part in asked.values() for times in part.values())]
    body = text(LEFT, 30, "Time for one question (less is better)", size=17, weight="bold") if asked else ""
    body += legend(names, 56)
    y = TOP
    if asked:
        part, y = dots(asked, y)
        body += part
    if growth:
        part, y = lines(growth, y + 40)
        body += part
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 10:.0f}" width="{WIDTH}" '
            f'height="{y + 10:.0f}" font-family="Helvetica, Arial, sans-serif" role="img">\n'
            f'<title>How fast pipeline is, beside its peers</title>\n'
            f'<rect width="100%" height="100%" fill="#fff"/>\n{body}</svg>\n')


def dots(asked, y):
    """A line for each question of each data, a dot for each contender on an axis of powers of ten."""
    values = [median(seconds) for part in asked.values() for times in part.values() for seconds in times.values()]
    scale = Scale(values, LEFT + 40, WIDTH - RIGHT)
    count = sum(map(len, asked.values()))
    bottom = y + ROW * count + 14 * (len(asked) - 1)
    out = "".join(line(scale(value), y - 14, scale(value), bottom - 6) + text(scale(value), bottom + 12, tick(value), "middle", 11, "#666")
                  for value in scale.ticks)
    out += text((LEFT + WIDTH) / 2, bottom + 32, "seconds, each line of the grid ten times the one before", "middle", 12, "#666")
    for data, part in asked.items():
        for question, times in part.items():
            out += text(LEFT + 22, y + 4, f"{question}, {data}", "end", 12)
            ends = [scale(median(seconds)) for seconds in times.values()]
            out += line(min(ends), y, max(ends), y, "#bbb", 1.5)
            # Ours last, so that it lies on top.
            for name, seconds in sorted(times.items(), key=lambda item: item[0] == "pipeline"):
                value = median(seconds)
                out += dot(scale(value), y, COLORS.get(name, "#888"), f"{name}: {duration(value)}", 6 if name == "pipeline" else 5)
            y += ROW
        y += 14
    return out, bottom + 36


def lines(growth, y):
    """Time against the number of records, both in powers of ten."""
    out = text(LEFT, y, "Time against the number of records of one user", size=17, weight="bold")
    top, bottom = y + 24, y + 244
    series = [(question, name, {int(size): median(seconds) for size, seconds in times.items()})
              for question, part in growth.items() for name, times in part.items()]
    wide = Scale([size for *_, times in series for size in times], LEFT + 40, WIDTH - RIGHT - 190)
    high = Scale([value for *_, times in series for value in times.values()], bottom, top)
    for value in high.ticks:
        out += line(wide.start, high(value), wide.end, high(value)) + text(wide.start - 8, high(value) + 4, tick(value), "end", 11, "#666")
    for value in wide.ticks:
        out += line(wide(value), top, wide(value), bottom) + text(wide(value), bottom + 16, f"{value:,.0f}", "middle", 11, "#666")
    out += text((wide.start + wide.end) / 2, bottom + 36, "records", "middle", 12, "#666")
    dashes = {"Q1a": "", "Q3": "6 4", "Q4": "2 3"}
    labels = []
    for question, name, times in series:
        points = sorted(times.items())
        path = " ".join(f"{wide(size):.1f},{high(value):.1f}" for size, value in points)
        color = COLORS.get(name, "#888")
        out += f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{dashes[question]}"/>\n'
        out += "".join(dot(wide(size), high(value), color, f"{question}, {name}, {size:,}: {duration(value)}", 3.5) for size, value in points)
        labels.append([high(points[-1][1]) + 4, wide(points[-1][0]) + 10, f"{question}, {name}", color])
    # Labels that would lie on each other move apart.
    labels.sort()
    for before, label in zip(labels, labels[1:]):
        label[0] = max(label[0], before[0] + 14)
    out += "".join(text(x, y, words, size=12, color=color) for y, x, words, color in labels)
    return out, bottom + 40
