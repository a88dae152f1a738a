"""Charts of every form, in both languages, with the longest words and the oddest numbers."""

from decimal import Decimal as D

from portal.charts import shapes
from portal.charts.chart import About, Break, Series

FDI_YEARS = range(2015, 2025)
NEW = "49.638 32.928 96.263 31.311 28.541 82.808 459.852 219.82 2686.315 396.589"
ADJUSTED = "- 13.736 -4.109 10.237 -30.5 0.296 1.436 86.293 104.268 5"
SHARES = "- 7.355 7.354 14.517 9.517 7.783 1.352 1.753 0.05 0.036"
PCI_YEARS = range(2005, 2025)
THAI_BINH = (
    "61.39 50.54 55.99 54.27 54.58 60.04 53.69 58.37 59.10 57.37 57.64 57.72 61.97 63.23 65.38 "
    "64.02 62.31 65.78 - -"
)
MEDIAN = (
    "58.57 52.22 55.56 53.17 58.29 58.02 59.41 56.54 57.81 58.58 58.52 58.20 62.00 63.33 65.10 "
    "63.40 64.74 65.22 - -"
)
BEST = (
    "76.82 76.23 77.20 72.18 75.96 69.77 73.53 63.79 66.45 66.87 68.34 70.00 70.69 70.36 73.40 "
    "75.09 73.02 72.95 - -"
)
NEIGHBOURS = {
    "Hải Phòng": "59.76 58.25 58.65 60.10 65.15 64.48 68.73 69.27 70.61 70.76",
    "Hưng Yên": "53.91 55.14 55.10 57.01 59.09 60.66 63.60 62.22 63.76 67.91",
    "Nam Định": "56.31 58.52 59.62 58.54 61.43 63.11 65.09 63.04 64.99 65.29",
    "Ninh Bình": "58.71 60.75 58.51 60.14 61.86 63.55 64.59 61.86 60.53 64.22",
}
PARTNERS = [
    ("Hàn Quốc", "Republic of Korea", "85865.80"),
    ("Xinh-ga-po", "Singapore", "74519.37"),
    ("Nhật Bản", "Japan", "73962.94"),
    ("Đài Loan (Trung Quốc)", "Taiwan (China)", "39315.86"),
    ("Đặc khu hành chính Hồng Kông (Trung Quốc)", "Hong Kong SAR (China)", "34124.06"),
    ("Quần đảo Vơ-gin thuộc Anh", "British Virgin Islands", "22724.14"),
    ("Cộng hòa Séc", "Czechia", "94.53"),
]
SUB_INDICES = [
    ("Gia nhập thị trường", "Entry costs", "8.33 8.77 8.53 9.28"),
    (
        "Tiếp cận đất đai và sự ổn định trong sử dụng đất",
        "Land access and security of tenure",
        "5.50 5.53 5.81 6.99",
    ),
    (
        "Tính minh bạch và tiếp cận thông tin",
        "Transparency and access to information",
        "6.14 6.45 6.20 7.22",
    ),
    (
        "Chi phí thời gian để thực hiện các quy định của Nhà nước",
        "Time costs of regulatory compliance",
        "6.65 6.86 6.56 8.69",
    ),
    ("Chi phí không chính thức", "Informal charges", "5.30 5.59 5.31 6.86"),
    ("Cạnh tranh bình đẳng", "Policy bias", "5.04 5.33 - 6.91"),
    (
        "Tính năng động và tiên phong của lãnh đạo tỉnh",
        "Proactivity of provincial leadership",
        "4.36 5.00 4.94 7.06",
    ),
    ("Chính sách hỗ trợ doanh nghiệp", "Business support policy", "- 4.72 5.53 6.83"),
    ("Đào tạo lao động", "Labour training", "5.78 5.74 5.93 7.98"),
    ("Thiết chế pháp lý", "Legal institutions", "5.83 5.13 5.50 7.16"),
]
WORDS = {
    "vi": {
        "fdi": "Vốn FDI đăng ký tại Thái Bình theo năm, triệu USD",
        "partners": "Vốn đăng ký lũy kế theo quốc gia, vùng lãnh thổ, triệu USD",
        "pci": "Điểm PCI, thang 100",
        "sub-indices": "Điểm chỉ số thành phần PCI, thang 10",
        "million": "triệu USD",
        "points": "điểm",
        "ministry": "Nguồn: Cục Đầu tư nước ngoài, Bộ Kế hoạch và Đầu tư",
        "vcci": "Nguồn: Liên đoàn Thương mại và Công nghiệp Việt Nam",
        "dates": "Số liệu đến ngày 20/06/2024",
        "new": "Cấp mới",
        "adjusted": "Tăng, giảm vốn",
        "shares": "Góp vốn, mua cổ phần",
        "median": "Trung vị cả nước",
        "best": "Tỉnh cao nhất",
        "missing": "không công bố",
        "others": "Nước khác",
        "ten": "10 chỉ số",
        "nine": "9 chỉ số",
        "recalibrated": "chỉnh phương pháp",
    },
    "en": {
        "fdi": "Registered FDI in Thái Bình by year, million USD",
        "partners": "Cumulative registered capital by country or territory, million USD",
        "pci": "PCI score on a scale of 100",
        "sub-indices": "PCI sub-index scores on a scale of 10",
        "million": "million USD",
        "points": "points",
        "ministry": "Source: Foreign Investment Agency, Ministry of Planning and Investment",
        "vcci": "Source: Vietnam Chamber of Commerce and Industry",
        "dates": "As of 20 June 2024",
        "new": "New",
        "adjusted": "Adjusted",
        "shares": "Share purchase",
        "median": "National median",
        "best": "Best province",
        "missing": "not published",
        "others": "Others",
        "ten": "10 sub-indices",
        "nine": "9 sub-indices",
        "recalibrated": "recalibrated",
    },
}


