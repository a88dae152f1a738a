"""A room that only tests install: a market, which nothing else of the portal knows."""

from datetime import date

from django.urls import reverse

from investment.official.models import SourceTable
from investment.opendata.dataset import Basis, Dataset, Table
from portal.exchange.writing import Column
from portal.pages.context import Link
from portal.pages.models import SiteIdentity
from portal.pages.rooms import Room, Section

STALLS = [{"stall": "Gạo"}, {"stall": "Muối"}]


def _table(language, when):
    return Table(
        [Column("stall", "Quầy")],
        lambda: date(2026, 11, 1),
        lambda: len(STALLS),
        lambda *, start=0, stop=None: STALLS[start:stop],
    )


ROOM = Room(
    sections=(Section("home", "Chợ"),),
    addresses=lambda request: [{"vi": "/vi/cho/gao/", "en": "/en/market/rice/"}],
    home=lambda request: ("market/home.html", {"heading": "Chợ mở cửa"}),
    feeds=lambda: [Link("Chợ phiên", "/vi/cho/feed/")],
    datasets=(
        Dataset(
            key="market",
            slugs={"vi": "cho", "en": "market"},
            title="Các quầy của chợ",
            description="Mỗi quầy một dòng.",
            basis=Basis.REGISTER,
            source="Ban quản lý chợ",
            licence="Ghi tên nguồn.",
            keywords=("chợ",),
            pages=("home", "Mở chợ"),
            table=_table,
            stands=lambda when: SiteIdentity.objects.all(),
            span=lambda when: (date(2026, 1, 1), date(2026, 11, 1)),
            tables=lambda: SourceTable.objects.filter(number="CHO-1"),
        ),
    ),
    beside=lambda request, dataset, when, is_whole: "Chợ bên cạnh." if dataset == "market" else "",
    figures=lambda dataset, language: (
        [Link("Số quầy", reverse("home"))] if dataset == "market" else []
    ),
)
