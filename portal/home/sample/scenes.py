"""The landscapes of the sample pictures, one function each: draw on a canvas, by a seed."""

from math import pi, sin

from portal.home.sample.drawing import (
    BRAND,
    COL,
    DEEP,
    FIELDS,
    GOLD,
    HEIGHT,
    RUST,
    SAND,
    SEA,
    STEEL,
    SUN,
    TEAL,
    TINT,
    WASH,
    WASH_2,
    WIDTH,
    mix,
)
from portal.home.sample.motifs import (
    birds,
    cloud,
    crane,
    factory,
    fields,
    glitter,
    hill,
    house,
    open_book,
    palm,
    pumping_station,
    rings,
    shelves,
    ship,
    sun,
    tree,
    turbine,
)


def dawn(c, until):
    c.sky(SAND, "#f9dca9", "#f3bb6d", until)


def day(c, until):
    c.sky(WASH_2, WASH, "#fbf3dd", until)


def dusk(c, until):
    c.sky(DEEP, "#0a4441", "#147067", until)


def port(c, seed):
    dawn(c, 480)
    sun(c, 1090, 400, 108)
    c.rect(0, 440, WIDTH, 300, SEA)
    glitter(c, 1090, 440, 96, mix(SEA, SUN, 0.62))
    birds(c, [(760, 170), (850, 132), (905, 205)], STEEL)
    ship(c, 600, 512, 400, DEEP)
    for y, x in ((486, 380), (506, 1290), (532, 640), (548, 1010)):
        c.line([(x, y), (x + 110, y)], mix(SEA, "#ffffff", 0.4), 4)
    c.rect(0, 536, 420, 30, mix(STEEL, COL, 0.35))
    for x, size, shade in ((330, 250, 0.4), (150, 300, 0.2), (365, 360, 0.0)):
        crane(c, x, 540, size, mix(STEEL, COL, shade), load=GOLD)
    fields(
        c,
        [
            hill(590, 16, seed),
            hill(668, 26, seed + 1),
            hill(765, 30, seed + 2),
            hill(870, 26, seed + 3),
        ],
    )


def wind(c, seed):
    dusk(c, 470)
    rings(c, 980, 430, 96)
    c.rect(0, 450, WIDTH, 200, "#11695f")
    glitter(c, 980, 450, 84, "#b9d2a8", rows=5)
    birds(c, [(620, 190), (700, 158), (742, 226)], TINT)
    for x, height, turn in ((640, 120, 10), (742, 140, 55), (862, 165, 85), (1090, 190, 33)):
        turbine(c, x, 512, height, turn=turn, fill=mix(TINT, "#11695f", 0.35))
    fields(
        c,
        [
            hill(520, 15, seed),
            hill(610, 24, seed + 1),
            hill(725, 34, seed + 2),
            hill(850, 30, seed + 3),
        ],
        ("#1c8474", *FIELDS[1:]),
    )
    for x, base, height, turn in ((300, 640, 330, 72), (1240, 600, 330, 22), (1445, 690, 470, -18)):
        turbine(c, x, base, height, turn=turn, fill=TINT)


def industry(c, seed):
    day(c, 520)
    sun(c, 1260, 210, 84, GOLD)
    cloud(c, 330, 190, 74, "#ffffff")
    cloud(c, 860, 130, 54, "#ffffff")
    c.area([*hill(455, 12, seed + 5), (WIDTH, HEIGHT), (0, HEIGHT)], mix(SEA, WASH, 0.35))
    for x, height, width in ((500, 205, 30), (560, 250, 34)):
        c.area(
            [
                (x, 540),
                (x + width, 540),
                (x + width * 0.8, 540 - height),
                (x + width * 0.2, 540 - height),
            ],
            TEAL,
        )
        c.rect(x + width * 0.17, 540 - height + 16, width * 0.66, 14, GOLD)
    factory(c, 880, 618, 560, mix(TEAL, COL, 0.55), teeth=5, glass=WASH_2)
    factory(c, 190, 612, 620, STEEL, teeth=4, glass=GOLD)
    for x in (1180, 1262, 1344):
        c.rect(x, 500, 66, 112, TINT)
        c.ellipse(x + 33, 500, 33, 11, WASH_2)
        c.rect(x, 535, 66, 9, RUST)
    fields(
        c,
        [
            hill(588, 14, seed),
            hill(668, 24, seed + 1),
            hill(770, 30, seed + 2),
            hill(880, 24, seed + 3),
        ],
    )
    for x, size in ((70, 120), (135, 90), (852, 100), (1456, 130), (1532, 100)):
        tree(c, x, 606, size, BRAND)


