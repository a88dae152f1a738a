"""What the sample people do with a record: the verbs of publishing, each by who may use it."""

from portal.publishing import workflow


class Desk:
    """people: role → user. `role` is the one that writes the records."""

    def __init__(self, people, say, role="Author"):
        self.people = people
        self.role = role
        self.author = people[role]
        self.say = say

    def _first_save(self, row):
        """Saved without history; record_edit makes the first version."""
        row.skip_history_when_saving = True
        row.save()
        del row.skip_history_when_saving

    def _step(self, row, name, role, **options):
        row = type(row).rows.get(pk=row.pk)
        return workflow.transition(row, name, by=self.people[role], version=row.version, **options)

    def _edit(self, row, role, *, confirmed=(), **values):
        row = type(row).rows.get(pk=row.pk)
        for name, value in values.items():
            setattr(row, name, value)
        workflow.record_edit(row, by=self.people[role], confirmed=confirmed)

    def _publish(self, row):
        self._step(row, "submit", self.role)
        return self._step(row, "publish", "Publisher")


def columns(**values):
    """name=(vi, en) → name_vi, name_en; an empty text is None."""
    return {
        f"{name}_{language}": text or None
        for name, pair in values.items()
        for language, text in zip(("vi", "en"), pair, strict=True)
    }
