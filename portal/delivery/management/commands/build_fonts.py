"""Writes the portal's two fonts, cut down to what Vietnamese and English need."""

import shutil
from pathlib import Path

import fontpkg_be_vietnam_pro as package
from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

WEIGHTS = {"400": "Regular", "600": "SemiBold"}
VIETNAMESE = "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
LATIN_1 = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)]))
COMBINING_TONES = "\u0300\u0301\u0303\u0309\u0323"
PUNCTUATION = "–—‘’“”„…•‹›‰€₫−≤≥≈™"
CHARACTERS = LATIN_1 + VIETNAMESE + VIETNAMESE.upper() + COMBINING_TONES + PUNCTUATION


def subset(source, target):
    """Writes the TrueType file `source` as a small woff2 file; the same input, the same bytes."""
    options = Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


class Command(BaseCommand):
    help = "Write the web fonts and their licence into FONT_DIR."
    requires_system_checks = []

    def handle(self, *args, **options):
        folder = Path(settings.FONT_DIR) / "fonts"
        folder.mkdir(parents=True, exist_ok=True)
        for weight, style in WEIGHTS.items():
            source = package.ROOT / "files" / f"BeVietnamPro-{style}.ttf"
            subset(source, folder / f"bvp-{weight}.woff2")
        shutil.copyfile(package.ROOT / "LICENSE", folder / "OFL.txt")
