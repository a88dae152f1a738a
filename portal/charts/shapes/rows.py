"""What charts of named rows share: names beside their marks, or above them on phones."""

from portal.charts import marks, measure

MARK_ROOM = 24  # pixels below a name on phones


class Rows:
    """Where each row's name and the middle of its marks stand, in pixels of the plot."""

    def __init__(self, names, total):
        self.size = marks.text_size(total)
        self.is_wide = marks.is_wide(total)
        room = 220 if self.is_wide else total
        self.names = [measure.balanced(name, self.size, room) for name in names]
        self.line = marks.line_height(total)
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

    def rules(self, places, stroke):
        """Vertical lines through the plot; on phones through each row's marks, not its names."""
        if self.is_wide:
            spans = [(0, self.height)]
        else:
            middles = [self.middle(index) for index in range(len(self.names))]
            spans = [(middle - MARK_ROOM / 2, middle + MARK_ROOM / 2) for middle in middles]
        return [marks.rule(x, y, x, y2, stroke) for x in places for y, y2 in spans]

    def name_marks(self, box):
        """Right-aligned beside the marks, or left-aligned right above them."""
        x = self.left - 12 if self.is_wide else 0
        anchor = "end" if self.is_wide else None
        return [
            line
            for index, lines in enumerate(self.names)
            for line in marks.block(
                x - box.left, self._name_middle(index), lines, box.total, anchor=anchor
            )
        ]

    def column(self, said, box, **look):
        """A text for each row at the right edge of the drawing."""
        return [
            marks.text(
                box.width + box.right, self.middle(index), text, self.size, anchor="end", **look
            )
            for index, text in enumerate(said)
        ]

    def _name_middle(self, index):
        if self.is_wide:
            return self.middle(index)
        return self.pitch * index + self.name_height - self.line * len(self.names[index]) / 2


def widest(said, size, weight=400):
    """The room of the widest of some texts in a column of its own, 0 for none."""
    return max((measure.width(text, size, weight) for text in said), default=0)
