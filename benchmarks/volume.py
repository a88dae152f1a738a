"""Fills an empty, migrated database with an invented FDI register, the same one each time.

Rows go past the ORM, in the form in which the workflow and the ledger's verbs would have left them.
Of a hundred projects 8 were terminated and 2 changed hands, of a hundred events 2 were corrected;
one more waits.
"""

import json
from datetime import date, timedelta
from functools import cache
from itertools import count
from random import Random

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from portal.publishing.models import State
from portal.text.fold import fold
from portal.text.sorting import sort_key
from projects.models import (
    AdministrativeUnit,
    Country,
    EntryState,
    FdiEvent,
    FdiProject,
    Industry,
    Investor,
    Zone,
)
from projects.reference.load import Loader

Type = FdiEvent.Type

BATCH = 2_000  # projects
EVENTS_EACH = 5  # on average
FIRST_DAY, LAST_DAY = date(1995, 1, 1), date(2026, 6, 30)
PARTNERS = ["KR", "JP", "SG", "TW", "HK", "CN", "NL", "US", "TH", "MY", "DE", "FR", "GB", "AU"]
KINDS = ["Nhà máy sản xuất", "Dự án đầu tư xây dựng xưởng", "Trung tâm nghiên cứu",
         "Khu liên hợp chế biến", "Dự án mở rộng nhà máy", "Kho bãi và dịch vụ"]  # fmt: skip
GOODS = ["sợi và dệt may", "linh kiện điện tử", "đồ gỗ nội thất", "thức ăn chăn nuôi",
         "giày dép da", "thiết bị y tế", "gốm sứ vệ sinh", "dây dẫn ô tô", "thủy sản đông lạnh",
         "năng lượng tái tạo", "bao bì giấy", "nhựa kỹ thuật", "khí công nghiệp"]  # fmt: skip
HOUSES = ["Đông Á", "Samwon", "Kyoto", "Hưng Thịnh", "Ánh Dương", "Formosa", "Nordic", "Tân Đệ",
          "Pacific", "Yazaki", "Việt Hàn", "Sông Trà", "Golden Star", "Bình Minh"]  # fmt: skip
TEXT = "Sản xuất, gia công và xuất khẩu {}; công suất {} tấn mỗi năm, giai đoạn hai từ năm {}. "

#: Of a hundred events after the first certificate.
LATER = {Type.INCREASE: 24, Type.DECREASE: 8, Type.OTHER: 26, Type.DISBURSEMENT: 28,
         Type.SHARES: 10, Type.TRANSFER: 0.5, Type.SUSPENSION: 3.5}  # fmt: skip
ALONE = 0.1  # of the share-purchase notices
TERMINATED, WAITING = 0.08, 0.05  # of the projects
CORRECTED = 0.02  # of the events
PROLONGED = 0.1  # of the other adjustments


def load(projects, say):
    """Write a register of so many public projects, with EVENTS_EACH approved events on average.

    say(text) hears of the progress. Returns the number of entries, those that do not count too.
    """
    Loader(say=lambda _text: None).load()
    register = Register()
    for start in range(0, projects, BATCH):
        numbers = range(start, min(start + BATCH, projects))
        for number in numbers:
            register.add_project(number)
        register.write()
        say(f"{numbers.stop:,} of {projects:,} projects")
    return FdiEvent.objects.count()


class Table:
    """Rows of a model that wait to be written; what a row does not say, the model's defaults do."""

    def __init__(self, model):
        fields = model._meta.concrete_fields
        self.name = model._meta.db_table
        self.columns = [field.column for field in fields]
        self.blank = {field.attname: field.get_default() for field in fields}
        self.blank |= {name: json.dumps(value) for name, value in self.blank.items() if value == []}
        self.keys = count(1)
        self.rows = []

    def add(self, **values):
        """A row of values as both databases keep them: texts, whole numbers, booleans, None."""
        pk = next(self.keys)
        self.rows.append((self.blank | {"id": pk} | values).values())
        return pk

    def write(self):
        columns = ", ".join(map(connection.ops.quote_name, self.columns))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.name} ({columns}) FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row(list(row))
            else:
                places = ", ".join(["%s"] * len(self.columns))
                insert = f"INSERT INTO {self.name} ({columns}) VALUES ({places})"  # noqa: S608
                cursor.executemany(insert, [list(row) for row in self.rows])
        self.rows.clear()


def _moment(day, hour=9):
    """A moment as text, in UTC, as both databases read it."""
    return f"{day} {hour:02}:00:00"


folded, sorted_by = cache(fold), cache(sort_key)


