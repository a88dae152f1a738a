import io
import struct
import time
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

from portal.publishing.files import images


def encoded(image, format="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def noise(size):
    channels = [Image.effect_noise(size, 150) for _ in "RGB"]
    return Image.merge("RGB", channels)


def assert_close(pixel, expected, tolerance=4):
    assert all(abs(a - b) <= tolerance for a, b in zip(pixel, expected, strict=True)), pixel


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (100, [100]),
        (319, [319]),
        (320, [320]),
        (799, [320, 480]),
        (2000, [320, 480, 800, 1200, 1600]),
    ],
)
def test_it_never_enlarges(width, expected):
    made = images.renditions(Image.new("RGB", (width, 50), "teal"))

    assert list(made) == expected
    for known, content in made.items():
        with Image.open(io.BytesIO(content)) as image:
            assert image.format == "WEBP"
            assert image.size == (known, max(1, round(50 * known / width)))


def test_it_keeps_renditions_within_their_limits_or_leaves_them_out():
    made = images.renditions(noise((2000, 1300)))

    assert next(iter(made)) == 320
    assert len(made) < 5
    assert all(len(content) <= 80_000 for content in made.values())


def test_a_smallest_rendition_is_made_however_large_it_gets():
    made = images.renditions(noise((320, 2560)))

    assert list(made) == [320]


def test_it_reads_a_palette_with_transparency():
    image = Image.new("P", (40, 30), 1)
    image.putpalette([0, 0, 0, 200, 30, 60])
    image.putpixel((0, 0), 0)
    loaded = images.load(encoded(image, transparency=0))

    assert loaded.mode == "RGBA"
    assert loaded.getpixel((0, 0))[3] == 0
    assert loaded.getpixel((5, 5)) == (200, 30, 60, 255)
    assert images.original(loaded)[1:] == ("image/png", "png")


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("1", 1, (255, 255, 255)),
        ("L", 90, (90, 90, 90)),
        ("LA", (90, 255), (90, 90, 90)),
        ("LA", (90, 100), (90, 90, 90, 100)),
        ("I;16", 90 * 256, (90, 90, 90)),
        ("RGB", (9, 90, 200), (9, 90, 200)),
        ("RGBA", (9, 90, 200, 255), (9, 90, 200)),
        ("RGBA", (9, 90, 200, 7), (9, 90, 200, 7)),
    ],
)
def test_it_brings_every_mode_to_rgb_or_rgba(mode, colour, expected):
    loaded = images.load(encoded(Image.new(mode, (40, 30), colour)))

    assert loaded.mode == ("RGBA" if len(expected) == 4 else "RGB")
    assert loaded.getpixel((20, 15)) == expected


def test_it_reads_sixteen_bit_colour():
    row = b"\0" + struct.pack(">HHH", 40_000, 20_000, 1_000) * 4
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 4, 4, 16, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * 4)),
        (b"IEND", b""),
    ]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(c)) + n + c + struct.pack(">I", zlib.crc32(n + c)) for n, c in chunks
    )
    assert_close(images.load(data).getpixel((1, 1)), (156, 78, 3), 1)


def test_it_reads_cmyk():
    loaded = images.load(encoded(Image.new("CMYK", (40, 30), (255, 0, 0, 0)), "JPEG"))

    assert loaded.mode == "RGB"
    assert_close(loaded.getpixel((20, 15)), (0, 255, 255))


def test_it_converts_a_colour_profile_to_srgb():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    grey = Image.new("RGB", (40, 30), (128, 128, 128))
    assert images.load(encoded(grey, icc_profile=lab)).info == {}

    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # The same profile with red and blue exchanged: a picture in it changes them back.
    swapped = srgb.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
    image = Image.new("RGB", (40, 30), (200, 60, 20))
    assert_close(
        images.load(encoded(image, icc_profile=swapped)).getpixel((20, 15)), (20, 60, 200), 12
    )


def test_a_broken_colour_profile_does_no_harm():
    image = Image.new("RGB", (40, 30), (200, 60, 20))
    assert images.load(encoded(image, icc_profile=b"no profile")).getpixel((1, 1)) == (200, 60, 20)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_applies_the_orientation(orientation):
    upright = Image.new("RGB", (64, 32), "white")
    upright.paste((200, 0, 0), (0, 0, 16, 16))
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    turned = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    loaded = images.load(encoded(turned, "JPEG", quality=95, exif=exif.tobytes()))

    assert loaded.size == (64, 32)
    assert_close(loaded.getpixel((4, 4)), (200, 0, 0), 12)
    assert_close(loaded.getpixel((60, 4)), (255, 255, 255), 12)


@pytest.mark.parametrize("size", [(5000, 2000), (2000, 5000), (5000, 1)])
def test_it_limits_the_longest_side(size):
    loaded = images.load(encoded(Image.new("RGB", size, "teal"), "JPEG"))

    assert max(loaded.size) == 2560
    assert loaded.size == tuple(max(1, round(side * 2560 / 5000)) for side in size)


def test_it_refuses_what_is_no_picture():
    with pytest.raises(ValidationError) as refused:
        images.load(b"no picture")
    assert refused.value.code == "damaged"


def test_a_photo_of_24_megapixels_takes_less_than_three_seconds():
    grain = Image.effect_noise((6000, 4000), 25)
    photo = encoded(Image.merge("RGB", [grain] * 3), "JPEG", quality=88)

    started = time.process_time()
    image = images.load(photo)
    images.original(image)
    images.renditions(image)
    spent = time.process_time() - started
    print(f"24 megapixels, {len(photo) / 1e6:.1f} MB: {spent:.2f} s")  # noqa: T201
    assert spent < 3
