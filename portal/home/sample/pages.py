"""Who the sample department is, its static pages and its menus.

The identity is that of 2022. Contacts lead nowhere on purpose.
"""

from dataclasses import dataclass

from portal.home.sample import Both, body


@dataclass(frozen=True)
class Page:
    """The body is bodies/<key>.<language>.html."""

    key: str
    title: Both
    summary: Both

    @property
    def body(self) -> Both:
        return body(self.key)


@dataclass(frozen=True)
class Task:
    """What a visitor may want to do; `icon` is one of MenuItem's."""

    label: Both
    hint: Both
    target: str
    icon: str


@dataclass(frozen=True)
class MenuItem:
    """`target` is "page:<key>" or "category:<key>"."""

    label: Both
    target: str


IDENTITY = {
    "name": Both(
        "Sở Kế hoạch và Đầu tư tỉnh Thái Bình",
        "Department of Planning and Investment of Thai Binh Province",
    ),
    "short_name": Both("Sở Kế hoạch và Đầu tư", "Department of Planning and Investment"),
    "place": Both("Tỉnh Thái Bình", "Thai Binh Province"),
    "parent": Both(
        "Cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh Thái Bình",
        "Specialised agency of the Thai Binh Provincial People's Committee",
    ),
    "note": Both(
        "Từ ngày 01/07/2025, Thái Bình là một phần của tỉnh Hưng Yên. "
        "Trang mẫu giữ tên cơ quan của năm 2022.",
        "Since 1 July 2025 Thai Binh has been part of Hung Yen province. "
        "The sample keeps the agency's name of 2022.",
    ),
    "address": Both(
        "Số 00, đường Mẫu, thành phố Thái Bình (địa chỉ mẫu)",
        "00 Mẫu Street, Thai Binh City (sample address)",
    ),
    "iati_reference": "VN-EXAMPLE-SKHDT-THAIBINH",
    "phone": "0227 000 0000",
    "email": "lienhe@example.gov.vn",
    "hours": Both(
        "Thứ Hai đến thứ Sáu, 7 giờ 30 đến 11 giờ 30 và 13 giờ 30 đến 17 giờ 00",
        "Monday to Friday, 7:30 to 11:30 and 13:30 to 17:00",
    ),
}

HERO = {
    "title": Both(
        "Đầu tư vào Thái Bình, nơi đồng bằng sông Hồng gặp biển",
        "Invest in Thai Binh, where the Red River delta meets the sea",
    ),
    "lede": Both(
        "Tin tức, số liệu về đầu tư, ODA, viện trợ phi chính phủ và PCI, "
        "bằng tiếng Việt và tiếng Anh, có nguồn và ngày chốt.",
        "News, and figures on investment, ODA, NGO aid and the PCI, "
        "in Vietnamese and English, with their source and date.",
    ),
    "picture": "wind",
}

NOTICE = Both(
    "Đây là trang mẫu, không phải cổng thông tin của cơ quan nhà nước. "
    "Liên hệ, một số sự kiện và mọi bản ghi có nhãn “mẫu” là giả định.",
    "This is a sample site, not the portal of a public authority. "
    "Contacts, some events and all records marked “sample” are made up.",
)

_APPROVED = Both(
    "Số liệu đúng như văn bản in. Trên trang mẫu này, ngày Sở biết và duyệt bảng số liệu là "
    "giả định.",
    "The figures are as the documents print them. The days on which the department of this sample "
    "site knew and approved the tables are made up.",
)
_PARTLY = Both(
    "Danh mục trên trang mẫu này có phần lấy từ báo cáo cuối tháng 11/2022 của Sở.",
    "On this sample site the register is in part that of the department's report of the end of "
    "November 2022.",
)
DATASET_NOTES = {
    "fdi": Both(
        "Danh mục trên trang mẫu này chỉ để minh họa; riêng các số tổng cuối tháng 11/2022, theo "
        "thông tin có đến hết ngày 02/12/2022, là số trong báo cáo của Sở.",
        "The register of this sample site is illustrative; only its totals of the end of November "
        "2022, as known on 2 December 2022, are those of the department's report.",
    ),
    "domestic": Both(
        "Danh mục trên trang mẫu này chỉ để minh họa.",
        "The register of this sample site is illustrative.",
    ),
    "oda": _PARTLY,
    "ngo": _PARTLY,
    "fia": _APPROVED,
    "pci": _APPROVED,
}