def decimals(text):
    """Decimals of a line of numbers; a dash is a missing one."""
    return [None if word == "-" else D(word) for word in text.split()]


def series(name, labels, text):
    return Series(name, dict(zip(labels, decimals(text), strict=True)))


def about(language, **more):
    """About some points; what a test does not say is plain."""
    plain = {
        "subtitle": "Điểm",
        "unit": WORDS[language]["points"],
        "source": "VCCI",
        "dates": "2022",
    }
    return About(**{"language": language, **plain, **more})


def breaks(language):
    words = WORDS[language]
    return [
        Break(2006, words["ten"]),
        Break(2009, words["nine"]),
        Break(2013, words["ten"]),
        Break(2021, words["recalibrated"]),
    ]


def all_forms(language):
    """{name: Chart} of every form."""
    words = WORDS[language]
    place = ["vi", "en"].index(language)
    fdi = about(
        language,
        subtitle=words["fdi"],
        unit=words["million"],
        source=words["ministry"],
        dates=words["dates"],
    )
    pci = about(language, subtitle=words["pci"], source=words["vcci"], missing=words["missing"])
    sub = about(language, subtitle=words["sub-indices"], source=words["vcci"])
    partners = {row[place]: D(row[2]) for row in PARTNERS} | {words["others"]: D("138311.26")}
    parts = {row[place]: decimals(row[2]) for row in SUB_INDICES}
    markers = ["2015", "2016", words["median"], words["best"]]
    fdi_series = [
        series(words[name], FDI_YEARS, text)
        for name, text in (("new", NEW), ("adjusted", ADJUSTED), ("shares", SHARES))
    ]
    before_boom = [
        Series(one.name, {year: v for year, v in one.values.items() if year < 2023})
        for one in fdi_series
    ]
    return {
        "columns": shapes.columns(
            fdi, [series(words["new"], FDI_YEARS, NEW.replace("96.263", "-"))]
        ),
        "stacked": shapes.columns(fdi, fdi_series),
        "negative": shapes.columns(fdi, before_boom),
        "lines": shapes.lines(
            pci,
            [
                series("Thái Bình", PCI_YEARS, THAI_BINH),
                series(words["median"], PCI_YEARS, MEDIAN),
                series(words["best"], PCI_YEARS, BEST),
            ],
            breaks(language),
        ),
        "line": shapes.lines(
            pci, [series("Thái Bình", PCI_YEARS, THAI_BINH.replace("60.04 53.69", "- -"))]
        ),
        "five lines": shapes.lines(
            pci,
            [
                series("Thái Bình", range(2013, 2023), " ".join(THAI_BINH.split()[8:18])),
                *(series(name, range(2013, 2023), text) for name, text in NEIGHBOURS.items()),
            ],
            breaks(language),
        ),
        "bars": shapes.bars(
            about(
                language,
                subtitle=words["partners"],
                unit=words["million"],
                source=words["ministry"],
                dates=words["dates"],
            ),
            partners,
            last={words["others"]},
            whole=sum(partners.values()),
        ),
        "negative bars": shapes.bars(
            sub, {name: (b or D(0)) - (a or D(0)) for name, (a, b, *_) in parts.items()}
        ),
        "bars with places": shapes.bars(
            sub,
            partners,
            places={name: 9 * number for number, name in enumerate(partners, 1)},
        ),
        "dumbbell": shapes.dumbbell(
            sub,
            {name: dict(zip(markers, row, strict=True)) for name, row in parts.items()},
            markers,
        ),
        "multiples": shapes.multiples(
            sub,
            [
                Series(name, dict(zip(range(2013, 2017), [*row[2:], *row[:2]], strict=True)))
                for name, row in parts.items()
            ],
            [Break(2015, words["ten"])],
        ),
    }
