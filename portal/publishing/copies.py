"""Working copies: opening one, putting it in its original's place, letting the others follow.

Every column is read and written by its own name (`title_vi`), never through the active language.
"""

from dataclasses import dataclass, field

from portal.publishing import freshness

COUNTERS = ("source_revision", "confirmed_vi", "confirmed_en")


@dataclass
class Snapshot:
    """A record's content at one moment, to tell later what has changed."""

    columns: dict
    m2m: dict
    children: dict  # accessor → {pk: {column: value}}
    counters: dict = field(default_factory=dict)

    @classmethod
    def of(cls, row):
        return cls(
            columns=_values(row),
            m2m={name: _m2m(row, name) for name in row.copied_m2m},
            children={
                accessor: {child.pk: _values(child) for child in rows}
                for accessor, rows in row.children()
            },
            counters={name: getattr(row, name) for name in COUNTERS},
        )


def _values(row):
    return {name: getattr(row, name) for name in row.content_columns()}


def _m2m(row, name):
    return {thing.pk for thing in getattr(row, name).all()}


def duplicate(original, *, scope, by):
    """A copy of an original with its children, saved; no history row yet."""
    copy = unsaved(original, scope=scope, by=by)
    copy.skip_history_when_saving = True
    copy.save()
    del copy.skip_history_when_saving
    for name in original.copied_m2m:
        getattr(copy, name).set(getattr(original, name).all())
    for _accessor, children in original.children():
        for child in children:
            _copy_child(child, copy, copied_from=child)
    return copy


def unsaved(original, *, scope, by):
    """A copy of an original's columns."""
    return type(original)(
        replaces=original,
        scope=scope,
        created_by=by,
        updated_by=by,
        source_language=original.source_language,
        source_digest=original.source_digest,
        version=original.version,
        **{name: getattr(original, name) for name in COUNTERS},
        **_stored(original),
    )


def _stored(row):
    """The content as the columns hold it, which asks no query for what they refer to."""
    columns = [row._meta.get_field(name).attname for name in row.content_columns()]
    return {column: getattr(row, column) for column in columns}


def _copy_child(child, row, *, copied_from):
    """A new child of `row` with the content of `child`."""
    new = unsaved_child(child, row, copied_from=copied_from)
    new.save()
    return new


def unsaved_child(child, row, *, copied_from):
    return type(child)(**{child.parent: row}, copied_from=copied_from, **_stored(child))


def put_in_place(copy, original):
    """Write the copy's content into its original; neither is saved, children and M2M are."""
    for name in copy.content_columns(copy.scope):
        setattr(original, name, getattr(copy, name))
    if not copy.scope:
        for name in copy.copied_m2m:
            getattr(original, name).set(getattr(copy, name).all())
    for accessor, children in copy.children():
        _put_children(children, getattr(original, accessor), original, copy.scope)
    freshness.inherit(original, copy, copy.scope)


def _put_children(children, manager, original, scope):
    existing = {child.pk: child for child in manager.all()}
    for child in children:
        target = existing.pop(child.copied_from_id, None)
        if target is not None:
            for name in child.content_columns(scope):
                setattr(target, name, getattr(child, name))
            target.save()
        elif not scope:
            child.copied_from = _copy_child(child, original, copied_from=None)
            child.save(update_fields=["copied_from"])
    if not scope:
        for dropped in existing.values():
            dropped.delete()


def follow(copy, before, original):
    """Let an open copy follow its changed original where it had not changed anything itself.

    Returns the clashes: [{"field", "theirs"}] for what both sides changed. The copy is not saved.
    """
    after = Snapshot.of(original)
    clashes = [
        *_follow_columns(copy, before, after),
        *_follow_m2m(copy, before, after),
        *_follow_children(copy, before, original),
    ]
    freshness.follow(copy, before.counters, original)
    return clashes


def _follow_columns(copy, before, after):
    for name, now in after.columns.items():
        was, mine = before.columns[name], getattr(copy, name)
        if now in (was, mine):
            continue
        if mine == was:
            setattr(copy, name, now)
        elif name in copy.content_columns(copy.scope):
            yield {"field": name, "theirs": _plain_value(now)}
        else:
            setattr(copy, name, now)


def _follow_m2m(copy, before, after):
    for name, now in after.m2m.items():
        was, mine = before.m2m[name], _m2m(copy, name)
        if now in (was, mine):
            continue
        if mine == was or copy.scope:
            getattr(copy, name).set(now)
        else:
            yield {"field": name, "theirs": ""}


def _follow_children(copy, before, original):
    for accessor, now_rows in original.children():
        was = before.children[accessor]
        mine = {child.copied_from_id: child for child in getattr(copy, accessor).all()}
        for child in now_rows:
            if child.pk not in was:
                if child.pk not in mine:
                    _copy_child(child, copy, copied_from=child)
            elif child.pk in mine:
                yield from _follow_child(accessor, mine[child.pk], was[child.pk], child)
            elif _values(child) != was[child.pk]:
                yield {"field": accessor, "theirs": str(child)}
        for pk in was.keys() & mine.keys() - {child.pk for child in now_rows}:
            if _values(mine[pk]) == was[pk]:
                mine[pk].delete()
            else:
                yield {"field": accessor, "theirs": ""}


def _follow_child(accessor, mine, was, child):
    clashed = False
    for name, now in _values(child).items():
        if now == was[name] or getattr(mine, name) == now:
            continue
        if getattr(mine, name) == was[name]:
            setattr(mine, name, now)
        else:
            clashed = True
    mine.save()
    if clashed:
        yield {"field": accessor, "theirs": str(child)}


def _plain_value(value):
    return "" if value is None else str(value)


def differs(copy, original):
    """Whether publishing the copy would change anything."""
    mine, theirs = Snapshot.of(copy), Snapshot.of(original)
    if any(mine.columns[name] != theirs.columns[name] for name in copy.content_columns(copy.scope)):
        return True
    if not copy.scope and mine.m2m != theirs.m2m:
        return True
    return any(
        [*children.values()] != [*theirs.children[accessor].values()]
        for accessor, children in mine.children.items()
    )
