"""What the importer of a table decides: which file, what its columns are, and its doubts."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.admin.amounts import in_words
from projects.desk import money
from projects.exchange import mapping
from projects.exchange.known_names import READERS
from projects.exchange.names import Names
from projects.registers import WORKBOOKS

#: What a form sends of a column that is still to be chosen.
OPEN = "?"
MOST_ASKED = 100  # rows on a page
MOST_NAMED = 30  # names on a page, each with a list of hundreds


class UploadForm(forms.Form):
    register = forms.ChoiceField(label=_("Register"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("Excel workbook or CSV file"),
        max_length=150,
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        help_text=_("At most 10 MB and 20,000 rows. It is read first; nothing is written yet."),
    )

    #: The import of which this file is a corrected one.
    mends = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, registers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["register"].choices = [
            (register.name, capital(register.model._meta.verbose_name_plural))
            for register in registers
        ]
        if len(registers) == 1:
            self.fields["register"].initial = registers[0].name


def capital(text):
    return str(text)[:1].upper() + str(text)[1:]


@dataclass
class Choice:
    """A column with the control that says what it is."""

    name: str
    column: mapping.Column
    how: str

    @property
    def value(self):
        return OPEN if self.column.target is None else self.column.target


def sheets(batch, layouts):
    """[(Layout, [Choice], [(value, label)])] for the page."""
    register = WORKBOOKS[batch.register]
    for layout in layouts:
        labels = mapping.targets(register, _sheet(register, layout)).items()
        options = [(value, label) for value, (_field, _size, label) in labels]
        columns = [
            Choice(f"{layout.key}-{column.letters}", column, mapping.HOW[column.how])
            for column in layout.columns
        ]
        yield layout, columns, options


def chosen(batch, layouts, posted):
    """The Layouts as posted; `problems` and `lacks` say what is wrong with them, all at once."""
    register = WORKBOOKS[batch.register]
    for layout in layouts:
        sheet = _sheet(register, layout)
        known = {mapping.LEFT_OUT, *mapping.targets(register, sheet)}
        for column in layout.columns:
            value = posted.get(f"{layout.key}-{column.letters}")
            column.settle(value if value in known else None, mapping.CHOSEN)
        layout.problems = mapping.problems(register, sheet, layout.columns)
        layout.lacks = mapping.lacks(register, layout)
    return layouts


def _sheet(register, layout):
    return next(sheet for sheet in register.sheets if mapping.key_of(sheet) == layout.key)


def check_sheet(layouts, name):
    """Raises ValidationError where a file has no other sheet of that name."""
    if name not in {other for layout in layouts for other in layout.other_sheets}:
        raise ValidationError(
            gettext("The workbook has no visible sheet “%(sheet)s”.") % {"sheet": name}
        )


def answers(preview, posted):
    """The choices that the form below a Preview sends; what it did not show stays as it was."""
    others = posted.get("others")
    doubles = {
        str(question["row"]): answer
        for question in preview.asked
        if (answer := posted.get(f"row-{question['row']}", question["answer"]) or others)
        and answer in dict(question["options"])
    }
    named = {
        key: answer
        for question in preview.named
        if (answer := posted.get(f"named-{(key := question['key'])}", question["answer"]))
    }
    losses = {loss["name"] for loss in preview.losses}
    return {
        "hidden": "hidden" in posted,
        "struck": "struck" in posted,
        "clear": sorted(losses.intersection(posted.getlist("clear"))),
        "doubles": doubles,
        "named": named,
        "sure": [doubt["key"] for doubt in preview.doubted] if "sure" in posted else [],
    }


def shown(questions, most=MOST_ASKED):
    """Of what is asked, as much as a page holds; what is open goes before."""
    return sorted(questions, key=lambda question: bool(question["answer"]))[:most]


def kept(batch, preview):
    """How many answers on names still are those of the upload before."""
    before = batch.choices.get("kept", {})
    return sum(before.get(question["key"]) == question["answer"] for question in preview.named)


def named(questions):
    """What is asked of names, each with its `lists`: [(heading, {answer: words})]."""
    names, models = Names(), {model._meta.model_name: model for model in READERS}
    for question in shown(questions, MOST_NAMED):
        near = dict(question["options"])
        lists = [(gettext("Similar names"), near)]
        if question["unknown"]:
            known = names.in_force(models[question["unknown"]]).items()
            others = {key: words for pk, words in known if (key := str(pk)) not in near}
            lists.append((gettext("All others"), others))
        yield {**question, "lists": [one for one in lists if one[1]]}


def doubted(preview):
    """What is in doubt, as much as a page holds, amounts as they are read aloud."""
    open_first = sorted(preview.doubted, key=lambda doubt: doubt["is_sure"])
    for doubt in open_first[:MOST_ASKED]:
        if currency := doubt["currency"]:
            amount = Decimal(doubt["value"])
            said = in_words(amount, _("dong") if currency == "VND" else currency)
            doubt |= {"value": f"{money(amount)} {currency}", "words": said}
        yield doubt


def left_out(layouts):
    """The headings of the columns that are not imported, by column."""
    return [
        (column.letters, column.heading)
        for layout in layouts
        for column in layout.columns
        if column.target == mapping.LEFT_OUT
    ]
