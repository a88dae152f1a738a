"""A process of its own: an SVG comes in, a PNG goes out. Arguments: the scale, and files of fonts.

While resvg draws no other thread of its process runs, those that send stored pages among them.
"""

import os
import sys

import resvg_py

if __name__ == "__main__":
    os.nice(10)  # pages come first
    scale, *fonts = sys.argv[1:]
    drawn = resvg_py.svg_to_bytes(
        svg_string=sys.stdin.buffer.read().decode(),
        zoom=float(scale),
        font_files=fonts,
        skip_system_fonts=True,
    )
    sys.stdout.buffer.write(drawn)
