"""What charts of named rows share: names beside their marks, or above them on phones."""

from portal.charts import measure, spec

MARK_ROOM = 24  # pixels below a name on phones


class Rows:
    """Where each row's name and the middle of its marks stand, in pixels of the plot."""

    def __init__(self, names, total):
        self.size = spec.text_size(total)
        self.is_wide = spec.is_wide(total)
        room = 220 if self.is_wide else total
        self.names = [measure.balanced(name, self.size, room) for name in names]
        self.line = spec.line_height(total)
        self.name_height = self.line * max((len(lines) for lines in self.names), default=1)
        self.pitch = max(30, self.name_height + 8) if self.is_wide else self.name_height + MARK_ROOM

    @property
    def height(self):
        return self.pitch * len(self.names)

    @property
    def left(self):
        """The room that names beside the plot need."""
        if not self.is_wide:
            return 0
        widths = [measure.width(line, self.size) for lines in self.names for line in lines]
        return max(widths, default=0) + 12

    def middle(self, index):
        if self.is_wide:
            return self.pitch * (index + 0.5)
        return self.pitch * index + self.name_height + MARK_ROOM / 2 - 2

    def rules(self, places, **mark):
        """Vertical lines through the plot; on phones through each row's marks, not its names."""
        if self.is_wide:
            spans = [(0, self.height)]
        else:
            middles = [self.middle(index) for index in range(len(self.names))]
            spans = [(middle - MARK_ROOM / 2, middle + MARK_ROOM / 2) for middle in middles]
        rows = [{"x": x, "x2": x, "y": y, "y2": y2} for x in places for y, y2 in spans]
        return spec.placed({"type": "rule", **mark}, rows)

    def name_layer(self, box):
        """Right-aligned beside the marks, or left-aligned right above them."""
        x = self.left - 12 if self.is_wide else 0
        rows = [
            line
            for index, lines in enumerate(self.names)
            for line in spec.block(x - box.left, self._name_middle(index), lines, box.total)
        ]
        align = "right" if self.is_wide else "left"
        return spec.texts(rows, align=align, baseline="middle")

    def _name_middle(self, index):
        if self.is_wide:
            return self.middle(index)
        return self.pitch * index + self.name_height - self.line * len(self.names[index]) / 2


def widest(said, size, weight=400):
    """The room of the widest of some texts in a column of its own, 0 for none."""
    return max((measure.width(text, size, weight) for text in said), default=0)