def bridge(c, seed):
    c.sky(SAND, "#fbe2b6", "#f5c684", 560)
    sun(c, 420, 390, 92)
    birds(c, [(980, 150), (1060, 118), (1120, 186)], STEEL)
    c.area([*hill(478, 14, seed + 2), (WIDTH, HEIGHT), (0, HEIGHT)], mix(COL, SAND, 0.3))
    c.rect(0, 500, WIDTH, 330, SEA)
    glitter(c, 420, 506, 84, mix(SEA, SUN, 0.55), rows=8)
    for y, x, length in (
        (530, 690, 200),
        (566, 1180, 140),
        (600, 840, 260),
        (648, 560, 180),
        (668, 1080, 220),
    ):
        c.line([(x, y), (x + length, y)], mix(SEA, "#ffffff", 0.35), 4)

    def deck(x):
        return 470 - 46 * sin(pi * x / WIDTH)

    for pylon in (520, 1080):
        top = deck(pylon) - 260
        for leg in (-26, 26):
            c.line([(pylon + leg, 610), (pylon + leg * 0.35, top)], STEEL, 13)
        for bar in (0.3, 0.62):
            half = 26 * (0.35 + 0.65 * bar)
            c.line([(pylon - half, top + 420 * bar), (pylon + half, top + 420 * bar)], STEEL, 9)
        for step in range(1, 9):
            for side in (-1, 1):
                end = pylon + side * step * 33
                c.line([(pylon, top + 6 + step * 5), (end, deck(end))], STEEL, 2.4)
        c.line([(pylon - 52, 612), (pylon + 52, 612)], mix(STEEL, SEA, 0.2), 16)
    for pier in (150, 1450):
        c.rect(pier - 12, deck(pier), 24, 170, STEEL)
    road = [(x, deck(x)) for x in range(0, WIDTH + 1, 20)]
    c.line(road, STEEL, 17, caps=False)
    c.line([(x, y - 5) for x, y in road], GOLD, 3, caps=False)
    fields(
        c,
        [hill(735, 22, seed), hill(815, 26, seed + 1), hill(900, 22, seed + 3)],
        FIELDS[1:],
        lines=7,
    )


