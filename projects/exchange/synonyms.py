"""What other tables than our own call the columns of the registers: proposals, no certainties."""

from portal.text.fold import fold

_TEXTS = {
    "objectives_vi": "mục tiêu dự án; mục tiêu hoạt động; mục tiêu đầu tư; nội dung",
    "source_vi": "nguồn; nguồn thông tin",
}
_DATES = {
    "starts_on": "ngày bắt đầu; khởi công; bắt đầu; thời gian bắt đầu",
    "ends_on": "ngày kết thúc; hoàn thành; kết thúc; thời gian kết thúc",
}
_AID = {
    **_TEXTS,
    **_DATES,
    "managing_agency_id": "cơ quan quản lý; cơ quan chủ quản dự án; đơn vị chủ quản",
    "sector_id": "mã ngành dac; ngành dac",
    "places": "địa bàn; địa điểm thực hiện; nơi thực hiện; địa bàn thực hiện",
}
_CAPITAL = {
    **_TEXTS,
    "certificate_number": "số gcnđkđt; số gcnđt; mã da; mã số da; số giấy cnđkđt; "
    "số giấy chứng nhận; "
    "số giấy chứng nhận đầu tư; số giấy chứng nhận đăng ký đầu tư; số giấy phép; "
    "số giấy phép đầu tư; mã dự án; mã số; giấy chứng nhận đăng ký đầu tư số; gcnđkđt; gcnđt; "
    "giấy chứng nhận đầu tư; giấy chứng nhận đkđt; số giấy chứng nhận đkđt; gcn đkđt; "
    "số gcn đkđt; certificate number; license number; irc number",
    "title_vi": "tên dự án đầu tư; tên gọi dự án; dự án; tên; tên da; "
    "tên dađt; dự án đầu tư; project; name",
    "title_en": "tên tiếng anh; tên dự án bằng tiếng anh; english name",
    "effective_on": "ngày cấp; ngày cấp gcn; ngày cấp gcnđkđt; ngày cấp gcnđt; ngày cấp phép; "
    "ngày cấp lần đầu; ngày cấp giấy chứng nhận; ngày cấp giấy phép; ngày tháng cấp; cấp lần "
    "đầu; ngày cấp mới; ngày chứng nhận lần đầu; ngày giấy chứng nhận đkđt; ngày gcn đkđt; "
    "ngày gcnđkđt; date of issue; issued on",
    "usd": "tổng vốn; tổng mức đt; tmđt; vốn đăng ký; vốn đầu tư; vốn đầu tư đăng ký; "
    "tổng vốn đăng ký; tổng vốn đầu tư; "
    "vốn đk; vốn đt; vđt; vđk; vốn đtđk; vốn đt đk; tổng vốn đk; tổng vốn đt; tổng vđt; tổng vđk; "
    "tổng vốn đtđk; "
    "tổng vốn đầu tư đăng ký; vốn đăng ký cấp mới; vốn đăng ký ban đầu; tổng mức đầu tư; "
    "registered capital; total investment; investment capital",
    "nationality_id": "quốc tịch; quốc tịch nhà đầu tư; nước đầu tư; quốc gia; nước; "
    "quốc gia vùng lãnh thổ; quốc tịch nđt; nationality; country",
    "partner_id": "đối tác; đối tác đầu tư; partner",
    "term_ends_on": "ngày hết hạn; hết hạn; thời hạn đến",
    "capital_currency": "loại tiền; đồng tiền; currency",
    "investors": "chủ đầu tư; tên nhà đầu tư; nđt; nhà đầu tư nước ngoài; investor; investors",
    "industry_id": "ngành; ngành nghề; ngành vsic; mã vsic; mã ngành; ngành kinh tế; "
    "ngành nghề đầu tư; lĩnh vực; lĩnh vực đầu tư",
    "unit_id": "địa bàn; huyện; xã; xã phường; huyện thành phố; huyện tp; "
    "huyện tp tx; huyện thị xã; "
    "địa bàn thực hiện",
    "zone_id": "kcn; khu công nghiệp; khu, cụm công nghiệp; khu, cụm cn; khu cn; cụm cn; ccn; "
    "kcn ccn; khu kinh tế; tên kcn",
    "address_vi": "địa điểm; địa điểm thực hiện; địa điểm thực hiện dự án; địa điểm dự án; "
    "địa chỉ dự án; địa chỉ thực hiện; vị trí; location",
    "land_area": "dt đất; dt; diện tích; diện tích sử dụng; dt sử dụng đất; "
    "diện tích sử dụng đất; diện tích đất sử dụng; diện tích dự án; area",
    "scale_vi": "quy mô dự án; quy mô đầu tư; công suất; quy mô công suất",
    "incentives_vi": "ưu đãi đầu tư",
    "conditions_vi": "điều kiện hoạt động",
}
_WORDS = {
    "fdiproject": _CAPITAL,
    "domesticproject": {
        **_CAPITAL,
        "certificate_number": f"{_CAPITAL['certificate_number']}; số quyết định; quyết định; "
        "quyết định chủ trương; quyết định chủ trương đầu tư; qđ chủ trương đầu tư; "
        "quyết định chủ trương đầu tư; quyết định chấp thuận chủ trương đầu tư; số qđ",
        "effective_on": f"{_CAPITAL['effective_on']}; ngày quyết định; ngày qđ; ngày cấp qđ; "
        "ngày cấp quyết định; ngày ký; ngày ký quyết định; ngày ban hành",
        "amount": _CAPITAL["usd"],
    },
    "odaproject": {
        **_AID,
        "code": "mã dự án; mã; số quyết định; quyết định; quyết định phê duyệt; số qđ",
        "title_vi": "tên chương trình, dự án; dự án; tên chương trình dự án; tên",
        "owner_id": "chủ đầu tư; đơn vị thực hiện; ban quản lý dự án",
        "form": "loại hình; hình thức tài trợ",
        "mechanism": "cơ chế tài chính",
    },
    "ngoaid": {
        **_AID,
        "decision_number": "số quyết định; quyết định phê duyệt; quyết định; số qđ; qđ phê duyệt",
        "decision_on": "ngày quyết định; ngày phê duyệt; ngày ban hành; ngày qđ",
        "title_vi": "tên dự án; tên chương trình, dự án; tên khoản viện trợ, dự án; dự án; tên",
        "donor_id": "nhà tài trợ; bên tài trợ; tổ chức; tên tổ chức; tổ chức tài trợ; bên viện trợ",
        "owner_id": "đơn vị tiếp nhận; bên tiếp nhận; đơn vị thực hiện; chủ dự án",
        "usd": "giá trị; giá trị viện trợ; tổng giá trị; vốn viện trợ; tổng vốn; kinh phí; "
        "giá trị cam kết",
        "type": "loại viện trợ; hình thức; loại hình",
        "field": "lĩnh vực hoạt động; lĩnh vực viện trợ",
    },
}
#: Headings under which other tables write how long a project may run, or until when.
_TERM = (
    "thời hạn; thời hạn hoạt động; thời hạn dự án; thời hạn của dự án; thời hạn hoạt động dự án; "
    "thời hạn hoạt động của dự án; thời hạn thực hiện; thời hạn thực hiện dự án; thời hạn đầu tư; "
    "thời gian hoạt động; thời gian hoạt động của dự án; số năm hoạt động; term; duration"
)


def of(register, name):
    """The folded headings that may mean a column of the first sheet of a register."""
    return _folded(_WORDS[register.name].get(name, ""))


def is_term(heading):
    return fold(heading).removesuffix(" nam") in _folded(_TERM)


def _folded(listed):
    return {fold(word) for word in listed.split(";") if word.strip()}
