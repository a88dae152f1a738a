"""Fourteen sample articles; their bodies are bodies/<key>.<language>.html, plain editor HTML.

They say nothing about workflow: which one is a draft, scheduled or withdrawn is for the loader.
"""

from dataclasses import dataclass
from datetime import date

from portal.home.sample import Both, body


@dataclass(frozen=True)
class Category:
    key: str
    name: Both
    parent: str = ""


@dataclass(frozen=True)
class Article:
    """`category`, `tags` and `picture` are keys of CATEGORIES, TAGS and pictures.PICTURES."""

    key: str
    date: date
    category: str
    title: Both
    summary: Both
    byline: Both
    source: Both
    tags: tuple[str, ...]
    picture: str = ""
    added: str = ""  # what Vietnamese gained since the English was made of it

    @property
    def body(self) -> Both:
        return body(self.key)


CATEGORIES = [
    Category("department-news", Both("Tin hoạt động", "Department news")),
    Category(
        "external-information",
        Both("Thông tin đối ngoại", "External information"),
        "department-news",
    ),
    Category(
        "investment-promotion", Both("Xúc tiến đầu tư", "Investment promotion"), "department-news"
    ),
    Category("press-releases", Both("Thông cáo báo chí", "Press releases")),
    Category("foreign-investment", Both("Đầu tư nước ngoài", "Foreign investment")),
    Category("fdi", Both("FDI", "FDI"), "foreign-investment"),
    Category("oda", Both("ODA", "ODA"), "foreign-investment"),
    Category("ngo-aid", Both("Viện trợ phi chính phủ", "NGO aid"), "foreign-investment"),
    Category("announcements", Both("Thông báo", "Announcements")),
]

TAGS = {
    "figures": Both("số liệu", "figures"),
    "fdi": Both("FDI", "FDI"),
    "oda": Both("ODA", "ODA"),
    "ngo": Both("viện trợ phi chính phủ", "NGO aid"),
    "pci": Both("PCI", "PCI"),
    "procedures": Both("thủ tục hành chính", "administrative procedures"),
    "promotion": Both("xúc tiến đầu tư", "investment promotion"),
    "legislation": Both("văn bản pháp luật", "legislation"),
    "enterprises": Both("doanh nghiệp", "enterprises"),
    "health": Both("y tế", "health"),
    "education": Both("giáo dục", "education"),
    "irrigation": Both("thủy lợi", "irrigation"),
    "merger-2025": Both("sắp xếp đơn vị hành chính 2025", "2025 administrative mergers"),
    "explained": Both("giải thích", "explained"),
}

EDITORS = Both("Ban Biên tập", "Editorial Board")
FOREIGN_ECONOMIC = Both("Phòng Kinh tế đối ngoại", "Foreign Economic Relations Division")
PROMOTION = Both("Phòng Xúc tiến đầu tư", "Investment Promotion Division")
REGISTRATION = Both("Phòng Đăng ký kinh doanh", "Business Registration Division")
OFFICE = Both("Văn phòng Sở", "Department Office")

REPORT = Both(
    "Báo cáo của Sở, cuối tháng 11/2022", "Report of the department, end of November 2022"
)
SAMPLE = Both("Nội dung mẫu của cổng", "Sample content of this portal")

