"""The headline of a list follows its filters; every number in it leads to the records behind."""

import re
from html import unescape

import pytest

from projects.models import OdaFund
from tests import registers as r
from tests.projects.test_pages import address, text, titles, words

pytestmark = pytest.mark.django_db

DAY = "&as_of=2022-11-30"


def headline(page):
    """(sentences, key figures) of a page as they are read."""
    sentences = [words(found) for found in re.findall(r'<p class="lede">(.*?)</p>', page, re.S)]
    figures = [words(found) for found in re.findall(r'<div class="kpi">(.*?)</div>', page, re.S)]
    return sentences, figures


def links(page):
    """(text, address) of the links in sentences and key figures."""
    head = page.split('id="list"')[0].split("<main")[1]
    found = re.findall(r'<a href="([^"#]+)#list">(.*?)</a>', head, re.S)
    return [(words(told), unescape(url)) for url, told in found]


class TestFdi:
    @pytest.fixture
    def projects(self, people):
        japan = r.country("JP", "Nhật Bản", "Japan")
        made = [r.fdi_project(people, title_en=f"Plant {n}") for n in "ABC"]
        a, b, c = made
        r.happened(people, a, "new", "2020-05-04", "3000000", partner=japan,
                   term_ends_on="2070-05-04")  # fmt: skip
        r.happened(people, a, "capital_increase", "2021-02-01", "1500000")
        r.happened(people, a, "capital_decrease", "2021-03-01", "500000")
        r.happened(people, a, "share_purchase", "2022-02-01", "250000", partner=japan)
        r.happened(people, b, "new", "2021-05-04", "1000000", partner=japan,
                   term_ends_on="2071-05-03")  # fmt: skip
        r.happened(people, b, "termination", "2022-06-01")
        # Of another partner: it must not count.
        r.happened(people, c, "new", "2020-05-04", "40000000", term_ends_on="2070-01-01")
        r.happened(people, c, "capital_increase", "2021-02-01", "700000000")
        return made

    def test_projects_capital_and_turns_are_those_of_the_filter(self, client, projects):
        page = text(client, address("fdi", query="?partner=JP" + DAY))
        sentences, figures = headline(page)
        assert sentences == [
            "As of 30 November 2022 the filters leave 1 valid FDI project with a registered "
            "capital of USD 4.00 million.",
            "From 4 May 2020, where the register begins, to 30 November 2022, projects that have "
            "ended included: 2 new projects with USD 4.00 million; 1 project adjusted (2 turns), "
            "raising its capital by USD 1.50 million, and lowering it by USD 500,000; "
            "1 share-purchase notice of USD 250,000.",
        ]
        assert figures == [
            "Valid projects 1",
            "Registered capital, cumulative 4.00 million USD",
            "Turns of adjustment 2 1 project",
            "Turns of capital contribution and share purchase 1 USD 250,000",
        ]
        assert "1 record found; registered capital USD 4.00 million" in words(page)

    def test_every_count_leads_to_as_many_records(self, client, projects):
        page = text(client, address("fdi", query="?partner=JP" + DAY))
        counts = [(int(n), url) for told, url in links(page) if (n := told.split()[0]).isdigit()]
        records = [(n, url) for n, url in counts if "counted=adjusted" not in url]
        assert len(records) == 5
        for count, url in records:
            noun = "record" if count == 1 else "records"
            assert f"{count} {noun} found" in words(text(client, url)), url

    @pytest.mark.parametrize(
        ("query", "sentence", "figures"),
        [
            (
                "?status=ended" + DAY,
                "As of 30 November 2022 the filters leave 1 FDI project that has ended, with a "
                "registered capital of USD 1.00 million at its end.",
                ["Projects that have ended 1", "Registered capital at their end 1.00 million USD"],
            ),
            (
                "?counted=lowered&since=2021-01-01" + DAY,
                "From 1 January 2021 to 30 November 2022: 1 project lowered its capital by "
                "USD 500,000.",
                [
                    "Projects that lowered their capital 1",
                    "Capital taken away by decreases 0.50 million USD",
                ],
            ),
            (
                "?counted=registered&since=2021-01-01&partner=JP" + DAY,
                "From 1 January 2021 to 30 November 2022: 1 new project with USD 1.00 million; "
                "1 project raised its capital by USD 1.50 million; 1 project lowered its capital "
                "by USD 500,000; 1 share-purchase notice of USD 250,000.",
                [
                    "Registered capital of new projects 1.00 million USD",
                    "Added capital, net of decreases 1.00 million USD",
                    "Value of share purchases 0.25 million USD",
                ],
            ),
            (
                "?counted=lowered&since=2000-01-01" + DAY,
                "From 4 May 2020, where the register begins, to 30 November 2022: 1 project "
                "lowered its capital by USD 500,000.",
                [
                    "Projects that lowered their capital 1",
                    "Capital taken away by decreases 0.50 million USD",
                ],
            ),
            (
                "?counted=ended" + DAY,
                "From 4 May 2020, where the register begins, to 30 November 2022: 1 project ended, "
                "with a registered capital of USD 1.00 million at its end.",
                [
                    "Projects that ended 1",
                    "Registered capital of projects that ended 1.00 million USD",
                ],
            ),
            (
                "?counted=disbursed&since=2021-01-01" + DAY,
                "From 1 January 2021 to 30 November 2022 no entry fits the filters.",
                [],
            ),
            ("?q=nothing" + DAY, "As of 30 November 2022 the filters leave no project.", []),
        ],
    )
    def test_it_tells_what_the_list_is_about(self, client, projects, query, sentence, figures):
        sentences, told = headline(text(client, address("fdi", query=query)))
        assert sentences[0] == sentence
        assert told[: len(figures) or None] == figures

    def test_notices_of_no_project_are_told_where_they_are_counted(self, client, people, projects):
        place = {"company": "Sao", "industry": r.industry(), "unit": r.unit()}
        said = "1 share-purchase notice belongs to no project of the list."
        shares = address("fdi", query="?counted=shares&since=2022-01-01" + DAY)
        assert said not in text(client, shares)
        r.happened(people, None, "share_purchase", "2022-02-02", "850000", **place)
        page = text(client, shares)
        assert headline(page)[0] == [
            "From 1 January 2022 to 30 November 2022: 2 share-purchase notices of "
            "USD 1.10 million in total.",
            said,
        ]
        assert "1 record found" in words(page)
        assert (
            "1 lượt góp vốn, mua cổ phần, mua phần vốn góp không thuộc dự án nào trong danh sách."
            in text(
                client,
                address("fdi", language="vi", query="?counted=shares&since=2022-01-01" + DAY),
            )
        )
        registered = "?counted=registered&since=2022-01-01"
        assert said in text(client, address("fdi", query=registered + DAY))
        for query in (
            "?counted=new&since=2020-01-01" + DAY,
            "?counted=ended" + DAY,
            "?counted=shares&since=2022-02-03" + DAY,
            "?counted=shares&partner=JP" + DAY,
            "?counted=shares&since=2022-01-01&as_of=2022-02-01",
        ):
            assert said not in text(client, address("fdi", query=query))
        r.happened(people, None, "share_purchase", "2022-02-03", "1", **place)
        assert "2 share-purchase notices belong to no project of the list." in text(client, shares)

    def test_a_list_with_ended_projects_has_no_total(self, client, projects):
        page = text(client, address("fdi", query="?status=all&partner=JP" + DAY))
        assert headline(page)[0][0] == (
            "As of 30 November 2022 the filters leave 2 FDI projects, of which 1 valid project "
            "with a registered capital of USD 4.00 million."
        )
        behind = dict(links(page))
        assert sorted(titles(text(client, behind["2 FDI projects"]))) == ["Plant A", "Plant B"]
        assert titles(text(client, behind["1 valid project"])) == ["Plant A"]
        page = text(client, address("fdi", query="?status=all&ends=2071" + DAY))
        assert headline(page)[0][0] == (
            "As of 30 November 2022 the filters leave 1 FDI project, which is not valid."
        )
        page = text(client, address("fdi", query="?status=all&partner=JP" + DAY))
        assert "2 records found Filters" in words(page).replace("Remove the filter", "Filters")

    def test_a_province_made_of_several_is_not_told_whole(self, client, people, projects):
        old = [r.unit("34"), r.unit("33", "Hưng Yên (cũ)")]
        new = r.unit("35", "Hưng Yên", name_en="Hung Yen")
        r.AdministrativeUnit.objects.filter(pk__in=[unit.pk for unit in old]).update(
            valid_to="2025-06-30"
        )
        type(projects[0]).objects.update(unit=old[0])
        asked = "?place=35&boundaries=now&as_of=2022-11-30"
        said = (
            "Hung Yen was formed from several provinces: the register holds only the projects of "
            "the department, not necessarily all of that area."
        )
        old[0].successors.add(new)
        assert said not in words(text(client, address("fdi", query=asked)))
        old[1].successors.add(new)
        page = text(client, address("fdi", query=asked))
        assert headline(page)[0][0].startswith(
            "As of 30 November 2022 the filters leave 2 valid FDI projects"
        )
        assert headline(page)[0][-1].endswith(f" {said}")
        page = text(client, address("fdi", query="?place=34&boundaries=now" + DAY))
        assert "several provinces" not in words(page)

    def test_nothing_is_told_before_the_register_begins(self, client, projects):
        page = text(client, address("fdi", query="?partner=JP&as_of=2001-01-01"))
        assert headline(page) == (
            ["The register begins on 4 May 2020: it tells nothing of the days before."],
            [],
        )

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("?ends=2070", ["Plant A", "Plant C"]),
            ("?ends=2071&status=all", ["Plant B"]),
            ("?ends=2071", []),
        ],
    )
    def test_the_end_of_the_term_shows_and_is_a_filter(self, client, projects, query, expected):
        page = text(client, address("fdi", query=query))
        assert sorted(titles(page)) == expected
        assert ("4 May 2070" in words(page)) == ("Plant A" in expected)
        assert f'<option value="{query[6:10]}" selected>' in page

    def test_a_term_that_was_replaced_does_not_count(self, client, people, projects):
        r.happened(people, projects[0], "other_adjustment", "2022-03-01", term_ends_on="2060-01-01")
        assert titles(text(client, address("fdi", query="?ends=2070"))) == ["Plant C"]
        assert titles(text(client, address("fdi", query="?ends=2060"))) == ["Plant A"]
        then = "&as_of=2022-02-28"
        assert len(titles(text(client, address("fdi", query="?ends=2070" + then)))) == 2

    def test_files_follow_the_filter_too(self, client, projects):
        rows = text(client, address("fdi_csv", query="?ends=2070&partner=JP")).splitlines()
        assert len(rows) == 2
        assert "Plant A" in rows[1]
        assert "2070-05-04" in rows[1]

    def test_it_leads_to_the_chart_that_has_it_as_a_part(self, client, projects):
        page = text(client, address("fdi", query="?partner=JP" + DAY))
        links = re.search(r"In charts:.*?</p>", page, re.S)[0]
        assert re.findall(r'href="([^"]+)">([^<]+)', links) == [
            (
                "/en/statistics/fdi-by-partner/?as_of=2022-11-30",
                "Registered FDI capital by partner",
            ),
            ("/en/statistics/fdi/?as_of=2022-11-30", "FDI dashboard"),
        ]


