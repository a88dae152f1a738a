"""Clips as they come from clipboards, with what is kept of them beside."""

import re
import unicodedata
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from portal.text.html import clean, plain
from portal.text.html.pictures import MARK

CLIPS = sorted(Path(__file__).with_name("clips").glob("*.html"))
CLIPS = [path for path in CLIPS if not path.name.endswith(".out.html")]

# What no reader of the clip sees: code, comments, deletions, markers that lists draw.
UNSEEN = re.compile(
    r"<!--(?!\[if !).*?-->|<(script|style|title|xml|svg|math|iframe|noscript|object|del)\b.*?</\1>"
    r"|<span style='display:none.*?</span>|<span class=MsoCommentReference>.*?</span></span></span>"
    r"|<div style='mso-element:comment-list'>.*?</div></div>",
    re.S,
)
MARKER = re.compile(r"<span\s+style='mso-list:Ignore'>.*?</span></span>", re.S)


def words(html):
    """The words of a clip, by rougher means than the code under test."""
    html = re.sub(
        r"</?(p|div|li|td|th|tr|h\d|br|dt|dd|header|time|figcaption|table|sup|a)\b", r" \g<0>", html
    )
    text = unescape(re.sub(r"<[^>]*>", "", html))
    text = re.sub("[\u00ad\u200b\ufeff]", "", unicodedata.normalize("NFC", text))
    return Counter(re.findall(r"\w+", text))


@pytest.mark.parametrize("path", CLIPS, ids=lambda path: path.stem)
def test_a_clip_comes_out_clean(path):
    expected = path.with_suffix(".out.html").read_text().rstrip("\n")
    assert clean(path.read_text()) == expected


@pytest.mark.parametrize("path", CLIPS, ids=lambda path: path.stem)
def test_cleaning_a_clip_twice_changes_nothing(path):
    once = clean(path.read_text())
    assert clean(once) == once
    assert plain(path.read_text()) == plain(once)


@pytest.mark.parametrize("path", CLIPS, ids=lambda path: path.stem)
def test_no_word_of_a_clip_is_lost_or_made_up(path):
    seen = UNSEEN.sub("", path.read_text())
    kept = words(MARK.sub("", clean(path.read_text())))
    markers = words(" ".join(MARKER.findall(seen)))
    assert kept - words(seen) == Counter()
    assert words(seen) - kept - markers == Counter()


def test_there_are_clips_from_every_kind_of_clipboard():
    assert len(CLIPS) >= 20
