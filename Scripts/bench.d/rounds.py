# SPDX-License-Identifier: MIT
"""What is measured in turn: each round asks everybody once, so that a noisy minute hits all alike."""
import statistics


def median(values):
    return statistics.median(values)


def in_turn(rounds, contenders, measure):
    """Measures each contender in each round; returns the seconds of each by its name, a list as long as the rounds."""
    seconds = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            seconds[name].append(measure(contender))
    return seconds


class Ratio:
    """How much longer somebody took, round by round: the least, the median and the most."""

    def __init__(self, other, own):
        # Somebody who was measured once is compared with every round of ours.
        if len(other) == 1:
            other = other * len(own)
        self.values = sorted(a / b for a, b in zip(other, own))

    @property
    def median(self):
        return median(self.values)

    def __str__(self):
        return f"{number(self.median)} × ({number(self.values[0])}–{number(self.values[-1])})"


def number(value):
    """A number with two or three digits that mean something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def duration(seconds):
    """A time with its unit."""
    for limit, factor, unit in [(1e-6, 1e9, "ns"), (1e-3, 1e6, "µs"), (1, 1e3, "ms")]:
        if seconds < limit:
            return f"{number(seconds * factor)} {unit}"
    return f"{number(seconds)} s"