def dyke(c, seed):
    day(c, 470)
    sun(c, 330, 210, 80, GOLD)
    cloud(c, 1150, 150, 66, "#ffffff")
    cloud(c, 720, 215, 44, "#ffffff")
    c.area([*hill(430, 8, seed + 4), (WIDTH, HEIGHT), (0, HEIGHT)], mix(SEA, WASH, 0.3))

    def crest(t, offset=0.0):
        """The top of the dyke, from the near corner (t = 0) to the horizon (t = 1)."""
        near = (1 - t) ** 1.7
        return 900 - 640 * near + 150 * sin(pi * t) + offset * near, 448 + 560 * near

    rice = ("#3b9b7c", "#2f8f78", "#257f6d", "#1d6d60", "#155a52")
    for row, colour in enumerate(rice):
        edges = [448 + 552 * (n / 5) ** 1.5 for n in (row, row + 1)]
        for n in range(7):
            y = edges[0] + (edges[1] - edges[0]) * n / 7
            swing = 2 + row * 3
            wave = [(x, y + swing * sin(x / 190 + seed + row)) for x in range(0, WIDTH + 1, 20)]
            if n == 0:
                c.area([*wave, (WIDTH, HEIGHT), (0, HEIGHT)], colour)
            else:
                c.line(wave, mix(colour, "#cdeec9", 0.3), 1.4 + row * 0.55, caps=False)
    track = [n / 40 for n in range(41)]
    outer = [crest(t, -300) for t in track]
    c.area([(0, HEIGHT), *outer, (0, 448)], SEA)
    for n, share in enumerate((0.5, 0.16, 0.56, 0.1, 0.34, 0.08)):
        t = 0.86 - n * 0.125
        bank, y = crest(t, -300)
        wide = 60 + n * 22
        c.line(
            [(bank * share, y), (bank * share + wide, y)], mix(SEA, "#ffffff", 0.42), 3 + n * 0.4
        )
    c.area([*outer, *[crest(t, -80) for t in reversed(track)]], "#185f57")
    c.area([*[crest(t, -80) for t in track], *[crest(t, 130) for t in reversed(track)]], "#ead9ae")
    c.area([*[crest(t, 130) for t in track], *[crest(t, 360) for t in reversed(track)]], "#2a8672")
    for x, size in ((1010, 60), (1065, 76), (1120, 58), (1400, 74), (1455, 60)):
        tree(c, x, 462, size, TEAL)
    house(c, 1170, 466, 78, TINT, roof=RUST)
    house(c, 1275, 464, 66, SAND, roof=mix(RUST, SAND, 0.2))
    for x, size in ((1262, 112), (1360, 126), (1382, 100)):
        palm(c, x, 466, size, STEEL)
    pumping_station(c, 1010, 640)
    birds(c, [(900, 270), (960, 246)], STEEL, 13)


def library(c, seed):
    day(c, 620)
    sun(c, 300, 220, 86, GOLD)
    cloud(c, 620, 140, 54, "#ffffff")
    cloud(c, 1330, 180, 66, "#ffffff")
    c.area([*hill(505, 16, seed), (WIDTH, HEIGHT), (0, HEIGHT)], mix(SEA, WASH, 0.25))
    for x, size in ((210, 250), (1430, 290), (1528, 210)):
        tree(c, x, 680, size, TEAL, trunk=STEEL)
    left, wide, base = 330, 980, 690
    c.rect(left, 400, wide, base - 400, TINT)
    c.area(
        [(left - 60, 404), (left + 90, 270), (left + wide - 90, 270), (left + wide + 60, 404)], RUST
    )
    for n in range(1, 6):
        y = 270 + n * 22
        edge = 150 * (1 - n / 6.1)
        c.line([(left - 60 + edge, y), (left + wide + 60 - edge, y)], mix(RUST, GOLD, 0.3), 3)
    for n in range(6):
        x = left + 40 + n * 155
        if n in (2, 3):
            continue
        shelves(c, x, 450, 125, 190, start=n + seed)
    x = left + 40 + 2 * 155
    c.rect(x + 10, 446, 260, base - 446, STEEL)
    c.rect(x + 24, 460, 112, base - 460, mix(SAND, GOLD, 0.35))
    c.rect(x + 144, 460, 112, base - 460, mix(SAND, GOLD, 0.2))
    shelves(c, x + 42, 500, 78, 120, start=2)
    shelves(c, x + 160, 500, 78, 120, start=5)
    open_book(c, x + 140, 372, 58)
    for n in range(3):
        c.rect(x - 20 - n * 26, base + n * 14, 320 + n * 52, 14, mix(TINT, COL, 0.18 + n * 0.16))
    fields(
        c,
        [hill(748, 12, seed + 2), hill(812, 22, seed + 1), hill(900, 20, seed + 4)],
        FIELDS[:3],
        lines=7,
    )
    for x in (366, 470, 1170, 1276):
        c.ellipse(x, 742, 52, 34, FIELDS[1])