class Register:
    """Draws projects and what happened to them."""

    def __init__(self):
        self.random = Random(2022)  # noqa: S311  it only has to be the same each time
        self.projects, self.investors, self.events = map(Table, (FdiProject, Investor, FdiEvent))
        users = get_user_model().objects
        self.officer = users.create(username="officer").pk
        self.approver = users.create(username="approver").pk
        self.units = _keys(
            AdministrativeUnit.objects.filter(level="commune", parent__parent__code="34")
        )
        self.zones = _keys(Zone.objects.all())
        self.industries = _keys(Industry.objects.exclude(section=None))
        common = [Country.objects.get(code=code).pk for code in PARTNERS]
        # Three have most of the projects, and every country has some.
        self.partners = [*common[:3] * 40, *common * 12, *_keys(Country.objects.all())]

    def write(self):
        with transaction.atomic():
            for table in (self.projects, self.investors, self.events):
                table.write()

    def add_project(self, number):
        days = (LAST_DAY - FIRST_DAY).days - 400
        first_on = FIRST_DAY + timedelta(self.random.randrange(days))
        place = {
            "unit_id": self.random.choice(self.units),
            "industry_id": self.random.choice(self.industries),
        }
        project = self.projects.add(
            **self._texts(number, first_on),
            **place,
            zone_id=self.random.choice(self.zones) if self.random.random() < 0.4 else None,
            land_area=f"{number % 1000 / 10}",
            status=State.PUBLISHED.value,
            publish_at=_moment(first_on),
            first_public_at=_moment(first_on),
            live_vi=True,
            live_en=number % 10 != 0,
            created_at=_moment(first_on),
            updated_at=_moment(first_on),
            created_by_id=self.officer,
        )
        for position in range(self.random.choice([1, 1, 1, 2])):
            name = f"Công ty TNHH {self.random.choice(HOUSES)} {self.random.choice(GOODS)}"
            self.investors.add(
                project_id=project,
                position=position,
                name=name,
                folded=folded(name),
                country_id=self.random.choice(self.partners),
            )
        self._happen(project, first_on, place)

    def _texts(self, number, first_on):
        draw = self.random.choice
        name, house = f"{draw(KINDS)} {draw(GOODS)} {draw(HOUSES)}", draw(HOUSES)
        english = f"Project of {house}"
        certificate = f"{first_on.year}{number:08}"
        text = TEXT.format(name, 100 + number % 9000, first_on.year + 3) * 3
        return {
            "title": f"{name} {number}",
            "title_vi": f"{name} {number}",
            "title_en": f"{english} {number}",
            "slug_vi": f"du-an-{number}",
            "slug_en": f"project-{number}",
            "folded": f"{folded(name)} {number} {folded(english)} {number} {certificate}",
            "sort_vi": sorted_by(name) + f"{number:012}",
            "sort_en": sorted_by(english) + f"{number:012}",
            "certificate_number": certificate,
            "objectives": text,
            "objectives_vi": text,
            "objectives_en": text,
        }

    # --- what happens to a project ------------------------------------------------

    def _happen(self, project, first_on, place):
        """Approved events in order, EVENTS_EACH on average, and now and then one that waits."""
        chance = self.random.random
        usd = self._money()
        term = first_on + timedelta(365 * self.random.choice([10, 20, 50, 50, 50]))
        self._add(project, Type.NEW, first_on, usd=usd, term_ends_on=str(term))
        days = (min(LAST_DAY, term) - first_on).days
        later = sorted(
            self.random.sample(range(1, days), self.random.randrange(2 * EVENTS_EACH - 1))
        )
        ends = later and chance() < TERMINATED * 9 / 8  # a ninth has no later event
        kinds = self.random.choices(list(LATER), list(LATER.values()), k=len(later))
        suspended = False
        if ends:
            kinds[-1] = Type.TERMINATION
        for offset, drawn in zip(later, kinds, strict=True):
            kind = Type.RESUMPTION if suspended and drawn != Type.TERMINATION else drawn
            suspended = kind == Type.SUSPENSION
            values = {}
            if kind == Type.DECREASE:
                values["usd"] = usd // 8
                usd -= usd // 8
            elif kind in FdiEvent.WITH_AMOUNT:
                values["usd"] = self._money()
            elif kind == Type.OTHER and chance() < PROLONGED:
                term += timedelta(3650)
                values["term_ends_on"] = str(term)
            alone = kind == Type.SHARES and chance() < ALONE
            if alone:
                values |= {**place, "company": f"Công ty cổ phần {self.random.choice(HOUSES)}"}
            self._add(None if alone else project, kind, first_on + timedelta(offset), **values)
        if chance() < WAITING:
            self._add(project, Type.DISBURSEMENT, LAST_DAY, waits=True, usd=self._money())

    def _money(self):
        """Cents."""
        return self.random.randrange(5_000_000, 3_000_000_000)

    def _add(self, project, kind, on, *, waits=False, **values):
        decided_on = on + timedelta(5)
        values = {
            "project_id": project,
            "type": kind.value,
            "effective_on": str(on),
            "amount": values.get("usd"),
            "number": f"{on.year}/GCN-{self.random.randrange(10**6)}",
            "source": "Giấy chứng nhận đăng ký đầu tư, bản lưu của Sở",
            "entered_by_id": self.officer,
            "entered_at": _moment(on),
            **values,
        }
        if kind in FdiEvent.WITH_PARTNER:
            values["partner_id"] = self.random.choice(self.partners)
        if waits:
            self.events.add(**values)
            return
        values |= {"status": EntryState.APPROVED.value, "decided_by_id": self.approver}
        if self.random.random() < CORRECTED:
            decided_on = self._add_corrected(values, decided_on)
        self.events.add(**values, decided_at=_moment(decided_on), known_at=_moment(decided_on))

    def _add_corrected(self, values, decided_on):
        """The entry with another number, which the values now correct; returns the day of that."""
        corrected_on = min(decided_on + timedelta(365), LAST_DAY + timedelta(30))
        values["supersedes_id"] = self.events.add(
            **values
            | {
                "number": values["number"] + "A",
                "status": EntryState.SUPERSEDED.value,
                "decided_at": _moment(decided_on),
                "known_at": _moment(decided_on),
                "known_until": _moment(corrected_on),
            }
        )
        return corrected_on


def _keys(rows):
    return list(rows.order_by("pk").values_list("pk", flat=True))