def test_an_empty_search_leads_to_a_notice_of_that_number_without_a_project(client, people):
    r.happened(people, r.fdi_project(people), "new", "2020-01-01", 100)
    notice = {"company": "Công ty Mẫu", "industry": r.industry(), "unit": r.unit()}
    r.happened(people, None, "share_purchase", "2022-04-20", 850000, number="GV-03", **notice)
    r.event(people, None, "share_purchase", "2022-04-20", 1, number="GV-05", **notice)  # waits
    said = "1 share-purchase notice without a project has this number"
    for query, is_said in [
        ("?q=gv+03", True),
        ("?q=GV-03&as_of=2022-04-19", False),
        ("?q=gv+05", False),
    ]:
        page = text(client, address("fdi", query=query))
        assert "0 records found" in words(page)
        assert (said in words(page)) is is_said, query
    page = text(client, address("fdi", query="?q=gv+03&as_of=2022-12-31"))
    link = address("fdi", query="?counted=shares&amp;as_of=2022-12-31") + "#list"
    assert f'href="{link}"' in page


class TestOda:
    def test_projects_and_funds_are_those_of_the_filter(self, client, people):
        jica, adb = r.organisation("JICA", "bilateral"), r.organisation("ADB", "multilateral")
        asked = r.oda_project(people, stages=[("implementation", "2022-02-01")],
                              ends_on="2027-12-31", title_en="Asked")  # fmt: skip
        OdaFund.objects.create(project=asked, kind="loan", donor=jica, usd=5_000_000)
        OdaFund.objects.create(project=asked, kind="grant", donor=adb, usd=1_250_000)
        OdaFund.objects.create(project=asked, kind="counterpart", usd=900_000)
        r.approved(people, r.year(people, asked, "planned", 2022, "2022-03-15", foreign=146422))
        other = r.oda_project(people, stages=[("implementation", "2022-02-01")])
        OdaFund.objects.create(project=other, kind="loan", donor=adb, usd=77_000_000)
        page = text(client, address("oda", query=f"?donor={jica.pk}&year=2022&ends=2027"))
        assert titles(page) == ["Asked"]
        assert "31 December 2027" in words(page)
        assert headline(page) == (
            [
                "By the documents up to 15 March 2022 the filters leave 1 ODA project, with "
                "foreign funds of USD 6.25 million agreed.",
                "Of this JICA gives USD 5.00 million.",
            ],
            [
                "Projects found 1",
                "Foreign funds agreed 6.25 million USD",
                "Foreign capital planned for 2022 146,422 million VND",
            ],
        )
        assert "1 record found; foreign funds agreed USD 6.25 million" in words(page)
        page = text(client, address("oda", query="?ends=2027&stage=mobilisation"))
        assert headline(page) == (
            ["By the documents up to 15 March 2022 the filters leave no record."],
            [],
        )

    def test_periods_that_ended_since_the_documents_are_told_apart(self, client, people):
        for ends_on in ("2023-06-30", "2029-06-30"):
            r.oda_project(people, stages=[("implementation", "2022-02-01")], ends_on=ends_on)
        lapsed = (
            "By 31 January 2024 the period of 1 ODA project had ended, with no completion recorded."
        )
        page = text(client, address("oda", query="?stage=implementation&as_of=2024-01-31"))
        assert headline(page)[0] == [
            "By the documents up to 1 February 2022 and the periods ended by 31 January 2024 the "
            "filters leave 1 ODA project.",
            lapsed,
        ]
        page = text(client, address("oda", query="?stage=lapsed&as_of=2024-01-31"))
        assert headline(page)[0] == [lapsed]
        page = text(client, address("oda", query="?stage=lapsed&as_of=2022-02-01"))
        assert headline(page)[0] == [
            "By the documents up to 1 February 2022 the filters leave no record."
        ]

    def test_agreed_funds_are_those_of_signed_agreements_that_stand(self, client, people):
        jica = r.organisation("JICA", "bilateral")
        for stages, usd in [
            ([("agreement", "2021-02-01")], 1_000_000),
            ([("decision", "2020-02-01"), ("implementation", "2021-06-01")], 2_500_000),
            ([("implementation", "2019-02-01"), ("completed", "2021-12-31")], 4_000_000),
            ([("agreement", "2019-02-01"), ("cancelled", "2021-12-31")], 10_000_000),
            ([("decision", "2022-02-01")], 20_000_000),
            ([("mobilisation", "2022-02-01")], None),
        ]:
            project = r.oda_project(people, stages=stages, title_en=stages[-1][0])
            OdaFund.objects.create(project=project, kind="loan", donor=jica, usd=usd)
        page = text(client, address("oda", query=f"?donor={jica.pk}"))
        assert headline(page)[0] == [
            "By the documents up to 1 February 2022 the filters leave 6 ODA projects, with foreign "
            "funds of USD 7.50 million agreed.",
            "Of this JICA gives USD 7.50 million.",
        ]
        ((_told, behind),) = [link for link in links(page) if link[0] == "7.50 million USD"]
        assert set(titles(text(client, behind))) == {"agreement", "implementation", "completed"}
        page = text(client, address("oda", query="?stage=agreed"))
        assert set(titles(page)) == {"agreement", "implementation", "completed"}
        assert headline(page)[1] == ["Projects found 3", "Foreign funds agreed 7.50 million USD"]
        page = text(client, address("oda", query="?stage=cancelled"))
        assert headline(page)[1] == ["Projects found 1"]
        # As of a day before its cancellation the project counts, the completed one as running.
        page = text(client, address("oda", query=f"?donor={jica.pk}&as_of=2021-11-30"))
        assert "Foreign funds agreed 17.50 million USD" in headline(page)[1]
        page = words(text(client, "/en/statistics/oda-by-donor/"))
        assert "ODA funds agreed, by donor 7.50 million USD as of 1 February 2022" in page
        assert "JICA 3 7,500,000 no" in page

    def test_what_was_reached_in_a_period_is_counted_as_it_is_listed(self, client, people):
        for title, day, usd in [("Before", "2021-02-01", 8_000_000), ("In", "2022-02-01", 500_000)]:
            project = r.oda_project(people, stages=[("implementation", day)], title_en=title)
            OdaFund.objects.create(project=project, kind="loan", usd=usd)
            r.approved(people, r.year(people, project, "planned", 2022, day, foreign=usd))
        asked = "?reached=implementation&since=2022-01-01&year=2022" + DAY
        page = text(client, address("oda", query=asked))
        assert titles(page) == ["In"]
        assert headline(page) == (
            [
                "By the documents up to 1 February 2022 the filters leave 1 ODA project, with "
                "foreign funds of USD 500,000 agreed.",
                "The stage “implementation” was reached from 1 January 2022 to 1 February 2022.",
            ],
            [
                "Projects found 1",
                "Foreign funds agreed 0.50 million USD",
                "Foreign capital planned for 2022 500,000 million VND",
            ],
        )
        assert "1 record found; foreign funds agreed USD 500,000" in words(page)
        assert len(text(client, address("oda_csv", query=asked)).splitlines()) == 2
        for _told, url in links(page):
            assert titles(text(client, url)) == ["In"], url
        page = text(client, address("oda", query="?reached=implementation&since=2000-01-01"))
        assert (
            "The stage “implementation” was reached from 1 February 2021, where the register "
            "begins, to 1 February 2022." in headline(page)[0]
        )
        page = text(client, address("oda", query="?reached=implementation" + DAY))
        assert titles(page) == ["In", "Before"]
        assert "2 records found; foreign funds agreed USD 8.50 million" in words(page)

    def test_what_is_not_known_is_no_amount(self, client, people):
        r.oda_project(people, stages=[("mobilisation", "2022-02-01")])
        page = text(client, address("oda", query="?stage=mobilisation"))
        assert headline(page) == (
            ["By the documents up to 1 February 2022 the filters leave 1 ODA project."],
            ["Projects found 1"],
        )

    def test_an_agreed_project_without_an_amount_makes_a_lower_limit_everywhere(
        self, client, people
    ):
        jica = r.organisation("JICA", "bilateral")
        for usd in (1_000_000, None):
            project = r.oda_project(people, stages=[("agreement", "2021-02-01")])
            OdaFund.objects.create(project=project, kind="loan", donor=jica, usd=usd)
        page = text(client, address("oda", query=f"?donor={jica.pk}"))
        assert "Foreign funds agreed above 1.00 million USD" in headline(page)[1]
        page = words(text(client, "/en/statistics/oda-by-donor/"))
        assert "ODA funds agreed, by donor above 1.00 million USD as of" in page
        assert "JICA 2 1,000,000 yes" in page
        assert "whose sums are lower limits or empty: JICA." in page
        assert "All together" not in page

    @pytest.mark.parametrize(
        ("stage", "label"),
        [
            ("agreement", "Foreign funds agreed"),
            ("policy", "Foreign funds, not agreed yet"),
            ("cancelled", "Foreign funds of the cancelled project"),
        ],
    )
    def test_the_page_of_a_project_calls_agreed_what_is(self, client, people, stage, label):
        project = r.oda_project(people, stages=[(stage, "2021-02-01")])
        OdaFund.objects.create(project=project, kind="loan", usd=1_000_000)
        page = text(client, project.url("en"))
        assert f"{label} USD 1.00 million" in words(page)
        assert ("MonetaryAmount" in page) == (stage == "agreement")


