"""From numbers to pixels: scales, round ticks, and labels that make room for each other."""

import math
from dataclasses import dataclass
from decimal import Decimal

#: What a step between ticks may be, times a power of ten.
ROUND = (1, 2, Decimal("2.5"), 5, 10)
NEARLY = Decimal("0.999")


@dataclass(frozen=True)
class Linear:
    """Values from low to high stand evenly from the pixel `start` to the pixel `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value):
        part = (float(value) - self.low) / (self.high - self.low)
        return self.start + (self.end - self.start) * part


@dataclass(frozen=True)
class Bands:
    """Each of `count` labels has a band of the same width; a column takes FILLED of it."""

    count: int
    width: float  # pixels of all bands

    FILLED = 0.7

    @property
    def step(self):
        return self.width / self.count

    def middle(self, index):
        return self.step * (index + 0.5)

    def band(self, index):
        """(left, right) of a band."""
        return self.step * index, self.step * (index + 1)

    def column(self, index):
        """(left, right) of the column in a band."""
        half = self.step * self.FILLED / 2
        return self.middle(index) - half, self.middle(index) + half


def ticks(low, high, count):
    """About `count` round numbers, evenly spaced, from at or below low to at or above high."""
    low, high = Decimal(str(low)), Decimal(str(high))
    if low == high:
        low, high = (low - 1, high + 1) if low else (Decimal(0), Decimal(1))
    rough = (high - low) / count
    magnitude = Decimal(1).scaleb(rough.adjusted())
    steps = (multiple * magnitude for multiple in ROUND)
    step = next(step for step in steps if step >= rough * NEARLY)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [float(number * step) for number in range(first, last + 1)]


def places(marks):
    """The decimals that the ticks of an axis need."""
    for decimals in range(6):
        if all(abs(mark - round(mark, decimals)) < 1e-9 for mark in marks):
            return decimals
    return 6


def thinned(widths, step):
    """The positions of labels that fit beside each other, the last always among them."""
    every = max(1, math.ceil((max(widths, default=0) + 6) / step))
    last = len(widths) - 1
    return [index for index in range(len(widths)) if (last - index) % every == 0]


def apart(wanted, heights, low, high):
    """Middles as near to those wanted as can be, in their order, none overlapping.

    wanted, heights: of each label; low, high: the room they share. Where they do not all fit, the
    last ones hang out at the bottom.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    answer = [0.0] * len(wanted)
    edge = low
    for index in order:
        answer[index] = max(wanted[index], edge + heights[index] / 2)
        edge = answer[index] + heights[index] / 2
    edge = max(high, low + sum(heights))
    for index in reversed(order):
        answer[index] = min(answer[index], edge - heights[index] / 2)
        edge = answer[index] - heights[index] / 2
    return answer
