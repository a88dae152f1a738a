"""A picture in pixels, for those who cannot use an SVG."""

import io

import resvg_py
from PIL import Image

from portal.charts import measure

SCALE = 2  # pixels of the picture for one of the drawing
COLOURS = 128  # a chart has few: a palette is a fifth of the bytes
_FONTS = [str(measure.font_file(weight)) for weight in (400, 600)]


def rasterised(svg):
    """The PNG of an SVG that stands alone; nothing outside it is read but the portal's font."""
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg, zoom=SCALE, font_files=_FONTS, skip_system_fonts=True
    )
    image = Image.open(io.BytesIO(drawn)).convert("RGB")
    buffer = io.BytesIO()
    palette = image.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette.save(buffer, "PNG", compress_level=7)
    return buffer.getvalue()
