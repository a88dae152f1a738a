"""The sample texts keep the promises that the acceptance case makes about them."""

import csv
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from unicodedata import is_normalized

import pytest

from portal.home.sample import BODIES, Both
from portal.home.sample.articles import ARTICLES, CATEGORIES, TAGS
from portal.home.sample.pages import FOOTER_MENU, HERO, IDENTITY, MAIN_MENU, NOTICE, PAGES
from portal.home.sample.papers import paper
from portal.home.sample.pictures import PICTURES, picture
from portal.home.sample.registers.load import STANDING
from portal.home.sample.registers.tables import rows, several
from portal.text.html import clean

SHARED = Path(__file__).resolve().parents[3] / "shared"
SEED = SHARED / "seed-article.txt"
NAMED = SHARED / "data" / "fdi" / "thai_binh_named_investment_projects.csv"
REGISTERS = ["fdi_projects", "oda_projects", "ngo_aid"]
TABLES = [*REGISTERS, "fdi_events", "oda_years", "ngo_years", "fdi_reported", "organisations"]
ALLOWED = {
    *("p", "h2", "h3", "ul", "li", "blockquote", "strong", "em", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
WITHOUT_ENGLISH = {"doi-thoai-doanh-nghiep", "nghi-tet-duong-lich-2023"}
TEXTS = [*ARTICLES, *PAGES]
MONTHS = [date(2022, month, 1).strftime("%B") for month in range(1, 13)]

every_text = pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.key)


def plain(html):
    return unescape(re.sub(r"<[^>]+>", " ", html))


def whole(text, language):
    """Title, summary and body of an article or page as plain text."""
    parts = (getattr(both, language) for both in (text.title, text.summary, text.body))
    return plain(" ".join(parts))


def numbers(text, language):
    """How often each number stands in a text; names of months count as their number."""
    text = text.replace("WCAG 2.2", "WCAG")  # a version, no decimal
    if language == "en":
        for n, month in enumerate(MONTHS, start=1):
            text = re.sub(rf"\b{month}\b", str(n), text)
        text = re.sub(r"(\d+) p\.m\.", lambda hour: str(int(hour[1]) + 12), text)
        text = text.translate(str.maketrans(",.", ".,"))
    found = re.findall(r"\d+(?:\.\d{3}(?!\d))*(?:,\d+)?", text)
    return Counter(Decimal(n.replace(".", "").replace(",", ".")) for n in found)


def words(text):
    return re.findall(r"\w+", text.lower())


def runs(text, length=8):
    found = words(text)
    return {tuple(found[n : n + length]) for n in range(len(found) - length + 1)}


class Outline(HTMLParser):
    """Collects the elements of a body, and those that are closed out of order."""

    def __init__(self, html):
        super().__init__()
        self.found, self.open, self.wrong = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_there_are_fourteen_articles_with_keys_of_their_own():
    assert len({article.key for article in ARTICLES}) == len(ARTICLES) == 14


def test_every_body_file_belongs_to_a_text_and_every_text_to_a_file():
    expected = {
        f"{text.key}.{language}.html"
        for text in TEXTS
        for language in ("vi", "en")
        if language == "vi" or text.key not in WITHOUT_ENGLISH
    }
    assert {file.name for file in BODIES.iterdir()} == expected


@every_text
def test_it_has_title_summary_and_body_in_both_languages_or_no_english_at_all(text):
    for both in (text.title, text.summary, text.body):
        assert both.vi
        assert bool(both.en) is (text.key not in WITHOUT_ENGLISH)


@pytest.mark.parametrize(
    "text",
    [text for text in TEXTS if text.key not in WITHOUT_ENGLISH],
    ids=lambda text: text.key,
)
def test_both_languages_give_the_same_numbers(text):
    translated = whole(text, "vi").replace(getattr(text, "added", ""), "")
    assert numbers(translated, "vi") == numbers(whole(text, "en"), "en")


def test_one_original_gained_a_sentence_since_its_translation():
    (article,) = [article for article in ARTICLES if article.added]
    assert article.body.vi.count(article.added) == 1


@every_text
def test_the_body_is_well_formed_and_uses_only_what_the_editor_keeps(text):
    for html in text.body:
        outline = Outline(html)
        assert (outline.open, outline.wrong) == ([], [])
        assert {tag for tag, _ in outline.found} <= ALLOWED
        for tag, attributes in outline.found:
            assert list(attributes) == (["href"] if tag == "a" else [])
            assert re.match(r"https://|mailto:|tel:|/|$", attributes.get("href", ""))


@every_text
def test_the_sanitiser_changes_nothing_but_the_space_between_blocks(text):
    for html in text.body:
        assert clean(html) == re.sub(r">\s+<", "><", html.strip())


@every_text
def test_every_table_follows_a_caption(text):
    for html, name in zip(text.body, ("Bảng", "Table"), strict=True):
        captions = re.findall(rf"<p>{name} \d+\. [^<]+</p>\n<table>", html)
        assert len(captions) == html.count("<table>")


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.key)
def test_an_article_is_neither_a_note_nor_a_report(article):
    assert all(200 <= len(plain(html).split()) <= 450 for html in article.body if html)


