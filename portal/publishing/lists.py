"""What the lists of a row, its children and its many-to-many fields, held in each version.

The history of a row keeps its columns alone. A KeptLists is written with a history row whose lists
differ from those kept last; what a version held is the newest that is not younger.
"""

from django.db.models import ForeignKey

from portal.publishing.models import KeptLists
from portal.publishing.slugs import kind_of


def of(row):
    """{accessor: keys or children as {column: value}}, as JSON keeps it."""
    m2m = {name: [item.pk for item in getattr(row, name).all()] for name in row.copied_m2m}
    return _filled(m2m | {name: _children(children) for name, children in row.children()})


def _filled(lists):
    return {
        name: sorted(items) if isinstance(items[0], int) else items
        for name, items in lists.items()
        if items
    }


def _children(children):
    return [_columns(child) for child in children]


def _columns(child):
    names = child.content_columns()
    return {"id": child.pk, **{name: _plain(child, child._meta.get_field(name)) for name in names}}


def _plain(child, field):
    value = field.value_from_object(child)
    is_plain = value is None or isinstance(value, (str, int, bool))
    return value if is_plain else field.value_to_string(child)


def keep(row, history_id):
    """Note what the lists of a row hold in the version that a history row keeps."""
    if row.copied_m2m or row.copied_children:
        keep_many([row], [history_id], [of(row)])


def keep_read(rows, written, m2m, children):
    """keep() for many rows of one model and their history rows, where the lists were read.

    m2m: name → key of a row → keys; children: key of a row → (accessor, rows).
    """
    held = []
    for row in rows:
        lists = {name: list(chosen[row.pk]) for name, chosen in m2m.items()}
        lists |= {name: _children(own) for name, own in children[row.pk]}
        held.append(_filled(lists))
    keep_many(rows, [past.history_id for past in written], held)


def keep_many(rows, history_ids, held):
    kind = kind_of(type(rows[0]))
    known = KeptLists.objects.filter(kind=kind, object_id__in=[row.pk for row in rows])
    last = dict(known.order_by("history_id").values_list("object_id", "lists"))
    KeptLists.objects.bulk_create(
        [
            KeptLists(kind=kind, object_id=row.pk, history_id=history_id, lists=lists)
            for row, history_id, lists in zip(rows, history_ids, held, strict=True)
            if lists != last.get(row.pk, {})
        ],
        batch_size=500,
    )


def at(row, history_ids):
    """{history_id: the lists as of(row) gave them in that version}."""
    kept = KeptLists.objects.filter(kind=kind_of(type(row)), object_id=row.pk)
    known = list(kept.order_by("-history_id").values_list("history_id", "lists"))
    return {
        asked: next((lists for number, lists in known if number <= asked), {})
        for asked in history_ids
    }


def children(model, items):
    """Unsaved children from what is kept of them; `was` holds the key that each one had."""
    for item in items:
        child = model()
        for name in model.content_columns():
            field = model._meta.get_field(name)
            setattr(child, field.attname, field.to_python(item.get(name)))
        child.was = item["id"]
        yield child


def is_whole(child):
    """Whether all that a kept child refers to is still there."""
    fields = (child._meta.get_field(name) for name in child.content_columns())
    return all(is_there(field, getattr(child, field.attname)) for field in fields)


def is_there(field, value):
    """Whether what a kept value of a column refers to has not been deleted."""
    if value is None or not isinstance(field, ForeignKey):
        return True
    return field.related_model._base_manager.filter(pk=value).exists()