def hospital(c, seed):
    c.sky(WASH_2, WASH, "#fdeecb", 600)
    sun(c, 1270, 240, 92, GOLD)
    cloud(c, 250, 170, 62, "#ffffff")
    birds(c, [(1040, 140), (1110, 112)], STEEL)
    c.area([*hill(520, 16, seed + 1), (WIDTH, HEIGHT), (0, HEIGHT)], mix(SEA, WASH, 0.25))
    c.rect(260, 400, 420, 290, WASH_2)
    c.rect(900, 400, 420, 290, WASH_2)
    c.rect(620, 270, 340, 420, TINT)
    c.rect(606, 254, 368, 20, BRAND)
    for x in (246, 960):
        c.rect(x, 386, 374, 18, BRAND)
    for row in range(3):
        for n in range(4):
            for x in (290, 990):
                pane = mix(SEA, BRAND, 0.35) if (row * 3 + n * 2 + x) % 5 else GOLD
                c.rect(x + n * 82, 432 + row * 84, 52, 48, pane)
    for row in range(2):
        for n in range(4):
            c.rect(652 + n * 74, 430 + row * 76, 52, 44, mix(SEA, BRAND, 0.35))
    c.disc(790, 345, 54, TEAL)
    c.rect(776, 311, 28, 68, "#ffffff")
    c.rect(756, 331, 68, 28, "#ffffff")
    c.rect(690, 608, 200, 82, STEEL)
    c.rect(700, 618, 88, 72, mix(SAND, GOLD, 0.3))
    c.rect(792, 618, 88, 72, mix(SAND, GOLD, 0.3))
    c.rect(650, 584, 280, 18, RUST)
    for x in (664, 908):
        c.rect(x, 602, 10, 88, STEEL)
    for x, size in ((130, 240), (205, 170), (1400, 220), (1480, 280)):
        tree(c, x, 700, size, TEAL, trunk=STEEL)
    fields(
        c,
        [hill(694, 3, seed + 2), hill(795, 22, seed), hill(890, 20, seed + 4)],
        FIELDS[:3],
        lines=8,
    )
    c.area([(730, 691), (850, 691), (1060, HEIGHT), (480, HEIGHT)], "#ead9ae")
    for x in (340, 450, 560, 1020, 1130, 1240):
        c.ellipse(x, 698, 46, 28, FIELDS[1])


def delta(c, seed):
    dusk(c, 430)
    rings(c, 560, 400, 88)
    c.rect(0, 412, WIDTH, 120, mix(SEA, "#2b8a7b", 0.6))
    glitter(c, 560, 414, 80, "#e4e2b4", rows=3)
    birds(c, [(880, 160), (960, 128), (1010, 196)], TINT)
    fields(
        c,
        [
            hill(470, 7, seed),
            hill(540, 16, seed + 1),
            hill(650, 22, seed + 2),
            hill(800, 26, seed + 3),
        ],
        ("#1c8474", *FIELDS[1:]),
        lines=9,
    )
    rivers(c)
    for x, base, size in ((1240, 566, 110), (1282, 570, 86), (780, 548, 80), (812, 550, 64)):
        tree(c, x, base, size, DEEP)
    for x, base in ((1330, 572), (700, 552), (1405, 570)):
        house(c, x, base, 56, TINT, roof=RUST)
    for x, base, size in ((1394, 574, 120), (1480, 576, 140), (664, 556, 96)):
        palm(c, x, base, size, DEEP)


def rivers(c):
    """A river that winds from the lower edge to the sea, and the branch that leaves it."""

    def ground(t, x, width):
        near = (1 - t) ** 1.8
        return x, 458 + 549 * near, width * near + 9

    def main(t):
        return ground(t, 640 + 300 * sin(7.2 * t + 0.5) * (1 - t) ** 0.9, 150)

    fork, mouth = 0.3, 1090
    away = main(fork)[0]

    def branch(t):
        share = (t - fork) / (1 - fork)
        x = away + (mouth - away) * (1 - (1 - share) ** 1.5) + 50 * sin(6.3 * share)
        return ground(t, x, 84)

    water = mix(SEA, WASH, 0.18)
    for course, first in ((main, 0), (branch, fork)):
        steps = [course(first + (1 - first) * n / 80) for n in range(81)]
        left = [(x - half, y) for x, y, half in steps]
        right = [(x + half, y) for x, y, half in reversed(steps)]
        c.area(left + right, water)
