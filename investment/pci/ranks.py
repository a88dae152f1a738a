"""Ranks in a table that was read: computed where it has none, else held against its scores; and how
far down an edition was published."""

from django.utils.translation import gettext as _

LISTED = 4  # names in a note


def compute(lines):
    """Ranks by score, equal scores alike."""
    scores = [line.score for line in lines if line.score is not None]
    for line in lines:
        if line.score is not None:
            line.rank = 1 + sum(score > line.score for score in scores)


def go_beyond(edition, lines):
    """Whether lines, of score and rank, tell of more provinces than an edition says were published;
    several may share the last rank."""
    last = edition.ranks_published_to
    if last is None:
        return False
    ranks = [line.rank for line in lines if line.score is not None]
    if None in ranks and len(ranks) > last:
        return True
    return any(rank is not None and rank > last for rank in ranks)


def beyond(edition, lines):
    """[What is said where lines go beyond what their edition says was published], or nothing."""
    if not go_beyond(edition, lines):
        return []
    ranks = [line.rank for line in lines if line.rank is not None]
    scored = sum(line.score is not None for line in lines)
    facts = {"last": edition.ranks_published_to, "rank": max(ranks, default=0), "n": scored}
    said = _(
        "The edition says “published down to rank %(last)s”, but the results have the scores of "
        "%(n)s provinces. Correct the edition first: leave this empty if all were published."
    )
    if facts["rank"] > facts["last"]:
        said = _(
            "The edition says “published down to rank %(last)s”, but the results go down to rank "
            "%(rank)s. Correct the edition first: leave this empty if all were published."
        )
    return [said % facts]


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
