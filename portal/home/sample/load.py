"""Turns the sample content into records, through the same verbs as everybody's.

Everything belongs to the sample accounts, one per role: by them it is found again and removed.
"""

import secrets
from datetime import date, datetime, time, timedelta
from io import BytesIO

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from investment.official.loading import Loader as OfficialLoader
from investment.official.models import SourceTable
from investment.opendata.models import DatasetNote
from investment.pci.loading import Loader as PciLoader
from news.models import Article, Attachment, Category, CitedFigure, GalleryItem, Tag
from portal.home.sample import Both, articles, pages, papers, pictures
from portal.home.sample.desk import Desk, columns
from portal.home.sample.registers.load import DECIDED_AT
from portal.home.sample.registers.load import Loader as RegisterLoader
from portal.pages.models import MenuItem, Page, SiteIdentity
from portal.publishing import roles, workflow
from portal.publishing.files.store import store
from portal.publishing.models import (
    Notice,
    SlugClaim,
)
from portal.publishing.slugs import kind_of
from projects.models import NgoAid, OdaProject
from projects.when import When

#: username → (role, family and middle name, given name)
ACCOUNTS = {
    "tacgia": ("Author", "Trần Thị", "Mẫu"),
    "biendich": ("Translator", "Lê Văn", "Mẫu"),
    "duyet": ("Reviewer", "Phạm Thị", "Mẫu"),
    "congbo": ("Publisher", "Nguyễn Văn", "Mẫu"),
    "dulieu": ("Data officer", "Vũ Thị", "Mẫu"),
    "quantri": ("Administrator", "Đỗ Văn", "Mẫu"),
}
PUBLISHED_AT = time(8, 0)


def accounts():
    """The sample accounts by role, and the passwords of those made now (username → password)."""
    roles.make()
    people, passwords = {}, {}
    for username, (role, last, first) in ACCOUNTS.items():
        user, made = get_user_model().objects.get_or_create(
            username=username,
            defaults={
                "email": f"{username}@example.gov.vn",
                "is_staff": True,
                "last_name": last,
                "first_name": first,
            },
        )
        if made or not user.is_active:
            passwords[username] = secrets.token_urlsafe(12)
            user.set_password(passwords[username])
            user.is_active = True
            user.save()
        user.groups.set([Group.objects.get(name=role)])
        people[role] = user
    return people, passwords


def is_fresh():
    """Whether nobody works here yet: no account, so no real content either."""
    return not get_user_model().objects.exists()


