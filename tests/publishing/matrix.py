"""Who may do what at the staff desk: one row for every address below /admin/.

Written from the rules (issue 2, DESIGN, HARDENING), not from what the code answers;
test_permissions.py compares the two and fails for an address without a row.

A letter stands for a person who asks:

    A  the author of the record          a  another author, to whom it is foreign
    T  a translator (and the maker of "english copy")
    R  a reviewer      P  a publisher      D  a data officer
    M  an administrator of accounts, menus and identity
    S  a superuser: every right, but bound to states and to four eyes like everybody
    N  an account that has no role yet

GET says who sees the page, POST for whom the request changes something; for all others it
changes nothing. Where the state of the object matters, a dict names the states (a state it
leaves out: nobody). Visitors, deactivated accounts and accounts without the staff flag are
sent to the login everywhere and have no letter.
"""

from dataclasses import dataclass

ALL = "AaTRPDMS"  # with a role
STAFF = ALL + "N"
NOBODY = ""
WRITERS = "AaTRPDS"  # whoever can type into some record
EDITORS = "RPMS"  # of categories and tags
KEEPERS = "PDMS"  # of reference data: units, classifications, countries, bodies

#: Transition → state → who may make it. "copy" is the author's working copy of the whole record.
STEPS = {
    "submit": {"draft": "ARPS", "recalled": "ARPS", "copy": "ARPS", "english copy": "TRPS"},
    "recall": {"review": "A", "submitted copy": "A"},
    "send_back": {"review": "RPS", "submitted copy": "RPS"},
    "publish": {"review": "PS", "submitted copy": "PS"},
    "unschedule": {"scheduled": "PS", "scheduled copy": "PS"},
    "withdraw": {"published": "PS"},
    "approve": {"review": "R", "submitted copy": "R"},
    "reschedule": {"scheduled": "PS", "scheduled copy": "PS"},
    "shelve": {"recalled": "ARPS"},
    "restore": {"archived": "PS", "shelved": "ARPS"},
    "discard": {"copy": "ARPS", "english copy": "TRPS", "submitted copy": "ARPS"},
}

#: What was public is read by everybody at the desk; the rest, embargoed releases too, by its author
#: and by whoever reviews, publishes or translates it.
CIRCLE = "ATRPS"
SEEN = {
    **dict.fromkeys(["draft", "recalled", "review", "scheduled", "shelved"], CIRCLE),
    **dict.fromkeys(["copy", "english copy", "submitted copy"], CIRCLE),
    **dict.fromkeys(["scheduled copy", "applied copy"], CIRCLE),
    "published": ALL,
    "archived": ALL,
}
#: Drafts: their author and the desk, and the translator in the other language; what waits for
#: review: only the translator; what is public, withdrawn or at its end: nobody.
EDIT = {
    "draft": "ATRPS",
    "recalled": "ATRPS",
    "review": "TS",
    "copy": "ATRPS",
    "english copy": "TRPS",
    "submitted copy": "TS",
}
#: Only a draft that was never submitted can vanish, and only by its author's hand.
VANISH = {"draft": "AS"}
#: Whoever edits that kind may propose a change to anything published, also to a colleague's.
COPY = {"published": "AaRPS", "scheduled": "ARPS"}
#: The value of now is put into what its writer could type, but into no copy of one language.
TAKE = {"draft": "ARPS", "recalled": "ARPS", "copy": "ARPS"}
#: An earlier version goes into one's own draft, or opens a working copy where none is open.
TAKE_UP = {
    "draft": "ARPS",
    "recalled": "ARPS",
    "copy": "ARPS",
    "english copy": "TRPS",
    "published": "AaRPS",
    "scheduled": "ARPS",
    "applied copy": "ARPS",
}
#: Given to another author by its own, or by whoever reviews.
HAND_OVER = {
    "draft": "ARPS",
    "recalled": "ARPS",
    "review": "ARPS",
    "copy": "ARPS",
    "english copy": "TRPS",
    "submitted copy": "ARPS",
}
#: A link lets strangers read a record: its author and the desk decide; none for what is public.
SHARE = {
    "draft": "ARPS",
    "recalled": "ARPS",
    "review": "ARPS",
    "scheduled": "ARPS",
    "copy": "ARPS",
    "english copy": "RPS",
    "submitted copy": "ARPS",
    "scheduled copy": "ARPS",
}


@dataclass(frozen=True)
class Row:
    get: str | dict
    post: str | dict = NOBODY
    #: What GET answers to the others who are signed in.
    refusal: int = 403

    def by(self, method):
        """The letters of those who may, or the state → letters."""
        return self.get if method == "GET" else self.post

    def may(self, method, state):
        """The letters of those who may, for an object in a state."""
        roles = self.by(method)
        return roles if isinstance(roles, str) else roles.get(state, NOBODY)


