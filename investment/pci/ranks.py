"""Ranks in a table that was read: computed where it has none, else held against its scores."""

from django.utils.translation import gettext as _

LISTED = 4  # names in a note


def compute(lines):
    """Ranks by score, equal scores alike."""
    scores = [line.score for line in lines if line.score is not None]
    for line in lines:
        if line.score is not None:
            line.rank = 1 + sum(score > line.score for score in scores)


def against_scores(reading, edition):
    """(problems, notes): ranks beyond the number of provinces, and, in a whole table, those that do
    not follow from the scores; equal scores may be told apart."""
    most, listed = edition.provinces, (edition.provinces, edition.ranks_published_to)
    lines = [(pk, line) for pk, line in reading.lines.items() if line.rank is not None]
    problems = [
        _("%(name)s has rank %(rank)s, but the edition has %(n)s provinces.")
        % {"name": reading.names[pk], "rank": line.rank, "n": most}
        for pk, line in lines
        if most and line.rank > most
    ]
    scores = [line.score for _pk, line in lines if line.score is not None]
    odd = list(_odd(reading, lines, scores)) if len(scores) in listed else []
    if not odd:
        return problems, []
    names = "; ".join(odd[:LISTED]) + ("…" if len(odd) > LISTED else "")
    text = _("Ranks that do not follow from the scores: %(names)s. Check them.")
    return problems, [text % {"names": names}]


def _odd(reading, lines, scores):
    for pk, line in lines:
        if line.score is None:
            continue
        first = 1 + sum(score > line.score for score in scores)
        if not first <= line.rank <= sum(score >= line.score for score in scores):
            told = {"name": reading.names[pk], "rank": line.rank, "first": first}
            yield _("%(name)s (rank %(rank)s, by its score %(first)s)") % told
