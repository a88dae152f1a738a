"""What each edition of the PCI was: facts from the methodology notes, and data/codelists of shared.

Sub-indices belong to editions, and so do their names and weights.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Edition:
    """weights: code → per cent, or None where they are not known."""

    year: int
    provinces: int
    weights: dict
    break_vi: str = ""
    break_en: str = ""
    ranks_published_to: int | None = None


NAMES = {
    "entry_costs": ("Gia nhập thị trường", "Entry costs"),
    "land_access": (
        "Tiếp cận đất đai và sự ổn định trong sử dụng đất",
        "Land access and security of tenure",
    ),
    "transparency": (
        "Tính minh bạch và tiếp cận thông tin",
        "Transparency and access to information",
    ),
    "time_costs": ("Chi phí thời gian", "Time costs and regulatory compliance"),
    "informal_charges": ("Chi phí không chính thức", "Informal charges"),
    "policy_implementation": ("Thực thi chính sách", "Policy implementation"),
    "policy_bias": ("Cạnh tranh bình đẳng", "Policy bias (fair competition)"),
    "proactivity": (
        "Tính năng động của chính quyền tỉnh",
        "Proactivity of provincial leadership",
    ),
    "business_support": ("Chính sách hỗ trợ doanh nghiệp", "Business support policy"),
    "labor_training": ("Đào tạo lao động", "Labor and training"),
    "legal_institutions": (
        "Thiết chế pháp lý và an ninh trật tự",
        "Legal institutions (law and order)",
    ),
}


def names(code, year):
    """(vi, en) of a sub-index in an edition."""
    if code == "policy_bias" and year <= 2008:
        return "Ưu đãi đối với doanh nghiệp nhà nước", "Bias towards state-owned enterprises"
    if code == "business_support" and year <= 2020:
        return "Dịch vụ hỗ trợ doanh nghiệp", "Business support services"
    if code == "legal_institutions" and year <= 2016:
        return "Thiết chế pháp lý", "Legal institutions"
    return NAMES[code]


def _weights(*percents):
    codes = [code for code in NAMES if code != "policy_implementation"]
    return {
        code: Decimal(percent)
        for code, percent in zip(codes, percents, strict=True)
        if percent is not None
    }


FIRST = dict.fromkeys([*NAMES][:9])  # 2005: its weights are not known
TEN_2006 = _weights(5, 5, 15, 10, 5, 5, 15, 15, 15, 10)
NINE_2009 = _weights(10, 5, 20, 15, 10, None, 10, 5, 20, 5)
TEN_2013 = _weights(5, 5, 20, 5, 10, 5, 5, 20, 20, 5)
UNKNOWN = dict.fromkeys(TEN_2013)

EDITIONS = [
    Edition(2005, 42, FIRST),
    Edition(
        2006,
        64,
        TEN_2006,
        "Từ khảo sát thử nghiệm 42 tỉnh sang khảo sát toàn quốc với mười chỉ số thành phần.",
        "From a pilot in 42 provinces to a nationwide survey with ten sub-indices.",
    ),
    *(Edition(year, 64, TEN_2006) for year in (2007, 2008)),
    Edition(
        2009,
        63,
        NINE_2009,
        "Còn chín chỉ số thành phần (bỏ chỉ số ưu đãi doanh nghiệp nhà nước), trọng số mới.",
        "Nine sub-indices (policy bias was left out) with new weights.",
    ),
    *(Edition(year, 63, NINE_2009) for year in (2010, 2011, 2012)),
    Edition(
        2013,
        63,
        TEN_2013,
        "Mười chỉ số thành phần (thêm cạnh tranh bình đẳng), trọng số mới.",
        "Ten sub-indices (fair competition was added) with new weights.",
    ),
    *(Edition(year, 63, TEN_2013) for year in range(2014, 2021)),
    Edition(
        2021,
        63,
        TEN_2013,
        "Phương pháp được hiệu chỉnh; “dịch vụ hỗ trợ doanh nghiệp” thành “chính sách hỗ trợ "
        "doanh nghiệp”.",
        "The method was recalibrated; “business support services” became “business support "
        "policy”.",
    ),
    Edition(2022, 63, UNKNOWN),
    Edition(
        2023,
        63,
        UNKNOWN,
        # No break: the survey is the same, but only the first 30 are told.
        ranks_published_to=30,
    ),
]
