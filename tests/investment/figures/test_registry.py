"""What holds for every figure: how far a citation lasts, and a day before its first document."""

import re

import pytest
from django.utils import timezone

from tests import articles
from tests import registers as r
from tests.investment.figures.test_figures import domestic, fdi, figure_address, ngo, oda, text
from tests.projects.test_pages import words

pytestmark = pytest.mark.django_db
__all__ = ["domestic", "fdi", "ngo", "oda"]  # fixtures

WHOLE = {
    "en": "The address gives exactly this figure again, whatever is corrected later.",
    "vi": "Địa chỉ này luôn cho lại đúng số liệu này, dù về sau có đính chính.",
}
TOTAL = {
    "en": "The address gives exactly this total again, whatever is corrected later; its parts "
    "follow what the records state of themselves, and may change.",
    "vi": "Địa chỉ này luôn cho lại đúng số tổng này, dù về sau có đính chính; các phần của nó "
    "theo nội dung ghi trong hồ sơ dự án nên có thể thay đổi.",
}
NOTHING = {
    "en": "The address asks for the same day and moment again. The figure follows what the "
    "records state of themselves, and changes with what is corrected in them.",
    "vi": "Địa chỉ này hỏi lại đúng ngày và thời điểm đó. Số liệu theo nội dung ghi trong hồ sơ "
    "nên thay đổi khi hồ sơ được đính chính.",
}


def rewritten(record, people, **values):
    """The record as its working copy put it in its place."""
    copy = articles.workflow.open_copy(record, by=people["data officer"])
    copy = articles.edit(copy, people["data officer"], **values)
    articles.step(articles.step(copy, "submit", people["data officer"]), "publish",
                  people["publisher"])  # fmt: skip


class TestCitation:
    @pytest.mark.parametrize("language", ["vi", "en"])
    @pytest.mark.parametrize(
        ("keys", "said"),
        [
            (["fdi-capital", "fdi-by-partner", "domestic-by-year", "oda-foreign"], WHOLE),
            (["fdi-by-locality", "fdi-by-sector", "domestic-by-sector"], TOTAL),
            (["oda-projects", "oda-by-donor", "ngo-items", "ngo-by-field", "ngo-by-place",
              "ngo-by-donor"], NOTHING),
        ],
    )  # fmt: skip
    def test_it_says_how_far_it_lasts(self, client, fdi, domestic, oda, ngo, keys, said, language):
        for key in keys:
            page = text(client, figure_address(key, language=language))
            assert [one for one in (WHOLE, TOTAL, NOTHING) if one[language] in page] == [said], key

    def test_as_it_lasts_so_the_address_answers(self, client, people, fdi, ngo):
        """The total of the places stays, its parts move; a status is no entry of a ledger."""
        now = timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S.%f%z").replace("+", "%2B")
        known = f"?as_of=2022-11-30&known_at={now}"
        urls = [figure_address(key, query=known) for key in ("fdi-by-locality", "ngo-items")]
        for name in ("Thái Thụy", "Tiền Hải"):
            district = r.unit(name[-2:], name, "district", r.unit())
            rewritten(fdi[0], people, unit=district)
            page = text(client, urls[0])
            assert "16.50 million USD" in page
            assert re.search(rf"{name}[^.]* 1 12,500,000\.5 ", page)
        assert "Items of NGO aid being implemented 1 item " in text(client, urls[1])
        ngo.stages.update(stage="completed", reached_on="2022-01-01")
        assert "Items of NGO aid being implemented 0 items " in text(client, urls[1])


NONE = {"en": "No figures are recorded.", "vi": "Chưa ghi nhận số liệu."}


class TestBeforeTheFirstDocument:
    @pytest.mark.parametrize("language", ["vi", "en"])
    @pytest.mark.parametrize(("key", "day"), [("oda-projects", "2019-12-31"),
                                              ("ngo-items", "2020-12-31")])  # fmt: skip
    def test_no_record_is_not_zero(self, client, oda, ngo, key, day, language):
        asked = {"language": language, "query": f"?as_of={day}"}
        page = client.get(figure_address(key, **asked)).content.decode()
        assert NONE[language] in words(page)
        assert "<table" not in page
        csv = client.get(figure_address(key, suffix="csv", **asked)).content.decode()
        assert len(csv.splitlines()) == 1
        assert client.get(figure_address(key, suffix="json", **asked)).json()["rows"] == []

    def test_of_one_record_no_part_is_told(self, client, oda, ngo):
        for key, said in [
            ("ngo-items", "The one item of aid is being implemented"),
            ("oda-projects", "The one ODA project is in implementation"),
        ]:
            assert said in text(client, figure_address(key))
        page = text(client, figure_address("ngo-items", language="vi"))
        assert "Khoản viện trợ duy nhất đang thực hiện" in page
