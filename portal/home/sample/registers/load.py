"""Turns the sample registers into records and entries, through the same verbs as everybody's."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from portal.home.sample import papers, pictures
from portal.home.sample.desk import columns
from portal.home.sample.registers.states import InStates
from portal.home.sample.registers.tables import day, filled, rows, several, texts
from portal.publishing import workflow
from portal.publishing.files.store import store
from portal.publishing.models import TransitionLog
from portal.publishing.slugs import kind_of
from projects import ledger
from projects.models import (
    DomesticEvent,
    DomesticInvestor,
    DomesticProject,
    FdiDocument,
    FdiEvent,
    FdiPicture,
    FdiProject,
    Investor,
    Milestone,
    NgoAid,
    NgoStage,
    NgoYear,
    OdaFund,
    OdaProject,
    OdaStage,
    OdaYear,
    Organisation,
)
from projects.reference.load import Loader as ReferenceLoader
from projects.registers import REGISTERS

DECIDED_AT = time(9, 0)
#: Before anything in the sample was known.
PUBLIC_SINCE = timezone.make_aware(datetime(2008, 1, 1))
INVENTED = {
    "source_vi": "Số liệu giả định để minh họa cổng thông tin; không có thật.",
    "source_en": "Invented to illustrate this portal; nothing of it is real.",
}
SAMPLE_DOCUMENT = {"source_vi": "Văn bản mẫu", "source_en": "Sample document"}
REPORT = {
    "source_vi": "Báo cáo của Sở, cuối tháng 11/2022",
    "source_en": "Report of the department, end of November 2022",
}
STANDING = {
    "licensed": ("Theo báo chí, đã được cấp phép.", "Licensed, as reported."),
    "reported": ("Được báo chí đưa tin.", "Reported by the press."),
    "proposed": ("Mới là đề xuất.", "A proposal only."),
}
UNVERIFIED = (
    "Chưa đối chiếu với giấy chứng nhận.",
    "Not yet compared with a certificate.",
)
#: column of the table → name of the step
STEPS = {
    "construction": {"title_vi": "Khởi công xây dựng", "title_en": "Start of construction"},
    "operation": {"title_vi": "Đi vào hoạt động", "title_en": "Start of operation"},
}
#: number of a project → its picture
ILLUSTRATED = {"009": "industry", "094": "delta", "107": "industry"}
DOCUMENTED = "107"


class Loader(InStates):
    """Loads the registers once, all or nothing; `files`: name of a sample picture → File."""

    def __init__(self, people, say, files):
        super().__init__(people, say, "Data officer")
        self.files = files

    @transaction.atomic
    def load(self):
        reference = ReferenceLoader(self.say)
        reference.load()
        if FdiProject.objects.filter(created_by=self.author, illustrative=True).exists():
            return
        #: table of reference data → key → primary key
        self.known = reference.known
        self._organisations()
        self.say("Register: FDI")
        projects = self._register("fdi_projects", self._fdi)
        self._enter("fdi_events", self._event, projects)
        for row in rows("fdi_reported"):
            self._reported(row)
        self.say("Register: domestic projects")
        projects = self._register("domestic_projects", self._domestic)
        self._enter("domestic_events", self._domestic_event, projects)
        self.say("Register: ODA")
        projects = self._register("oda_projects", self._oda)
        self._enter("oda_years", self._oda_year, projects)
        self.say("Register: NGO aid")
        projects = self._register("ngo_aid", self._ngo)
        self._enter("ngo_years", self._ngo_year, projects)
        for register in REGISTERS.values():
            self._publish_in_the_past(register.model)

    def _organisations(self):
        for row in rows("organisations"):
            name = row["name_vi"]
            donor, _made = Organisation.objects.get_or_create(
                name_vi=name,
                defaults={
                    "name_en": row["name_en"],
                    "kind": row["kind"],
                    "country_id": self._pk("countries", row["country"]),
                },
            )
            self.known["organisations"][name] = donor.pk

    def _pk(self, table, key):
        return self.known[table][key] if key else None

    def _places(self, cell):
        return [self.known["units"][key] for key in several(cell)]

    def _register(self, table, make):
        """Make the projects of a table and bring each to its state; number → project."""
        projects = {}
        for row in rows(table):
            project = projects[row["no"]] = make(row)
            workflow.record_edit(project, by=self.author)
            self.bring(project, row["state"])
        return projects

    # --- projects --------------------------------------------------------------------

    def _fdi(self, row):
        project = FdiProject(
            created_by=self.author,
            illustrative=True,
            certificate_number=f"MAU-{row['no']}",
            unit_id=self._pk("units", row["unit"]),
            zone_id=self._pk("zones", row["zone"]),
            industry_id=self._industry(row["industry"]),
            land_area=row["land_area"] or None,
            capital_currency=row["currency"],
            **texts(row, "title", "objectives", "scale"),
            **INVENTED,
        )
        self._first_save(project)
        self._investors(project, row)
        for position, (step, title) in enumerate(STEPS.items()):
            if planned := day(row[f"{step}_planned"]):
                reached = day(row[f"{step}_reached"])
                Milestone.objects.create(
                    project=project,
                    position=position,
                    planned_on=planned,
                    reached_on=reached,
                    **title,
                )
        self._files(project, row["no"])
        return project

    def _domestic(self, row):
        project = DomesticProject(
            created_by=self.author,
            illustrative=True,
            certificate_number=f"MAU-TN-{row['no']}",
            unit_id=self._pk("units", row["unit"]),
            zone_id=self._pk("zones", row["zone"]),
            industry_id=self._industry(row["industry"]),
            land_area=row["land_area"] or None,
            **texts(row, "title", "objectives", "scale"),
            **INVENTED,
        )
        self._first_save(project)
        for position, cell in enumerate(several(row["investors"])):
            name, tax_code = cell.split("|")
            DomesticInvestor.objects.create(
                project=project, position=position, name=name, tax_code=tax_code
            )
        return project

    def _domestic_event(self, row, project):
        return DomesticEvent(
            project=project,
            type=row["type"],
            effective_on=day(row["effective_on"]),
            amount=row["amount"] or None,
            term_ends_on=day(row["term_ends_on"]),
            **SAMPLE_DOCUMENT,
            **filled(row, "number", "note"),
        )

    def _industry(self, code):
        return self._pk("industries", code and f"2018@{code}")

    def _investors(self, project, row):
        for position, cell in enumerate(several(row["investors"])):
            name, country = cell.split("|")
            Investor.objects.create(
                project=project,
                position=position,
                name=name,
                country_id=self._pk("countries", country),
            )

    def _files(self, project, number):
        if name := ILLUSTRATED.get(number):
            sketch = pictures.PICTURES[name]
            FdiPicture.objects.create(
                project=project,
                file=self.files[name],
                **columns(alt=sketch.alt, caption=sketch.caption, credit=pictures.CREDIT),
            )
        if number == DOCUMENTED:
            title = "Giấy chứng nhận đăng ký đầu tư (mẫu)", "Investment certificate (sample)"
            file = store(papers.paper("giay-chung-nhan-mau.pdf"), by=self.author)
            FdiDocument.objects.create(project=project, file=file, **columns(title=title))

    def _reported(self, row):
        """A real company's project as the press told it: a draft, without a date or an entry."""
        said = row["said_vi"], row["said_en"]
        source = [
            f"{standing} {text} {row['url']}\n{unverified}"
            for standing, text, unverified in zip(
                STANDING[row["standing"]], said, UNVERIFIED, strict=True
            )
        ]
        project = FdiProject(
            created_by=self.author,
            unit_id=self._pk("units", row["unit"]),
            zone_id=self._pk("zones", row["zone"]),
            industry_id=self._industry(row["industry"]),
            **texts(row, "title"),
            **columns(source=source),
        )
        self._first_save(project)
        self._investors(project, row)
        workflow.record_edit(project, by=self.author)

    def _oda(self, row):
        project = self._staged(
            OdaProject,
            row,
            OdaStage,
            form=row["form"],
            mechanism=row["mechanism"],
            code=row["code"],
        )
        for position, cell in enumerate(several(row["funds"])):
            kind, donor, *money = [*cell.split("|"), "", "", ""][:5]
            currency, amount, usd = money
            OdaFund.objects.create(
                project=project,
                position=position,
                kind=kind,
                donor_id=self._pk("organisations", donor),
                currency=currency or "USD",
                amount=amount or None,
                usd=usd or None,
            )
        return project

    def _ngo(self, row):
        return self._staged(
            NgoAid,
            row,
            NgoStage,
            type=row["type"],
            donor_id=self._pk("organisations", row["donor"]),
            decision_number=row["decision_number"],
            decision_on=day(row["decision_on"]),
            amount=row["usd"] or None,
            usd=row["usd"] or None,
            usd_is_floor=bool(row["usd_is_floor"]),
            field=row["field"],
        )

    def _staged(self, model, row, stage_model, **values):
        """A project with its places and stages; one without a source of its own is invented."""
        is_real = bool(row["source_vi"])
        project = model(
            created_by=self.author,
            illustrative=not is_real,
            sector_id=self._pk("sectors", row["sector"]),
            owner_id=self._pk("agencies", row["owner"]),
            managing_agency_id=self._pk("agencies", row["managing_agency"]),
            starts_on=day(row["starts_on"]),
            ends_on=day(row["ends_on"]),
            **texts(row, "title", "objectives"),
            **(texts(row, "source") if is_real else INVENTED),
            **values,
        )
        self._first_save(project)
        project.places.set(self._places(row["places"]))
        for position, cell in enumerate(several(row["stages"])):
            stage, reached = cell.split()
            stage_model.objects.create(
                project=project,
                position=position,
                stage=stage,
                reached_on=day(reached),
                **(REPORT if is_real else SAMPLE_DOCUMENT),
            )
        return project

    # --- ledgers ---------------------------------------------------------------------

    def _enter(self, table, make, projects):
        """Enter the rows of a ledger and decide on them as the table says, corrections last."""
        made = {}
        for is_correction in (False, True):
            now = [row for row in rows(table) if bool(row["corrects"]) is is_correction]
            for row in now:
                entry = make(row, projects.get(row["project"]))
                entry.supersedes = made.get(row["corrects"])
                if entry.supersedes:
                    entry.supersedes.refresh_from_db()
                entry.void = bool(row["void"])
                made[row["no"]] = ledger.enter(entry, by=self.author)
            approved = [(made[row["no"]], 1) for row in now if not row["state"]]
            ledger.approve_many(approved, by=self.people["Publisher"])
            for row in now:
                self._decide(made[row["no"]], row)

    def _decide(self, entry, row):
        if row["state"] == "rejected":
            ledger.reject(entry, by=self.people["Reviewer"], version=1, reason=row["note"])
        elif not row["state"]:
            self._backdate(entry, day(row["known_on"]))

    def _backdate(self, entry, known_on):
        """Put the entry and its approval, which the verbs stamp now, into the past.

        Only the sample may: it shows what was known when the portal did not exist yet.
        """
        entries = type(entry).objects
        at = timezone.make_aware(datetime.combine(known_on, DECIDED_AT))
        known_at = ledger.known_from(entry, at)
        entries.filter(pk=entry.pk).decide(
            entered_at=at - timedelta(days=1), decided_at=at, known_at=known_at
        )
        if entry.supersedes_id:
            entries.filter(pk=entry.supersedes_id).decide(known_until=known_at)

    def _publish_in_the_past(self, model):
        """What was known then was known of public records; only the sample may, as above."""
        public = model.objects.public().values("pk")
        steps = TransitionLog.objects.filter(kind=kind_of(model), record_id__in=public)
        steps.filter(name="publish").update(at=PUBLIC_SINCE)

    def _event(self, row, project):
        carried = filled(row, "company", "currency", "number", "note")
        return FdiEvent(
            project=project,
            type=row["type"],
            effective_on=day(row["effective_on"]),
            amount=row["amount"] or row["usd"] or None,
            usd=row["usd"] or None,
            partner_id=self._pk("countries", row["partner"]),
            term_ends_on=day(row["term_ends_on"]),
            industry_id=self._industry(row["industry"]),
            unit_id=self._pk("units", row["unit"]),
            **SAMPLE_DOCUMENT,
            **carried,
        )

    def _oda_year(self, row, project):
        return OdaYear(
            project=project,
            foreign=row["foreign"] or None,
            counterpart=row["counterpart"] or None,
            **self._year(row),
        )

    def _ngo_year(self, row, project):
        return NgoYear(
            project=project,
            amount=row["usd"],
            usd=row["usd"],
            is_floor=bool(row["is_floor"]),
            **self._year(row),
        )

    def _year(self, row):
        return {
            "year": int(row["year"]),
            "measure": row["measure"],
            "effective_on": day(row["effective_on"]),
            **SAMPLE_DOCUMENT,
            **filled(row, "number", "note"),
        }