def publishable(app, model, see=SEEN):
    """Articles, static pages."""
    kind = f"{app}_{model}"
    return {
        f"{kind}_changelist": Row(get=ALL, post="PS"),  # POST: publish the selected ones
        f"{kind}_add": Row(get="AaS", post="AaS"),
        f"{kind}_change": Row(get=see, post=EDIT),
        f"{kind}_delete": Row(get=VANISH, post=VANISH),
        f"{kind}_history": Row(get=see),
        f"{kind}_record": Row(get=see, post=STEPS["publish"]),  # POST: one of STEPS
        f"{kind}_copy": Row(get=NOBODY, post=COPY, refusal=405),
        f"{kind}_takeup": Row(get=NOBODY, post=TAKE_UP, refusal=405),
        f"{kind}_preview": Row(get=see),
        f"{kind}_share": Row(get=NOBODY, post=SHARE, refusal=405),
        f"{kind}_handover": Row(get=NOBODY, post=HAND_OVER, refusal=405),
        f"{kind}_checklist": Row(get=NOBODY, refusal=405),  # POST: tells, and changes nothing
        f"{app}/{model}/<path:object_id>/": Row(get=STAFF),  # leads to the form
    }


def register(model, app="projects"):
    """The records of a register: data officers write them too, like authors their own.

    Everybody at the desk reads them, as the ledgers that name them.
    """
    kind = f"{app}_{model}"
    copies = {state: who + "D" for state, who in COPY.items()}
    taken = {**TAKE_UP, **copies, "applied copy": "AaRPSD"}
    return publishable(app, model, see=ALL) | {
        f"{kind}_add": Row(get="AaDS", post="AaDS"),
        f"{kind}_copy": Row(get=NOBODY, post=copies, refusal=405),
        f"{kind}_takeup": Row(get=NOBODY, post=taken, refusal=405),
    }


def ledger(model):
    """Entries, all the data officer's; approved ones are never changed, only corrected."""
    kind = f"projects_{model}"
    return {
        # POST: what approving the selected ones would change; computed by doing and undoing it
        f"{kind}_changelist": Row(get=ALL, post="RPS"),
        f"{kind}_add": Row(get="DS", post="DS"),
        f"{kind}_change": Row(get="D", post={"pending": "D"}),
        f"{kind}_record": Row(get=ALL),
        f"{kind}_correct": Row(get="DS", post={"approved": "DS"}),
        f"{kind}_reject": Row(get=NOBODY, post={"pending": "RPS"}, refusal=405),
        f"{kind}_again": Row(get=NOBODY, post=NOBODY),
        f"{kind}_take_back": Row(get=NOBODY, post={"pending": "D"}, refusal=405),
    }


def plain(app, model, who, *, add=None, change=None, delete=None, see=None):
    """What has no workflow; `who` may do everything that is not said otherwise."""

    def of(value):
        return who if value is None else value

    kind = f"{app}_{model}"
    return {
        f"{kind}_changelist": Row(get=of(see), post=of(delete)),  # POST: delete the selected ones
        f"{kind}_add": Row(get=of(add), post=of(add)),
        f"{kind}_change": Row(get=of(see), post=of(change)),
        f"{kind}_delete": Row(get=of(delete), post=of(delete)),
        f"{kind}_history": Row(get=of(see)),
        f"{app}/{model}/<path:object_id>/": Row(get=STAFF),  # leads to the form
    }