PAGES = [
    Page(
        "gioi-thieu",
        Both("Giới thiệu chung", "About the department"),
        Both(
            "Sở là ai, phục vụ ai và cổng này có những gì.",
            "Who the department is, whom it serves and what this portal holds.",
        ),
    ),
    Page(
        "chuc-nang-nhiem-vu",
        Both("Chức năng, nhiệm vụ", "Functions and duties"),
        Both(
            "Những việc Sở tham mưu, quản lý và hướng dẫn.",
            "What the department advises on, manages and guides.",
        ),
    ),
    Page(
        "lien-he",
        Both("Liên hệ", "Contact"),
        Both(
            "Địa chỉ, giờ làm việc và nơi gửi câu hỏi.",
            "Address, hours and where to send questions.",
        ),
    ),
    Page(
        "tro-nang",
        Both("Trợ năng", "Accessibility statement"),
        Both(
            "Cổng làm được gì cho mọi người đọc, và còn thiếu gì.",
            "What the portal does for every reader, and what is still missing.",
        ),
    ),
    Page(
        "quyen-rieng-tu",
        Both("Quyền riêng tư", "Privacy"),
        Both(
            "Trang công khai không dùng cookie, không gọi bên thứ ba.",
            "Public pages set no cookies and call no third parties.",
        ),
    ),
    Page(
        "dung-lai-du-lieu",
        Both("Bản quyền và dùng lại dữ liệu", "Reuse of data"),
        Both(
            "Dùng lại miễn phí, chỉ cần ghi nguồn và ngày chốt.",
            "Reuse is free; give the source and the date.",
        ),
    ),
]

MAIN_MENU = [
    MenuItem(Both("Đầu tư nước ngoài", "Foreign investment"), "category:foreign-investment"),
    MenuItem(Both("Thông cáo báo chí", "Press releases"), "category:press-releases"),
    MenuItem(Both("Giới thiệu", "About"), "page:gioi-thieu"),
    MenuItem(Both("Liên hệ", "Contact"), "page:lien-he"),
]

FOOTER_MENU = [
    MenuItem(Both("Chức năng, nhiệm vụ", "Functions and duties"), "page:chuc-nang-nhiem-vu"),
    MenuItem(Both("Trợ năng", "Accessibility"), "page:tro-nang"),
    MenuItem(Both("Quyền riêng tư", "Privacy"), "page:quyen-rieng-tu"),
    MenuItem(Both("Dùng lại dữ liệu", "Reuse of data"), "page:dung-lai-du-lieu"),
]

TASKS = [
    Task(
        Both("Đọc tin mới", "Read the latest news"),
        Both("Hoạt động của Sở, thông báo và thông cáo.", "Activities, notices and releases."),
        "section:news",
        "newspaper",
    ),
    Task(
        Both("Tìm hiểu về Sở", "Learn about the department"),
        Both("Sở là ai và phục vụ ai.", "Who we are and whom we serve."),
        "page:gioi-thieu",
        "landmark",
    ),
    Task(
        Both("Liên hệ", "Contact us"),
        Both("Địa chỉ, giờ làm việc, điện thoại.", "Address, hours, telephone."),
        "page:lien-he",
        "mail",
    ),
    Task(
        Both("Dùng lại số liệu", "Reuse the figures"),
        Both("Điều kiện và cách ghi nguồn.", "Conditions and how to cite."),
        "page:dung-lai-du-lieu",
        "chart-line",
    ),
    Task(
        Both("Xem chức năng, nhiệm vụ", "See functions and duties"),
        Both("Những việc Sở tham mưu và quản lý.", "What the department advises on and manages."),
        "page:chuc-nang-nhiem-vu",
        "scale",
    ),
    Task(
        Both("Dùng cổng dễ hơn", "Use this site more easily"),
        Both("Cỡ chữ, tương phản, bàn phím.", "Text size, contrast, keyboard."),
        "page:tro-nang",
        "info",
    ),
]