ARTICLES = [
    Article(
        key="fdi-11-thang-2022",
        date=date(2022, 12, 5),
        category="fdi",
        title=Both(
            "FDI 11 tháng năm 2022: vốn tăng thêm gấp 1,7 lần vốn mới",
            "FDI in 11 months of 2022: added capital 1.7 times the new",
        ),
        summary=Both(
            "Đến ngày 30/11/2022, tỉnh có 106 dự án còn hiệu lực với 1.628,89 triệu USD; "
            "7 dự án đang hoạt động đã tăng thêm 118 triệu USD.",
            "On 30 November 2022 the province had 106 valid projects with USD 1,628.89 million; "
            "7 operating projects added USD 118 million.",
        ),
        byline=FOREIGN_ECONOMIC,
        source=REPORT,
        tags=("fdi", "figures"),
        picture="industry",
    ),
    Article(
        key="oda-dang-van-dong",
        date=date(2022, 12, 8),
        category="oda",
        title=Both(
            "Đê Trà Lý, trạm bơm Thái Học, cảng cá Thụy Tân: ba đề xuất ODA đang vận động",
            "Trà Lý dykes, Thái Học pumps, Thụy Tân port: three ODA proposals in mobilisation",
        ),
        summary=Both(
            "Cùng với 9 dự án đang thực hiện, tỉnh đang làm việc với ba nhà tài trợ. "
            "Kế hoạch vốn nước ngoài năm 2022 là 146.422 triệu đồng.",
            "Besides 9 projects under way, the province is in talks with three donors. "
            "Foreign capital planned for 2022 is VND 146,422 million.",
        ),
        byline=FOREIGN_ECONOMIC,
        source=REPORT,
        tags=("oda", "irrigation", "figures"),
        picture="dyke",
        added=" Từ ngày 10/9/2025, Nghị định 242/2025/NĐ-CP thay thế Nghị định 114/2021/NĐ-CP.",
    ),
    Article(
        key="vien-tro-phi-chinh-phu-2022",
        date=date(2022, 12, 12),
        category="ngo-aid",
        title=Both(
            "Hai khoản viện trợ phi chính phủ được phê duyệt trong năm 2022",
            "Two items of NGO aid approved in 2022",
        ),
        summary=Both(
            "DHF cam kết 30.000 USD cho người khuyết tật, BIDMC cam kết 150.000 USD "
            "cho chăm sóc bệnh viêm gan.",
            "DHF commits USD 30,000 for people with disabilities, BIDMC USD 150,000 "
            "for hepatitis care.",
        ),
        byline=FOREIGN_ECONOMIC,
        source=REPORT,
        tags=("ngo", "health", "figures"),
        picture="hospital",
    ),
    Article(
        key="pci-2022",
        date=date(2023, 4, 12),
        category="department-news",
        title=Both(
            "PCI 2022: Thái Bình đạt 65,78 điểm, trở lại vị trí 28",
            "PCI 2022: Thai Binh scores 65.78 and is back at rank 28",
        ),
        summary=Both(
            "Sau năm 2021 xếp thứ 47 với 62,31 điểm, tỉnh lên 19 bậc. "
            "Khi so sánh cần nhớ phương pháp đã hiệu chỉnh.",
            "After rank 47 with 62.31 points in 2021 the province rose by 19 places. "
            "Comparisons should remember that the method was recalibrated.",
        ),
        byline=EDITORS,
        source=Both("VCCI; Ban Biên tập tổng hợp", "VCCI; compiled by the editors"),
        tags=("pci", "enterprises", "figures"),
        picture="bridge",
    ),
    Article(
        key="doi-thoai-doanh-nghiep",
        date=date(2022, 12, 9),
        category="department-news",
        title=Both("Đối thoại với doanh nghiệp: 9 trong 17 kiến nghị được trả lời ngay"),
        summary=Both(
            "Mặt bằng, chỗ ở cho công nhân và hồ sơ song ngữ là ba điều được hỏi nhiều nhất."
        ),
        byline=REGISTRATION,
        source=SAMPLE,
        tags=("enterprises", "procedures"),
    ),
    Article(
        key="thu-tuc-mot-cua",
        date=date(2022, 11, 21),
        category="announcements",
        title=Both(
            "Làm thủ tục đầu tư tại một cửa: bốn bước và ba lỗi hay gặp",
            "Investment procedures at one door: four steps and three common mistakes",
        ),
        summary=Both(
            "Chuẩn bị, nộp, theo dõi, nhận kết quả: tất cả tại một nơi, trên giấy hoặc qua mạng.",
            "Prepare, file, follow, collect: all in one place, on paper or online.",
        ),
        byline=REGISTRATION,
        source=SAMPLE,
        tags=("procedures", "explained"),
    ),
    Article(
        key="chuyen-xuc-tien-dau-tu",
        date=date(2022, 12, 14),
        category="investment-promotion",
        title=Both(
            "Chuyến xúc tiến đầu tư 5 ngày tại Hàn Quốc và Nhật Bản",
            "An investment promotion trip of 5 days to the Republic of Korea and Japan",
        ),
        summary=Both(
            "Đoàn gặp 14 doanh nghiệp và mang về 3 bản ghi nhớ; bản ghi nhớ chưa phải là dự án.",
            "The delegation met 14 companies and brought home 3 memoranda; "
            "a memorandum is not yet a project.",
        ),
        byline=PROMOTION,
        source=SAMPLE,
        tags=("promotion", "fdi"),
        picture="port",
    ),
    Article(
        key="nghi-tet-duong-lich-2023",
        date=date(2022, 12, 22),
        category="announcements",
        title=Both("Thông báo lịch nghỉ Tết Dương lịch 2023 của bộ phận tiếp nhận hồ sơ"),
        summary=Both("Quầy nghỉ từ 31/12/2022 đến hết 02/01/2023; vẫn nhận hồ sơ qua mạng."),
        byline=OFFICE,
        source=SAMPLE,
        tags=("procedures",),
    ),
    Article(
        key="nghi-dinh-80-2020",
        date=date(2022, 10, 10),
        category="ngo-aid",
        title=Both(
            "Nghị định 80/2020/NĐ-CP: bốn khái niệm đơn vị nhận viện trợ hay nhầm",
            "Decree 80/2020/NĐ-CP: four notions that aid owners often confuse",
        ),
        summary=Both(
            "Phân biệt chương trình, dự án, phi dự án; chủ khoản viện trợ và cơ quan chủ quản.",
            "How to tell programme, project and non-project aid apart, "
            "and the aid owner from the managing agency.",
        ),
        byline=FOREIGN_ECONOMIC,
        source=SAMPLE,
        tags=("ngo", "legislation", "education", "explained"),
        picture="library",
    ),
    Article(
        key="ho-so-cu-sau-sap-nhap",
        date=date(2026, 3, 2),
        category="external-information",
        title=Both(
            "Thái Bình nhập vào Hưng Yên: đọc hồ sơ đầu tư cũ thế nào cho đúng",
            "Thai Binh joined Hung Yen: how to read old investment records",
        ),
        summary=Both(
            "Địa danh, mã xã, tên cơ quan giữ nguyên như lúc lập hồ sơ; "
            "cổng hiện thêm địa danh ngày nay.",
            "Places, commune codes and agencies stay as recorded; "
            "the portal adds today's name of each place.",
        ),
        byline=EDITORS,
        source=SAMPLE,
        tags=("merger-2025", "legislation", "explained"),
        picture="delta",
    ),
    Article(
        key="cach-doc-so-lieu-fdi",
        date=date(2022, 12, 19),
        category="fdi",
        title=Both(
            "Cách đọc số liệu FDI: lượt và dự án, dòng vốn và lũy kế",
            "How to read FDI figures: turns and projects, flow and stock",
        ),
        summary=Both(
            "Năm chỗ khiến hai con số đúng trông như mâu thuẫn, và ba câu hỏi trước khi trích dẫn.",
            "Five places where two correct figures seem to disagree, "
            "and three questions before you quote.",
        ),
        byline=EDITORS,
        source=REPORT,
        tags=("fdi", "figures", "explained"),
        picture="wind",
    ),
    Article(
        key="thong-cao-so-lieu-2022",
        date=date(2022, 12, 15),
        category="press-releases",
        title=Both(
            "Công bố bộ số liệu FDI, ODA và viện trợ phi chính phủ đến ngày 30/11/2022",
            "Figures on FDI, ODA and NGO aid as of 30 November 2022 published",
        ),
        summary=Both(
            "Mọi con số phát hành song ngữ, kèm nguồn và ngày chốt. "
            "Không đăng, phát trước 9 giờ 00 ngày 15/12/2022.",
            "Every figure comes in two languages with its source and date. "
            "Embargoed until 9:00 on 15 December 2022.",
        ),
        byline=EDITORS,
        source=REPORT,
        tags=("figures", "fdi", "oda", "ngo"),
    ),
    Article(
        key="tiep-nha-dau-tu",
        date=date(2022, 12, 20),
        category="announcements",
        title=Both(
            "Tiếp nhà đầu tư sáng thứ Năm",
            "Investors are received on Thursdays",
        ),
        summary=Both(
            "Từ 8 giờ đến 11 giờ, tại trụ sở Sở.",
            "From 8 to 11 o’clock, at the department.",
        ),
        byline=PROMOTION,
        source=SAMPLE,
        tags=("promotion", "procedures"),
    ),
    Article(
        key="thong-cao-pci-2022",
        date=date(2023, 4, 13),
        category="press-releases",
        title=Both(
            "Thông cáo: kết quả PCI 2022",
            "Press release: the PCI 2022",
        ),
        summary=Both(
            "65,78 điểm, xếp thứ 28.",
            "65.78 points, rank 28.",
        ),
        byline=EDITORS,
        source=Both("VCCI; Ban Biên tập tổng hợp", "VCCI; compiled by the editors"),
        tags=("pci", "figures"),
    ),
]

#: The day of the department's report (DOMAIN, acceptance case) that the articles tell.
REPORTED_ON = date(2022, 11, 30)
#: Article → [(figure that it cites, what it is asked)].
FIGURES = {
    "fdi-11-thang-2022": [
        ("fdi-capital", {"as_of": REPORTED_ON}),
        ("fdi-projects", {"as_of": REPORTED_ON}),
    ],
    "vien-tro-phi-chinh-phu-2022": [("ngo-committed", {"as_of": REPORTED_ON, "year": 2022})],
    "pci-2022": [("pci-score", {"year": 2022})],
    "thong-cao-pci-2022": [("pci-score", {"year": 2022})],
}