def test_two_articles_are_long_enough_for_a_table_of_contents():
    long = [article.key for article in ARTICLES if article.body.en.count("<h2>") >= 5]
    assert long == ["fdi-11-thang-2022", "cach-doc-so-lieu-fdi"]


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not part of the repository")
@every_text
def test_it_shares_no_eight_words_in_a_row_with_the_seed(text):
    seed = runs(SEED.read_text("utf-8"))
    for part in (text.title.vi, text.summary.vi, *text.body.vi.split("</p>")):
        assert runs(plain(part)) & seed == set()


def test_what_the_portal_holds_names_investment_of_either_side():
    body = next(page.body for page in PAGES if page.key == "gioi-thieu")
    assert "figures on domestic and foreign investment, ODA and NGO aid" in body.en
    assert "số liệu về đầu tư trong nước, đầu tư nước ngoài, ODA và viện trợ" in body.vi
    assert "figures on investment, ODA, NGO aid and the PCI" in HERO["lede"].en
    assert "số liệu về đầu tư, ODA, viện trợ phi chính phủ và PCI" in HERO["lede"].vi


def test_vietnamese_is_composed_unicode():
    said = [whole(text, "vi") for text in TEXTS]
    assert all(is_normalized("NFC", one) for one in said)


def test_categories_tags_and_pictures_exist():
    categories = {category.key: category for category in CATEGORIES}
    assert all(not c.parent or not categories[c.parent].parent for c in CATEGORIES)
    assert {article.category for article in ARTICLES} <= set(categories)
    assert {tag for article in ARTICLES for tag in article.tags} <= set(TAGS)
    assert {article.picture for article in ARTICLES} - {""} | {HERO["picture"]} <= set(PICTURES)


def test_menus_lead_to_pages_and_categories_that_exist():
    places = {f"page:{page.key}" for page in PAGES} | {f"category:{c.key}" for c in CATEGORIES}
    assert {item.target for item in (*MAIN_MENU, *FOOTER_MENU)} <= places


def test_identity_speaks_both_languages_and_leads_to_nobody():
    said = [*IDENTITY.values(), *HERO.values(), NOTICE]
    assert all(all(value) for value in said if isinstance(value, Both))
    assert (IDENTITY["phone"], IDENTITY["email"]) == ("0227 000 0000", "lienhe@example.gov.vn")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_the_same_each_time_and_small_as_jpeg(name):
    drawn = picture(name)
    out = BytesIO()
    drawn.save(out, "JPEG", quality=82)
    assert drawn.size == (1600, 1000)
    assert drawn.tobytes() == picture(name).tobytes()
    assert len(out.getvalue()) < 250_000


def test_pictures_differ_by_name_and_by_seed():
    shots = [picture(name, 160, 100).tobytes() for name in PICTURES]
    assert len({*shots, picture("port", 160, 100, seed=2).tobytes()}) == len(PICTURES) + 1


@pytest.mark.parametrize("size", [(1200, 630), (480, 480), (401, 777)])
def test_a_picture_covers_any_size(size):
    drawn = picture("bridge", *size)
    assert drawn.size == size
    assert all(
        drawn.getpixel((x, y)) != (0, 0, 0) for x in (0, size[0] - 1) for y in (0, size[1] - 1)
    )


def test_every_picture_is_described_in_both_languages():
    assert all(all(sketch.alt) and all(sketch.caption) for sketch in PICTURES.values())


PAPERS = ["so-lieu-11-thang-2022.pdf", "giay-chung-nhan-mau.pdf"]