class Loader(Desk):
    """Loads what is not there yet; `say` is told of each step."""

    def load(self):
        self.say("Pictures and documents")
        self.files = {name: self._picture(name) for name in pictures.PICTURES}
        self.report = self._document()
        self.say("Static pages, identity and menus")
        made = {page.key: self._page(page) for page in pages.PAGES}
        self._identity()
        self._notes()
        self.say("Categories and tags")
        self.categories = self._categories()
        self.tags = {key: _tag(name) for key, name in articles.TAGS.items()}
        if not MenuItem.objects.exists():
            self._menus(made)
        RegisterLoader(self.people, self.say, self.files).load()
        for loader in (PciLoader, OfficialLoader):
            loader(self.people["Data officer"], self.people["Publisher"], self.say).load()
        self._approve_tables_in_the_past()
        for article in articles.ARTICLES:  # which cite the figures of the registers
            self.say(f"Article: {article.title.vi}")
            self._article(article)
        # A newcomer's desk should say what waits, not that the sample was published; no mail.
        notices = Notice.objects.filter(recipient__in=self.people.values())
        notices.update(mailed_at=timezone.now())
        notices.filter(reason=Notice.Kind.PUBLISHED).update(read_at=timezone.now())
        workflow.touch_public()

    def _approve_tables_in_the_past(self):
        """Each table was known soon after it appeared, as with the entries of the registers."""
        for table in SourceTable.objects.counted().filter(entered_by=self.people["Data officer"]):
            at = timezone.make_aware(datetime.combine(_known_on(table), DECIDED_AT))
            SourceTable.objects.filter(pk=table.pk).decide(
                entered_at=at - timedelta(days=1), decided_at=at, known_at=at
            )

    # --- files -------------------------------------------------------------------

    def _picture(self, name):
        buffer = BytesIO()
        pictures.picture(name).save(buffer, "JPEG", quality=88)
        return store(SimpleUploadedFile(f"mau-{name}.jpg", buffer.getvalue()), by=self.author)

    def _document(self):
        return store(papers.paper("so-lieu-11-thang-2022.pdf"), by=self.author)

    # --- pages and menus -----------------------------------------------------------

    def _page(self, page):
        if found := _by_slug(Page, page.key):
            return found
        row = Page(
            created_by=self.author, slug_vi=page.key, **columns(title=page.title, body=page.body)
        )
        self._first_save(row)
        workflow.record_edit(row, by=self.author)
        return self._publish(row)

    def _identity(self):
        if SiteIdentity.objects.exists():
            return
        known = {name: pages.IDENTITY[name] for name in ("phone", "email", "iati_reference")}
        site = SiteIdentity(pk=1, **known)
        texts = {
            "name": pages.IDENTITY["short_name"],
            "province": pages.IDENTITY["place"],
            "authority": pages.IDENTITY["parent"],
            "address": pages.IDENTITY["address"],
            "hero_title": pages.HERO["title"],
            "hero_lede": pages.HERO["lede"],
            "notice": pages.NOTICE,
            "footer_note": pages.IDENTITY["note"],
        }
        for name, value in columns(**texts).items():
            setattr(site, name, value)
        site.save()

    def _notes(self):
        """What readers must know of the data: what of them is made up."""
        for key, note in pages.DATASET_NOTES.items():
            row = DatasetNote.objects.get(key=key)
            if not row.note_vi:
                row.note_vi, row.note_en = note.vi, note.en
                row.save()

    def _menus(self, made):
        items = [
            _item("main", Both("Tin tức", "News"), section="news:list"),
            _item("main", Both("Dự án", "Projects"), section="projects:registers"),
            _item("main", Both("Thống kê", "Statistics"), section="figures:overview"),
            _item("main", Both("PCI", "PCI"), section="pci:overview"),
            _item("footer", Both("Dữ liệu mở", "Open data"), section="opendata:index"),
        ]
        for entry in [*pages.MAIN_MENU, *pages.FOOTER_MENU]:
            place = "main" if entry in pages.MAIN_MENU else "footer"
            kind, key = entry.target.split(":")
            target = {"page": made[key]} if kind == "page" else self._category_links(key)
            items.append(_item(place, entry.label, **target))
        for task in pages.TASKS:
            kind, key = task.target.split(":")
            target = {"page": made[key]} if kind == "page" else {"section": "news:list"}
            items.append(
                _item("task", task.label, icon=task.icon, **columns(hint=task.hint), **target)
            )
        for position, item in enumerate(items):
            item.position = position
            item.save()

    def _category_links(self, key):
        category = self.categories[key]
        return {f"link_{code}": category.url(code) for code in ("vi", "en")}

    # --- news ----------------------------------------------------------------------

    def _categories(self):
        made = {}
        for position, category in enumerate(articles.CATEGORIES):
            made[category.key], _made = Category.objects.get_or_create(
                name_vi=category.name.vi,
                defaults={
                    "name_en": category.name.en,
                    "parent": made.get(category.parent),
                    "position": position,
                },
            )
        return made

    def _article(self, sample):
        if _by_slug(Article, sample.key):
            return
        row = Article(
            created_by=self.author,
            slug_vi=sample.key,
            category=self.categories[sample.category],
            pinned=sample.key == "fdi-11-thang-2022",
            publish_at=_morning(sample.date),
            **columns(
                title=sample.title,
                summary=sample.summary,
                body=sample.body,
                byline=sample.byline,
                source=sample.source,
            ),
        )
        if sample.picture:
            self._cover(row, sample.picture)
        self._first_save(row)
        row.tags.set([self.tags[key] for key in sample.tags])
        self._belongings(row, sample.key)
        getattr(self, _STORIES.get(sample.key, "_publish"))(row)

    def _cover(self, row, name):
        sample = pictures.PICTURES[name]
        row.cover = self.files[name]
        for column, value in columns(
            cover_alt=sample.alt, cover_caption=sample.caption, cover_credit=pictures.CREDIT
        ).items():
            setattr(row, column, value)

    def _belongings(self, row, key):
        if key in ("fdi-11-thang-2022", "thong-cao-so-lieu-2022"):
            title = columns(title=Both("Số liệu 11 tháng năm 2022", "Figures of 11 months of 2022"))
            Attachment.objects.create(article=row, file=self.report, **title)
        if key == "vien-tro-phi-chinh-phu-2022":
            for position, name in enumerate(("library", "hospital")):
                sample = pictures.PICTURES[name]
                GalleryItem.objects.create(
                    article=row,
                    file=self.files[name],
                    position=position,
                    **columns(alt=sample.alt, caption=sample.caption, credit=pictures.CREDIT),
                )
        for position, (figure, asked) in enumerate(articles.FIGURES.get(key, ())):
            cited = CitedFigure(article=row, key=figure, position=position, **asked)
            cited.cite(row.publish_at)
            cited.save()
        reported = When(articles.REPORTED_ON)
        if key == "oda-dang-van-dong":
            row.oda_projects.set(OdaProject.objects.public().at_stage(reported, "mobilisation"))
        if key == "vien-tro-phi-chinh-phu-2022":
            row.ngo_aid.set(NgoAid.objects.public().at_stage(reported, "approved"))
        workflow.record_edit(row, by=self.author)

    # --- one article in each state of the workflow -----------------------------------

    def _with_open_copy(self, row):
        row = self._publish(row)
        copy = workflow.open_copy(row, by=self.author)
        self._edit(copy, "Author", summary_vi=copy.summary_vi + " (bản làm việc mẫu)")

    def _with_copy_in_review(self, row):
        row = self._publish(row)
        copy = workflow.open_copy(row, by=self.author)
        self._edit(copy, "Author", title_vi=copy.title_vi + " (cập nhật)")
        self._step(copy, "submit", "Author")

    def _with_english_copy(self, row):
        row = self._publish(row)
        translator = self.people["Translator"]
        copy = workflow.open_copy(row, by=translator, scope="en")
        self._edit(copy, "Translator", summary_en=copy.summary_en + " (sample working copy)")

    def _with_scheduled_copy(self, row):
        row = self._publish(row)
        copy = workflow.open_copy(row, by=self.author)
        self._edit(copy, "Author", summary_vi=copy.summary_vi + " (sẽ thay vào tháng sau)")
        self._step(copy, "submit", "Author")
        self._step(copy, "publish", "Publisher", at=timezone.now() + timedelta(days=30))

    def _with_outdated_english(self, row):
        """Published alike in both languages; then Vietnamese gained a sentence."""
        now = row.body_vi
        (added,) = [article.added for article in articles.ARTICLES if article.added]
        self._edit(row, "Author", confirmed=["en"], body_vi=now.replace(added, ""))
        row = self._publish(row)
        copy = workflow.open_copy(row, by=self.author, scope="vi")
        self._edit(copy, "Author", body_vi=now)
        self._publish(copy)

    def _sent_back(self, row):
        self._step(row, "submit", "Author")
        note = "Bổ sung nguồn cho số liệu ở đoạn hai."
        self._step(row, "send_back", "Reviewer", note=note)

    def _in_review(self, row):
        self._step(row, "submit", "Author")

    def _withdrawn(self, row):
        row = self._publish(row)
        note = "Quy trình đang được cập nhật, sẽ đăng lại."
        self._step(row, "withdraw", "Publisher", note=note)

    def _expired(self, row):
        """Nobody may publish what has expired already: this one was published in its time."""
        self._publish(row)
        Article.objects.filter(pk=row.pk).update(expire_at=row.publish_at + timedelta(days=20))

    def _scheduled(self, row):
        self._edit(row, "Author", publish_at=timezone.now() + timedelta(days=14))
        self._publish(row)


