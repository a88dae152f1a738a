"""What the sample pictures are put together from.

Motifs stand on `base`, the y of the ground beneath them.
"""

from math import cos, pi, radians, sin

from portal.home.sample.drawing import (
    BRAND,
    COL,
    DEEP,
    FIELDS,
    GOLD,
    HEIGHT,
    INDIGO,
    RUST,
    SAND,
    SEA,
    STEEL,
    SUN,
    TEAL,
    TINT,
    WASH,
    WIDTH,
    mix,
)


def hill(base, swing, seed):
    """A smooth line across the picture around y = `base`, as (x, y) points."""
    shift = seed * 2.4
    return [
        (
            x,
            base
            + swing * sin(2 * pi * x / 1500 + shift)
            + swing * 0.55 * sin(2 * pi * x / 830 + shift * 1.7 + 1)
            + swing * 0.2 * sin(2 * pi * x / 410 + shift * 0.6),
        )
        for x in range(0, WIDTH + 1, 16)
    ]


def fields(c, tops, colours=FIELDS, *, lines=8, strength=0.3):
    """Layers of land from far to near: each below its top line, with contours that turn
    gradually from its own line into that of the next layer."""
    ends = [*tops[1:], [(x, HEIGHT + 60) for x, _ in tops[-1]]]
    for depth, (top, end, colour) in enumerate(zip(tops, ends, colours, strict=False)):
        c.area([*top, (WIDTH, HEIGHT), (0, HEIGHT)], colour)
        light = mix(colour, "#bfe8cf", strength - 0.03 * depth)
        for step in range(1, lines):
            share = (step / lines) ** 1.12
            contour = [
                (x, y + (far - y) * share) for (x, y), (_, far) in zip(top, end, strict=True)
            ]
            c.line(contour, light, 1.5 + 0.45 * depth, caps=False)


def sun(c, x, y, r, fill=SUN):
    c.glow(x, y, r * 3.6, "#fff4d6", 0.75)
    c.disc(x, y, r, fill)


def rings(c, x, y, r):
    """The low sun of the dark pictures, in rings of light."""
    for size, alpha in ((3.4, 0.10), (2.9, 0.12), (2.4, 0.14), (1.9, 0.18), (1.45, 0.24)):
        c.disc(x, y, r * size, "#f9d9a3", alpha)
    c.disc(x, y, r, "#fdd995")


def glitter(c, x, y, spread, fill, *, rows=7):
    """The sun's track on water, narrowing towards the viewer."""
    for row in range(rows):
        half = spread * (1 - row / (rows + 2)) * (0.72 + 0.28 * cos(row * 2.3))
        shift = spread * 0.22 * sin(row * 1.9)
        c.line(
            [(x + shift - half, y + 9 + row * 13), (x + shift + half, y + 9 + row * 13)], fill, 5
        )


def birds(c, places, fill, size=16):
    for x, y in places:
        for side in (-1, 1):
            wing = [
                (x + side * size * t, y + size * (0.42 - 1.2 * t + 0.95 * t * t))
                for t in (0, 0.2, 0.4, 0.6, 0.8, 1)
            ]
            c.line(wing, fill, 3)


def cloud(c, x, y, size, fill):
    for dx, dy, r in ((-1.1, 0.1, 0.42), (-0.5, -0.2, 0.6), (0.2, -0.35, 0.75), (0.95, 0, 0.5)):
        c.disc(x + dx * size, y + dy * size, r * size, fill)
    c.rect(x - 1.15 * size, y, 2.15 * size, 0.5 * size, fill)


def tree(c, x, base, size, fill, *, trunk=None):
    c.line([(x, base), (x, base - size * 0.6)], trunk or fill, size * 0.07)
    for dx, dy, r in ((0, 1.05, 0.36), (-0.24, 0.8, 0.29), (0.25, 0.82, 0.27)):
        c.ellipse(x + dx * size, base - dy * size, r * size, r * size, fill)


def palm(c, x, base, size, fill):
    """An areca palm, as they stand in front of every old house of the delta."""
    crown = base - size
    c.line([(x, base), (x + size * 0.015, crown)], fill, size * 0.035)
    for angle in (-165, -140, -112, -68, -40, -15):
        reach, droop = size * 0.3, size * 0.2
        leaf = [
            (
                x + cos(radians(angle)) * reach * t,
                crown + sin(radians(angle)) * reach * t + droop * t * t,
            )
            for t in (n / 10 for n in range(11))
        ]
        c.line(leaf, fill, size * 0.035)


def turbine(c, x, base, height, *, turn, fill):
    hub = base - height
    c.area(
        [
            (x - height * 0.02, base),
            (x + height * 0.02, base),
            (x + height * 0.009, hub),
            (x - height * 0.009, hub),
        ],
        fill,
    )
    for blade in range(3):
        along = radians(turn + 120 * blade)
        dx, dy = cos(along), sin(along)
        reach, belly = height * 0.55, height * 0.024
        c.area(
            [
                (x, hub),
                (x + dx * reach * 0.22 - dy * belly, hub + dy * reach * 0.22 + dx * belly),
                (x + dx * reach, hub + dy * reach),
                (
                    x + dx * reach * 0.1 + dy * belly * 0.4,
                    hub + dy * reach * 0.1 - dx * belly * 0.4,
                ),
            ],
            fill,
        )
    c.disc(x, hub, height * 0.022, fill)


