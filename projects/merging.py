"""Merging duplicates of reference data: what referred to them refers to the one that is kept."""

from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from simple_history.models import HistoricalChanges

from portal.publishing import workflow
from portal.text.fold import fold
from projects.models import (
    AdministrativeUnit,
    Country,
    CountryAlias,
    Industry,
    Organisation,
    Sector,
    Zone,
)

#: What all rows of a merge must agree in: a province is no duplicate of a commune.
KINDS = {
    AdministrativeUnit: lambda row: (row.level, row.valid_from, row.valid_to),
    Zone: lambda row: row.kind,
    Organisation: lambda row: row.kind,
    Industry: lambda row: (row.version, row.section_id is None),
    Sector: lambda row: row.group_id is None,
}


@dataclass(frozen=True)
class Use:
    """How many rows of one kind refer to something, in which of their fields.

    `own`: they are part of the thing itself, as its aliases and its list of successors are.
    """

    kind: str
    field: str
    count: int
    own: bool

    def __str__(self):
        return f"{self.kind}: {self.field} ({self.count})"


def uses(rows):
    """The Uses of any of `rows`, in records, working copies, ledgers and earlier versions."""
    found = []
    for field in _references_to(rows[0]):
        if count := _rows_of(field).filter(**{f"{field.name}__in": rows}).count():
            found.append(Use(_kind(field.model), _words(field), count, _is_own(field)))
    return found


def refuse_strangers(rows):
    """Raises ValidationError unless the rows can be duplicates of each other."""
    model = type(rows[0])
    if len({row.pk for row in rows}) < 2:
        raise ValidationError(_("Choose at least two rows."))
    kind_of = KINDS.get(model)
    if kind_of and len({kind_of(row) for row in rows}) > 1:
        raise ValidationError(
            _("These are not the same kind of thing: level, kind, version or validity differ.")
        )
    if model is Country and sum(row.is_iso for row in rows) > 1:
        raise ValidationError(_("Two countries with ISO codes are not duplicates."))
    for field in _references_to(rows[0]):
        if _joins(field, rows):
            raise ValidationError(_("One of these rows refers to another: they are not the same."))


@transaction.atomic
def merge(keep, others):
    """Lead every reference to `others` to `keep`, and delete them; names are kept as aliases.

    Raises ValidationError unless they can be duplicates. Earlier versions in the history are led on
    as well: they would otherwise name nothing.
    """
    model = type(keep)
    pks = [keep.pk, *(row.pk for row in others)]
    rows = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=pks)}
    if len(rows) < len(pks):
        raise ValidationError(_("Some of these rows were deleted meanwhile."))
    keep, others = rows.pop(keep.pk), list(rows.values())
    refuse_strangers([keep, *others])
    for field in _references_to(keep):
        _lead(field, others, keep)
    for row in others:
        row.delete()
    if model is Country:
        _keep_names(keep, others)
    workflow.touch_public()


def _references_to(row):
    """Every foreign key to the row's model, those of many-to-many tables and of histories too.

    Asked of all models: what a model knows of its relations leaves out the last history model, made
    while the apps were getting ready.
    """
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is type(row)
    ]


def _rows_of(field):
    """All rows of the field's model, past the managers that hide copies and guard the ledgers.

    An entry that was decided on may be led on: naming the same thing by another row of the
    reference data, it states what it stated before. Nothing else may pass by the guards.
    """
    return models.QuerySet(field.model)


def _lead(field, others, keep):
    rows = _rows_of(field).filter(**{f"{field.name}__in": others})
    if field.model._meta.auto_created:
        _drop_pairs_that_exist(field, rows, keep)
    rows.update(**{field.name: keep})


def _drop_pairs_that_exist(field, rows, keep):
    """Of a many-to-many table, the rows that would say twice the same after the merge."""
    other_side = next(
        other.attname
        for other in field.model._meta.concrete_fields
        if other.is_relation and other != field
    )
    seen = set(_rows_of(field).filter(**{field.name: keep}).values_list(other_side, flat=True))
    twice = []
    for pk, side in rows.order_by("pk").values_list("pk", other_side):
        if side in seen:
            twice.append(pk)
        seen.add(side)
    _rows_of(field).filter(pk__in=twice).delete()


def _joins(field, rows):
    """Whether the field leads from one of the rows to another: parent, successor, group."""
    model = type(rows[0])
    if field.model is model:
        ends = ["pk", field.name]
    elif field.model._meta.auto_created is model:
        ends = [end.name for end in field.model._meta.concrete_fields if end.is_relation]
    else:
        return False
    pks = [row.pk for row in rows]
    return _rows_of(field).filter(**{f"{end}__in": pks for end in ends}).exists()


def _keep_names(country, others):
    names = [name for row in others for name in (row.name_vi, row.name_en) if name]
    taken = set(CountryAlias.objects.values_list("folded", flat=True))
    taken |= {fold(country.name_vi or ""), fold(country.name_en or "")}
    for name in names:
        if fold(name) not in taken:
            CountryAlias.objects.create(country=country, name=name)
            taken.add(fold(name))


def _is_own(field):
    if owner := field.model._meta.auto_created:
        return owner is field.related_model and _list_of(field).m2m_field_name() == field.name
    return field.remote_field.on_delete is models.CASCADE


def _list_of(field):
    """The many-to-many field whose table the field belongs to."""
    lists = field.model._meta.auto_created._meta.local_many_to_many
    return next(many for many in lists if many.remote_field.through is field.model)


def _kind(model):
    if owner := model._meta.auto_created:
        return str(owner._meta.verbose_name_plural)
    if issubclass(model, HistoricalChanges):
        name = model.instance_type._meta.verbose_name_plural
        return _("%(kind)s: earlier versions") % {"kind": name}
    return str(model._meta.verbose_name_plural)


def _words(field):
    """What the field is called; of a many-to-many table the name of the list."""
    named = _list_of(field) if field.model._meta.auto_created else field
    return str(named.verbose_name)