_STORIES = {
    "fdi-11-thang-2022": "_with_open_copy",
    "oda-dang-van-dong": "_with_outdated_english",
    "vien-tro-phi-chinh-phu-2022": "_with_english_copy",
    "pci-2022": "_with_copy_in_review",
    "cach-doc-so-lieu-fdi": "_with_scheduled_copy",
    "chuyen-xuc-tien-dau-tu": "_sent_back",
    "nghi-dinh-80-2020": "_in_review",
    "thu-tuc-mot-cua": "_withdrawn",
    "nghi-tet-duong-lich-2023": "_expired",
    "thong-cao-so-lieu-2022": "_scheduled",
}


def _by_slug(model, slug):
    claim = SlugClaim.objects.filter(kind=kind_of(model), slug=slug).first()
    return claim and model.objects.filter(pk=claim.object_id).first()


def _tag(name):
    return Tag.objects.get_or_create(name_vi=name.vi, defaults={"name_en": name.en})[0]


def _item(place, label, **values):
    heading = Both("Về cổng thông tin", "About this portal") if place == "footer" else Both("", "")
    return MenuItem(place=place, **columns(label=label, heading=heading), **values)


def _known_on(table):
    """VCCI tells of a year in the following spring, the FIA of its figures within days."""
    year = table.effective_on.year
    is_pci = table.number == f"PCI-{year}"
    return date(year + 1, 4, 11) if is_pci else table.effective_on + timedelta(days=10)


def _morning(day):
    return timezone.make_aware(datetime.combine(day, PUBLISHED_AT))
