"""Pictures: read with limits, brought to sRGB without metadata, written again in our own sizes."""

import io

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = 25_000_000
LONGEST_SIDE = 2560
WIDTHS = (320, 480, 800, 1200, 1600)
# A progressive JPEG may hold any number of scans, and each costs a pass over all its pixels.
MAX_JPEG_SCANS = 100

_QUALITIES = (80, 70, 60, 50, 40)
_TRANSPOSITIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def load(data: bytes) -> Image.Image:
    """The first frame of a JPEG, PNG, WebP or GIF, upright, as RGB or RGBA in sRGB.

    It is bare of metadata, its longest side at most LONGEST_SIDE pixels. Raises ValidationError.
    """
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        _check_header(image, data)
        return _bare(image)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:
        # Pillow's decoders raise nearly anything on damaged data.
        raise _damaged() from error


def original(image: Image.Image) -> tuple[bytes, str, str]:
    """(bytes, mime, extension) to store: PNG where something is transparent, else JPEG."""
    if image.mode == "RGBA":
        return _saved(image, format="PNG", compress_level=3), "image/png", "png"
    jpeg = _saved(image, format="JPEG", quality=88, optimize=True, progressive=True)
    return jpeg, "image/jpeg", "jpg"


def renditions(image: Image.Image) -> dict[int, bytes]:
    """WebP files by width in pixels, ascending, never wider than `image` (as `load` gives it).

    Each is at most 80 KB, above 1200 pixels 120 KB. A width that would need a quality under
    40 for that is left out, with all wider ones; the smallest is always there.
    """
    widths = [width for width in WIDTHS if width <= image.width] or [image.width]
    quality, made = _QUALITIES[0], {}
    for width in widths:
        # A wider picture never fits at a better quality than a narrower one.
        tries = [lower for lower in _QUALITIES if lower <= quality]
        content, quality = _within(_scaled(image, width), tries, _limit(width))
        if made and len(content) > _limit(width):
            break
        made[width] = content
    return made


def _check_header(image, data):
    """No pixel has been decoded yet."""
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    if image.info.get("progressive") and data.count(b"\xff\xda") > MAX_JPEG_SCANS:
        raise _damaged()


def _bare(image):
    if image.format == "JPEG":
        # libjpeg then decodes at a half, quarter or eighth where that is still large enough.
        image.draft(None, _fitted(image.size))
    image.load()
    orientation, profile = _orientation(image), image.info.get("icc_profile")
    image = _plain_mode(image)
    image = image.resize(_fitted(image.size), Image.Resampling.LANCZOS, reducing_gap=2.0)
    image = _opaque_if_possible(_to_srgb(image, profile))
    if orientation in _TRANSPOSITIONS:
        image = image.transpose(_TRANSPOSITIONS[orientation])
    # Savers write comments and profiles from here.
    image.info = {}
    return image


def _orientation(image):
    try:
        return image.getexif().get(ExifTags.Base.Orientation)
    except Exception:
        # Cameras write broken EXIF; the pixels are good all the same.
        return None


def _fitted(size):
    scale = min(1, LONGEST_SIDE / max(size))
    return tuple(max(1, round(side * scale)) for side in size)


def _plain_mode(image):
    """L, RGB, RGBA or CMYK: the modes that resize and colour management understand."""
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode.startswith("I"):
        # Pillow clips 16 bits to 255 where it should scale.
        return image.point(lambda value: value * (1 / 256)).convert("L")
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def _to_srgb(image, profile):
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, source, _SRGB, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            # A profile that is broken, or of another kind of picture, says nothing about this one.
            pass
    return image.convert(mode)


def _opaque_if_possible(image):
    if image.mode == "RGBA" and image.getchannel("A").getextrema()[0] == 255:
        return image.convert("RGB")
    return image


def _scaled(image, width):
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _within(image, qualities, limit):
    """The first (bytes, quality) of at most `limit` bytes, else those of the last quality."""
    for quality in qualities:
        content = _saved(image, format="WEBP", quality=quality, method=4)
        if len(content) <= limit:
            break
    return content, quality


def _limit(width):
    return 80_000 if width <= 1200 else 120_000


def _saved(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, **options)
    return buffer.getvalue()


def _damaged():
    return ValidationError(_("The picture is damaged or incomplete."), code="damaged")


def _too_many_pixels():
    return ValidationError(
        _("The picture has too many pixels: at most %(limit)s million are accepted."),
        code="too_many_pixels",
        params={"limit": MAX_PIXELS // 1_000_000},
    )
