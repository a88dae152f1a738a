"""Twenty questions of a reporter, answered within two clicks from the home page.

Asked of the running portal with its sample site, without a browser: no page needs a script. The
figures are those of DOMAIN's sources (../shared/data) and of the sample register.
"""

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.browser

OFFICIAL = ("Thống kê", "Statistics")
PCI = ("PCI", "PCI")
BY_YEAR = (
    "Vốn FDI đăng ký trong năm, số liệu chính thức",
    "FDI registered in a year, official figure",
)


@dataclass
class Question:
    """What is asked; the texts of the links that lead to the answer; one part of each row or
    sentence that answers it, by language."""

    asked: str
    links: tuple
    vi: tuple
    en: tuple


QUESTIONS = [
    Question(
        "How much FDI did Thái Bình register in 2023, and was it more than in 2022?",
        [OFFICIAL],
        ("2.790,63 triệu USD tăng 2.482,76 triệu USD so với năm 2022 (307,87)",),
        ("2,790.63 million USD up by 2,482.76 million USD from 2022 (307.87)",),
    ),
    Question(
        "How many new FDI projects came in 2023, and with what capital?",
        [OFFICIAL, BY_YEAR],
        ("2023 20/12/2023 34 2.686,315",),
        ("2023 20 December 2023 34 2,686.315",),
    ),
    Question(
        "Was capital taken away from running projects in some year?",
        [OFFICIAL, BY_YEAR],
        ("2017 20/12/2017 11 96,263 7 −4,109",),
        ("2017 20 December 2017 11 96.263 7 −4.109",),
    ),
    Question(
        "Which place did the province take among the others in 2023, who was first?",
        [OFFICIAL, ("Thứ hạng thu hút FDI của tỉnh", "Rank of the province by registered FDI")],
        ("1 TP. Hồ Chí Minh 5.851,951", "5 Thái Bình 2.790,633"),
        ("1 Ho Chi Minh City 5,851.951", "5 Thai Binh 2,790.633"),
    ),
    Question(
        "How many valid projects are there according to the ministry, with what capital?",
        [OFFICIAL, ("Vốn FDI lũy kế, số liệu chính thức", "Cumulative FDI, official figure")],
        ("2023 20/12/2023 147 4.711,268", "2024 20/06/2024 167 5.122,656"),
        ("2023 20 December 2023 147 4,711.268", "2024 20 June 2024 167 5,122.656"),
    ),
    Question(
        "How many valid projects had the province at the end of November 2022?",
        [
            (
                "FDI 11 tháng năm 2022: vốn tăng thêm gấp 1,7 lần vốn mới",
                "FDI in 11 months of 2022: added capital 1.7 times the new",
            )
        ],
        ("106 1.628,89",),
        ("106 1,628.89",),
    ),
    Question(
        "How many were new in those eleven months, and with what capital?",
        [
            (
                "FDI 11 tháng năm 2022: vốn tăng thêm gấp 1,7 lần vốn mới",
                "FDI in 11 months of 2022: added capital 1.7 times the new",
            )
        ],
        ("6 67,81",),
        ("6 67.81",),
    ),
    Question(
        "How large is the department's own register today?",
        [OFFICIAL],
        ("1.795,41 triệu USD", "111 dự án"),
        ("1,795.41 million USD", "111 projects"),
    ),
    Question(
        "From which country comes most of the capital?",
        [OFFICIAL, ("Vốn FDI đăng ký theo đối tác", "Registered FDI capital by partner")],
        ("Đài Loan TW 17 510.940.000",),
        ("Taiwan TW 17 510,940,000",),
    ),
    Question(
        "In which sector do the investors build?",
        [OFFICIAL, ("Vốn FDI đăng ký theo ngành", "Registered FDI capital by sector")],
        ("Công nghiệp chế biến, chế tạo C 102 1.693.440.000",),
        ("Manufacturing C 102 1,693,440,000",),
    ),
    Question(
        "Which rank and score has the province in the PCI 2022?",
        [PCI],
        ("PCI 2022 65,78 28/63",),
        ("PCI 2022 65.78 28/63",),
    ),
    Question(
        "And a year before?",
        [PCI],
        ("PCI 2021 62,31 47/63",),
        ("PCI 2021 62.31 47/63",),
    ),
    Question(
        "What is its rank of 2023?",
        [PCI],
        ("PCI 2023 chưa có trong dữ liệu chưa có trong dữ liệu",),
        ("PCI 2023 not in our data not in our data",),
    ),
    Question(
        "Which sub-index fell most in 2016?",
        [PCI, ("PCI 2016", "PCI 2016")],
        ("5,83 5,13 5,50 7,16 −0,70",),
        ("Legal institutions 5.83 5.13 5.50 7.16 −0.70",),
    ),
    Question(
        "Which sub-index fell most in 2021?",
        [PCI, ("PCI 2021", "PCI 2021")],
        ("không có điểm các chỉ số thành phần của Thái Bình trong năm này",),
        ("has no scores for Thai Binh in the sub-indices of this edition",),
    ),
    Question(
        "Who was best in the PCI 2021?",
        [PCI],
        ("PCI 2021 62,31 47/63 64,74 Quảng Ninh 73,02",),
        ("PCI 2021 62.31 47/63 64.74 Quang Ninh 73.02",),
    ),
    Question(
        "How much foreign ODA capital was planned for 2022, and how much was disbursed?",
        [
            OFFICIAL,
            (
                "Kế hoạch vốn ODA nước ngoài",
                "Foreign ODA capital planned",
            ),
        ],
        ("2022 146.422 9 72.917,45 30/11/2022 30/11/2022 5",),
        ("2022 146,422 9 72,917.45 30 November 2022 30 November 2022 5",),
    ),
    Question(
        "How many agreed ODA projects has the sample's development bank, with what funds?",
        [OFFICIAL, ("Vốn ODA đã thỏa thuận, theo nhà tài trợ", "ODA funds agreed, by donor")],
        ("Ngân hàng Phát triển Mẫu 5 91.500.000",),
        ("Sample Development Bank 5 91,500,000",),
    ),
    Question(
        "How much did NGOs commit for 2022?",
        [OFFICIAL],
        ("trên 83.888 USD",),
        ("above 83,888 USD",),
    ),
    Question(
        "How many items of NGO aid are running, and for what?",
        [OFFICIAL, ("Viện trợ phi chính phủ nước ngoài theo lĩnh vực", "NGO aid by field")],
        ("6 khoản", "giáo dục và đào tạo 3"),
        ("6 items", "education and training 3"),
    ),
]


class _Page(HTMLParser):
    """The links of a page by their text, and its text with one space between the parts."""

    def __init__(self, text):
        super().__init__()
        self.links, self.words, self.address = {}, [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.address, self.link_words = dict(attributes)["href"], []

    def handle_endtag(self, tag):
        if tag == "a" and self.address:
            self.links.setdefault(" ".join(self.link_words), self.address)
            self.address = None

    def handle_data(self, data):
        words = data.split()
        self.words += words
        if self.address:
            self.link_words += words

    @property
    def text(self):
        return " ".join(self.words)


def _open(url):
    with urlopen(url) as answer:
        return _Page(answer.read().decode())


def test_there_are_twenty():
    assert len(QUESTIONS) == 20


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.asked)
def test_it_is_answered_within_two_clicks(portal, question, language):
    url = f"{portal.url}/{language}/"
    page = _open(url)
    assert len(question.links) <= 2
    for texts in question.links:
        url = urljoin(url, page.links[texts[language == "en"]])
        page = _open(url)
    missing = [part for part in getattr(question, language) if part not in page.text]
    assert missing == [], page.text
