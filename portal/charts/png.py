"""A picture in pixels, for those who cannot use an SVG."""

import io
import subprocess
import sys

from django.conf import settings
from PIL import Image

from portal.charts import measure

SCALE = 2  # pixels of the picture for one of the drawing
#: A chart rarely has more: a palette halves the bytes, and most pictures lose nothing.
COLOURS = 256
TIME_LIMIT = 30  # seconds; on an idle machine it takes a quarter of one
_FONTS = [str(measure.font_file(weight)) for weight in (400, 600)]


def rasterised(svg):
    """The PNG of an SVG that stands alone; nothing outside it is read but the portal's font."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "portal.charts.raster", str(SCALE), *_FONTS],
        input=svg.encode(),
        stdout=subprocess.PIPE,
        timeout=TIME_LIMIT,
        cwd=settings.BASE_DIR,
        env={},
        check=True,
    )
    image = Image.open(io.BytesIO(done.stdout)).convert("RGB")
    buffer = io.BytesIO()
    palette = image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    palette.save(buffer, "PNG", compress_level=7)
    return buffer.getvalue()