def crane(c, x, base, size, fill, *, load=RUST):
    """A quay crane whose boom reaches to the right; `size` is its height."""
    s = size / 100

    def frame(width, *pairs):
        c.line([(x + dx * s, base - dy * s) for dx, dy in pairs], fill, width * s)

    for leg in (0, -32):
        frame(3.4, (leg, 0), (leg, 70))
    frame(3, (0, 33), (-32, 33))
    frame(2, (0, 33), (-32, 64))
    frame(3.6, (62, 66), (-56, 66))
    frame(2.8, (-2, 68), (-11, 100), (-32, 68))
    for end in (54, 26, -50):
        frame(1.3, (-11, 100), (end, 67))
    frame(1.2, (36, 66), (36, 48))
    c.rect(x + 28 * s, base - 48 * s, 16 * s, 8 * s, load)
    c.rect(x - 52 * s, base - 76 * s, 14 * s, 9 * s, fill)


def ship(c, x, water, length, hull):
    """A container ship, bow to the right, its keel under the water line."""
    s = length / 100
    c.area(
        [(x, water - 9 * s), (x + 100 * s, water - 9 * s), (x + 93 * s, water), (x + 4 * s, water)],
        hull,
    )
    c.rect(x + 4 * s, water - 30 * s, 11 * s, 21 * s, TINT)
    c.rect(x + 3 * s, water - 27 * s, 13 * s, 2.4 * s, hull)
    c.rect(x + 7 * s, water - 36 * s, 4 * s, 6 * s, RUST)
    paints = (BRAND, GOLD, COL, RUST, TEAL, SAND)
    for column, high in enumerate((2, 3, 3, 2, 3, 2)):
        for row in range(high):
            paint = paints[(column * 2 + row * 5) % len(paints)]
            c.rect(x + (19 + column * 12) * s, water - (15 + row * 6) * s, 11.4 * s, 5.6 * s, paint)


def factory(c, x, base, width, wall, *, teeth=4, glass=SAND):
    """A hall under a saw-tooth roof, with north lights and a row of windows."""
    tooth = width / teeth
    height = tooth * 0.62
    c.rect(x, base - height, width, height, wall)
    for n in range(teeth):
        left = x + n * tooth
        rise = height + tooth * 0.42
        c.area(
            [(left, base - height), (left + tooth, base - rise), (left + tooth, base - height)],
            wall,
        )
        c.rect(left + tooth * 0.16, base - height * 0.82, tooth * 0.68, height * 0.2, glass)


def house(c, x, base, width, wall, *, roof):
    c.rect(x, base - width * 0.34, width, width * 0.34, wall)
    c.area(
        [
            (x - width * 0.1, base - width * 0.33),
            (x + width * 0.12, base - width * 0.62),
            (x + width * 0.88, base - width * 0.62),
            (x + width * 1.1, base - width * 0.33),
        ],
        roof,
    )


def pumping_station(c, x, base):
    c.rect(x, base - 84, 220, 84, TINT)
    c.area(
        [(x - 18, base - 82), (x + 24, base - 128), (x + 196, base - 128), (x + 238, base - 82)],
        RUST,
    )
    for n in range(4):
        c.rect(x + 18 + n * 50, base - 62, 34, 36, COL)
    c.rect(x - 20, base, 260, 22, mix(TINT, COL, 0.45))
    for n in range(3):
        c.rect(x + 24 + n * 66, base + 8, 40, 40, DEEP)
    c.area(
        [(x - 20, base + 48), (x + 240, base + 48), (x + 330, base + 96), (x - 70, base + 96)],
        mix(SEA, WASH, 0.25),
    )


def shelves(c, x, y, width, height, *, start):
    """A window with three shelves of books behind it."""
    c.rect(x - 7, y - 7, width + 14, height + 14, STEEL)
    c.rect(x, y, width, height, SAND)
    paints = (TEAL, RUST, GOLD, COL, INDIGO, BRAND, SUN)
    shelf = height / 3
    for row in range(3):
        spine, n = x + 5, start + row * 3
        while spine < x + width - 13:
            thick = 8 + (n * 5) % 7
            tall = shelf * (0.62 + 0.05 * ((n * 3) % 5))
            c.rect(spine, y + (row + 1) * shelf - 6 - tall, thick, tall, paints[n % len(paints)])
            spine, n = spine + thick + 2, n + 1
        c.rect(x, y + (row + 1) * shelf - 6, width, 6, STEEL)


def open_book(c, x, y, size):
    for side in (-1, 1):
        c.area(
            [
                (x, y - size * 0.45),
                (x + side * size * 0.5, y - size * 0.7),
                (x + side * size * 1.1, y - size * 0.55),
                (x + side * size * 1.1, y + size * 0.05),
                (x + side * size * 0.5, y - size * 0.1),
                (x, y + size * 0.15),
            ],
            TINT,
        )
        for n in range(3):
            top = y - size * (0.4 - 0.14 * n)
            c.line(
                [(x + side * size * 0.16, top), (x + side * size * 0.9, top - size * 0.06)],
                COL,
                2.5,
            )
