"""A canvas of 1600 by 1000 units on Pillow, and the colours; y grows downwards."""

from PIL import Image, ImageColor, ImageDraw, ImageOps

WIDTH, HEIGHT = 1600, 1000
OVERSAMPLING = 2

# The site's tokens (light), and the fields between brand and deep.
DEEP, BRAND, TEAL, COL = "#06302f", "#0b5a55", "#0b6b63", "#62998e"
TINT, WASH, WASH_2 = "#f6f4ee", "#eef7f4", "#dcefea"
GOLD, RUST, INDIGO = "#f2b134", "#b4540a", "#3d4fa3"
FIELDS = ("#2f8f78", "#23786a", "#185f57", "#0f4a46", "#0a3836")
SEA, SAND, SUN, STEEL = "#7fb8a6", "#f6e3bd", "#d9542b", "#1d4a46"


def mix(first, second, share):
    """The colour that has `share` (0 to 1) of the second and the rest of the first, as RGB."""
    pairs = zip(ImageColor.getrgb(first), ImageColor.getrgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


class Canvas:
    """Draws in units, keeps twice the pixels, gives the picture that covers width x height."""

    def __init__(self, width, height):
        self.size = width, height
        self.scale = max(width / WIDTH, height / HEIGHT) * OVERSAMPLING
        self.image = Image.new("RGB", (self.px(WIDTH), self.px(HEIGHT)))
        self.pen = ImageDraw.Draw(self.image)

    def px(self, units):
        return round(units * self.scale)

    def at(self, *points):
        return [(x * self.scale, y * self.scale) for x, y in points]

    def area(self, points, fill):
        self.pen.polygon(self.at(*points), fill=fill)

    def rect(self, x, y, width, height, fill):
        self.area([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], fill)

    def line(self, points, fill, width=3, *, caps=True):
        places = self.at(*points)
        self.pen.line(places, fill=fill, width=max(1, self.px(width)), joint="curve")
        if caps:
            radius = width * self.scale / 2
            for x, y in (places[0], places[-1]):
                self.pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)

    def ellipse(self, x, y, rx, ry, fill):
        self.pen.ellipse(self.at((x - rx, y - ry), (x + rx, y + ry)), fill=fill)

    def disc(self, x, y, r, fill, alpha=1.0):
        """A circle, see-through by `alpha` (1 is solid)."""
        mask = Image.new("L", (self.px(2 * r), self.px(2 * r)))
        ImageDraw.Draw(mask).ellipse(
            (0, 0, mask.width - 1, mask.height - 1), fill=round(255 * alpha)
        )
        self.image.paste(fill, (self.px(x - r), self.px(y - r)), mask)

    def glow(self, x, y, r, fill, alpha):
        """A circle of light, `alpha` strong in the middle and nothing at the rim."""
        # Pillow's gradient is 181 where its circle meets the middle of each side.
        fading = Image.radial_gradient("L").point(lambda far: max(0, 181 - far) / 181 * 255 * alpha)
        mask = fading.resize((self.px(2 * r), self.px(2 * r)))
        self.image.paste(fill, (self.px(x - r), self.px(y - r)), mask)

    def sky(self, top, middle, bottom, until):
        """Fill from the upper edge down to `until`."""
        ramp = ImageOps.colorize(Image.linear_gradient("L"), top, bottom, mid=middle)
        self.image.paste(ramp.resize((self.image.width, self.px(until)), Image.Resampling.BICUBIC))

    def finished(self):
        small = self.image.reduce(OVERSAMPLING)
        left, upper = ((have - want) // 2 for have, want in zip(small.size, self.size, strict=True))
        return small.crop((left, upper, left + self.size[0], upper + self.size[1]))