@pytest.mark.parametrize("name", PAPERS)
def test_a_sample_document_can_be_read_aloud(name):
    """It has text and not a picture of it, tags, a language and a title that is shown."""
    made = paper(name).read()
    assert b"/StructTreeRoot" in made
    assert b"/Marked true" in made
    assert b"/Lang (vi)" in made
    assert b"/DisplayDocTitle true" in made
    assert b"/ToUnicode" in made
    assert b"/Subtype /Image" not in made
    assert len(made) < 40_000


# --- the registers ------------------------------------------------------------------------


def invented(table):
    """The rows of a register that are not about something real."""
    return [row for row in rows(table) if not row.get("source_vi")]


@pytest.mark.parametrize("table", REGISTERS)
def test_an_invented_project_says_so_in_its_name_in_every_language_it_has(table):
    for row in invented(table):
        assert re.search(rf"\((dự án|khoản viện trợ) mẫu {row['no']}\)$", row["title_vi"])
        assert re.search(rf"\(sample (project|aid) {row['no']}\)$|^$", row["title_en"])


def test_every_invented_project_has_its_english_name():
    found = [row["no"] for table in REGISTERS for row in invented(table) if not row["title_en"]]
    assert found == []


def test_invented_investors_donors_and_companies_say_so_in_their_names():
    investors = [cell for row in rows("fdi_projects") for cell in several(row["investors"])]
    assert all(cell.startswith("Sample ") for cell in investors)
    for row in rows("organisations"):
        assert ("Mẫu" in row["name_vi"], "Sample" in row["name_en"]) == (True, True)
    companies = {row["company"] for row in rows("fdi_events")} - {""}
    assert all("Mẫu" in name and "Sample" in name for name in companies)
    ours = {row["name_vi"] for row in rows("organisations")}
    donors = {row["donor"] for row in invented("ngo_aid")}
    for row in invented("oda_projects"):
        donors |= {cell.split("|")[1] for cell in several(row["funds"])} - {""}
    assert donors <= ours


@pytest.mark.parametrize("table", TABLES)
def test_numbers_are_unique_and_vietnamese_is_composed(table):
    found = list(rows(table))
    keys = [row.get("no") or row.get("title_vi") or row["name_vi"] for row in found]
    assert len(set(keys)) == len(keys)
    assert all(is_normalized("NFC", cell) for row in found for cell in row.values())


def test_entries_are_about_projects_of_their_register_and_correct_earlier_ones():
    for ledger, register in zip(("fdi_events", "oda_years", "ngo_years"), REGISTERS, strict=True):
        numbers_of = {row["no"] for row in rows(register)} | {""}
        seen = {}
        for row in rows(ledger):
            assert row["project"] in numbers_of
            assert bool(row["known_on"]) is (row["state"] == "")
            if row["corrects"]:
                assert seen[row["corrects"]]["project"] == row["project"]
                assert seen[row["corrects"]]["known_on"] < (row["known_on"] or "9999")
            seen[row["no"]] = row


def test_what_the_press_reported_has_no_column_for_a_date_a_number_or_an_amount():
    for row in rows("fdi_reported"):
        assert list(row) == [
            *("title_vi", "title_en", "investors", "industry", "unit", "zone"),
            *("standing", "said_vi", "said_en", "url"),
        ]
        assert row["standing"] in STANDING
        assert row["url"].startswith("https://")


def test_what_the_press_reported_is_the_same_in_both_languages():
    for row in rows("fdi_reported"):
        vi, en = numbers(row["said_vi"], "vi"), numbers(row["said_en"], "en")
        if "tỷ" not in row["said_vi"]:
            assert set(vi) == set(en)


@pytest.mark.skipif(not NAMED.exists(), reason="the collected data are not in the repository")
def test_every_named_project_of_the_collection_is_there_but_the_domestic_one():
    with NAMED.open(encoding="utf-8", newline="") as lines:
        collected = list(csv.DictReader(lines))
    foreign = [row for row in collected if row["investor_country_iso2"] != "VN"]
    # The second Lotes row is the first project with more capital; its address stands in the text.
    urls = Counter(row["source_url"] for row in foreign if row["no"] != "2")
    assert Counter(row["url"] for row in rows("fdi_reported")) == urls
    assert len(collected) == 26