class TestNgo:
    def test_periods_that_are_over_are_no_record_being_implemented(self, client, people):
        r.ngo_aid(people, stages=[("implementing", "2022-03-01")], ends_on="2022-12-31")
        page = text(client, address("ngo", query="?stage=implementing&as_of=2024-01-31"))
        assert headline(page)[0] == [
            "By the documents up to 1 March 2022 and the periods ended by 31 January 2024 the "
            "filters leave no record.",
            "By 31 January 2024 the period of 1 item of aid had ended, with no completion "
            "recorded.",
        ]
        page = text(client, address("ngo", query="?stage=lapsed&as_of=2022-11-30"))
        assert headline(page)[0] == [
            "By the documents up to 1 March 2022 and the periods ended by 30 November 2022 the "
            "filters leave no record."
        ]

    def test_items_of_which_no_document_tells_an_amount_have_no_total(self, client, people):
        r.ngo_aid(people, stages=[("approved", "2022-03-01")], usd=None)
        r.ngo_aid(people, stages=[("implementing", "2022-02-01")], usd=500)
        page = text(client, address("ngo", query="?stage=approved" + DAY))
        assert headline(page) == (
            [
                "By the documents up to 1 March 2022 the filters leave 1 item of aid of 1 foreign "
                "organisation. No document tells an amount."
            ],
            ["Items found 1 1 foreign organisation"],
        )
        assert "1 record found Filters" in words(page).replace("Remove the filter", "Filters")
        page = text(client, address("ngo", language="vi", query="?stage=approved" + DAY))
        assert "Chưa có văn bản nào nêu giá trị." in words(page)
        assert "trên 0" not in words(page)

    def test_approvals_without_an_amount_are_told_without_one(self, client, people):
        r.ngo_aid(people, stages=[("approved", "2022-03-01")], usd=None)
        page = words(text(client, address("ngo", query="?as_of=2022-03-01")))
        assert "In 2022 up to that day: 1 item approved." in page
        assert "Items approved in 2022 1 " in page
        assert "USD 0" not in page

    def test_a_total_commitment_is_of_what_was_approved_and_not_cancelled(self, client, people):
        """What is appraised has no amount yet, which makes no lower limit of the others'."""
        of = {"field": "education", "usd_is_floor": False}
        cancelled = [("approved", "2022-01-01"), ("cancelled", "2022-03-01")]
        r.ngo_aid(people, stages=[("approved", "2022-03-01")], usd=54000, **of)
        r.ngo_aid(people, stages=[("appraisal", "2022-03-01")], usd=None, **of)
        r.ngo_aid(people, stages=cancelled, usd=22000, **of)

        def told(query):
            return headline(text(client, address("ngo", query=query)))

        found = "By the documents up to 1 March 2022 the filters leave"
        assert told("?field=education") == (
            [
                f"{found} 3 items of aid of 1 foreign organisation; what was approved and not "
                "cancelled has a total commitment of USD 54,000."
            ],
            ["Items found 3 1 foreign organisation", "Total commitment 54,000 USD"],
        )
        page = text(client, address("ngo", query="?stage=agreed"))
        assert words(page).count("1 record found") == 1
        for stage in ("appraisal", "cancelled"):
            assert told(f"?stage={stage}") == (
                [f"{found} 1 item of aid of 1 foreign organisation, none of them approved and in "
                 "force."],
                ["Items found 1 1 foreign organisation"],
            )  # fmt: skip
        r.ngo_aid(people, stages=[("approved", "2022-03-01")], usd=None, field="health")
        r.ngo_aid(people, stages=[("appraisal", "2022-03-01")], usd=99000, field="health")
        assert told("?field=health") == (
            [
                f"{found} 2 items of aid of 1 foreign organisation; of what was approved and not "
                "cancelled no document tells an amount."
            ],
            ["Items found 2 1 foreign organisation"],
        )

    def test_items_and_commitments_are_those_of_the_filter(self, client, people):
        asked = r.ngo_aid(people, stages=[("implementing", "2022-03-01")], field="health",
                          usd=45000, usd_is_floor=True, ends_on="2027-06-30",
                          title_en="Asked")  # fmt: skip
        told = r.year(people, asked, "committed", 2022, "2022-01-15", usd=8388, amount=8388)
        r.approved(people, told)
        r.ngo_aid(people, stages=[("implementing", "2022-03-01")], field="education", usd=777777)
        page = text(client, address("ngo", query="?field=health&year=2022&ends=2027"))
        assert titles(page) == ["Asked"]
        assert "30 June 2027" in words(page)
        assert headline(page) == (
            [
                "By the documents up to 1 March 2022 the filters leave 1 item of aid of 1 foreign "
                "organisation, with a total commitment of more than USD 45,000."
            ],
            [
                "Items found 1 1 foreign organisation",
                "Total commitment above 45,000 USD",
                "Commitment for 2022 8,388 USD",
            ],
        )