#: The name of the address without "admin:", or its route where it has no name.
MATRIX = {
    # --- the site ---
    "index": Row(get=STAFF),
    "login": Row(get=STAFF),
    "logout": Row(get=NOBODY, post=STAFF, refusal=405),  # POST ends an entry of the access log
    "password_change": Row(get=STAFF, post=STAFF),
    "password_change_done": Row(get=STAFF),
    "choose_password": Row(get=STAFF),  # also visitors: whoever has a living link
    "language": Row(get=NOBODY, refusal=405),  # POST keeps the language in the session
    "clean": Row(get=NOBODY, refusal=405),  # POST answers pasted HTML, cleaned
    "notice": Row(get={"own": STAFF}, post={"own": STAFF}, refusal=404),
    "jsi18n": Row(get=STAFF),
    "autocomplete": Row(get={"related": ALL, "tags": ALL, "created_by": "MS"}),
    "view_on_site": Row(get=NOBODY, refusal=404),
    "app_list": Row(get=STAFF),  # leads to the home
    "(?P<url>.*)$": Row(get=NOBODY, refusal=404),
    # --- records ---
    **publishable("news", "article"),
    # Into a draft that one may write whole, or into the working copy of what is public.
    "news_article_take": Row(get=NOBODY, post={**TAKE, **COPY}, refusal=405),
    **publishable("pages", "page"),
    **register("fdiproject"),
    **register("domesticproject"),
    **register("odaproject"),
    **register("ngoaid"),
    "projects_fdiproject_export": Row(get=ALL),
    "projects_domesticproject_export": Row(get=ALL),
    "projects_odaproject_export": Row(get=ALL),
    "projects_ngoaid_export": Row(get=ALL),
    "projects_totals": Row(get=ALL),
    **register("pciedition", app="pci"),
    "pci_pciedition_begin": Row(get=NOBODY, post="AaDS", refusal=405),
    "pci_pciedition_check": Row(get=ALL),
    # POST: a preview; only its own maker can have it entered, see tests/investment
    "pci_pciedition_import": Row(get="DS"),
    # --- imports: all of them the data officer's, who alone may go on with them ---
    "projects_importbatch_changelist": Row(get="DS"),
    "projects_importbatch_add": Row(get="DS", post="DS"),
    "projects_importbatch_template": Row(get=ALL),
    "projects_importbatch_record": Row(get="DS"),
    "projects_importbatch_columns": Row(get="DS", post={"read": "D"}),
    "projects_importbatch_answer": Row(get=NOBODY, post={"read": "D"}, refusal=405),
    "projects_importbatch_write": Row(get=NOBODY, post={"read": "D"}, refusal=405),
    "projects_importbatch_resume": Row(get=NOBODY, post={"dead": "D"}, refusal=405),
    "projects_importbatch_undo": Row(get=NOBODY, post={"done": "D"}, refusal=405),
    "projects_importbatch_discard": Row(get=NOBODY, post={"read": "D"}, refusal=405),
    # --- ledgers ---
    "official_sourcetable_changelist": Row(get=ALL),
    "official_sourcetable_reconciliation": Row(get=ALL, post="PDS"),
    # POST: a preview; only its own maker can have it entered, see tests/investment
    "official_sourcetable_import": Row(get="DS"),
    "official_sourcetable_template": Row(get=ALL),
    "official_sourcetable_record": Row(get=ALL),
    "official_sourcetable_approve": Row(get=NOBODY, post={"pending": "RPS"}, refusal=405),
    "official_sourcetable_reject": Row(get=NOBODY, post={"pending": "RPS"}, refusal=405),
    "official_sourcetable_take_back": Row(get=NOBODY, post={"pending": "D"}, refusal=405),
    **ledger("fdievent"),
    **ledger("domesticevent"),
    **ledger("odayear"),
    **ledger("ngoyear"),
    "projects_waiting": Row(get=ALL),
    "projects_said": Row(get=STAFF),  # reads a number aloud, of no record
    "projects_approve": Row(get=NOBODY, post="RPS", refusal=405),
    # --- public at once ---
    **plain("news", "category", EDITORS),
    **plain("news", "tag", EDITORS, add="Aa" + EDITORS, see=ALL),
    **plain("pages", "siteidentity", "MS", add=NOBODY, delete=NOBODY),  # there is exactly one
    **plain("pages", "menuitem", "MS"),
    **plain("projects", "administrativeunit", KEEPERS, see=ALL),
    **plain("projects", "zone", KEEPERS, see=ALL),
    **plain("projects", "industry", KEEPERS, see=ALL),
    **plain("projects", "sector", KEEPERS, see=ALL),
    **plain("projects", "country", KEEPERS, see=ALL),
    **plain("projects", "organisation", KEEPERS, see=ALL),
    **plain("projects", "agency", KEEPERS, see=ALL),
    **plain("opendata", "datasetnote", KEEPERS, add=NOBODY, delete=NOBODY),  # one a dataset
    # --- files: added by whoever types, named by those of them who see it: this one hangs on no
    # record, and is for those who review or publish ---
    **plain("publishing", "file", WRITERS, see=ALL, change="RPS", delete=NOBODY),
    "publishing_file_picker": Row(get=WRITERS, post=WRITERS),
    "publishing_file_paste": Row(get=NOBODY, post=WRITERS, refusal=405),
    # --- accounts: deactivated, never deleted ---
    **plain("auth", "user", "MS", delete=NOBODY),
    "auth_user_password_change": Row(get=NOBODY, post="MS", refusal=405),
    "auth_user_proposal": Row(get=NOBODY, post="PS", refusal=405),  # the administrator proposed it
    # --- background tasks: third-party, looked at by superusers ---
    **plain(
        "django_tasks_database",
        "dbtaskresult",
        "S",
        add=NOBODY,
        change=NOBODY,
        delete=NOBODY,
    ),
}
