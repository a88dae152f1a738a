"""What a body and its translation show of each other that a reader would miss."""

import re

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.text.html.reading import alternatives, document, plain

#: Letters that English does not have; one of a name alone says nothing of a sentence.
_VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.I)
#: More than the name of an office has.
_WORDS_OF_A_SENTENCE = 10


def remarks(vietnamese, english):
    """What is worth knowing of two bodies, as lazy sentences; none where one is still empty."""
    bodies = document(vietnamese), document(english)
    if not all(map(plain, bodies)):
        return []
    return [*_unlike(*bodies), *_same_alternatives(*bodies), *_untranslated(*bodies)]


def _unlike(vietnamese, english):
    if _held(vietnamese) == _held(english):
        return
    yield format_lazy(
        _("The Vietnamese text has {vietnamese}; the English text has {english}."),
        vietnamese=_told(vietnamese),
        english=_told(english),
    )


def _held(root):
    tags = [node.tag for node in root.walk()]
    return tags.count("img"), tags.count("table")


def _told(root):
    pictures, tables = _held(root)
    return format_lazy(
        _("{pictures} and {tables}"),
        pictures=ngettext_lazy("%d picture", "%d pictures", pictures) % pictures,
        tables=ngettext_lazy("%d table", "%d tables", tables) % tables,
    )


def _same_alternatives(*bodies):
    vietnamese, english = map(alternatives, bodies)
    for text in dict.fromkeys(english):
        if text in vietnamese:
            yield format_lazy(
                _("A picture has the same alternative text in both languages: “{text}”."),
                text=text,
            )


def _untranslated(*bodies):
    vietnamese, english = (plain(body).splitlines() for body in bodies)
    for line in dict.fromkeys(english):
        words = line.split()
        if line in vietnamese and len(words) >= _WORDS_OF_A_SENTENCE and _VIETNAMESE.search(line):
            yield format_lazy(
                _("The English text still says in Vietnamese: “{text}”."),
                text=" ".join(words[:12]) + ("…" if len(words) > 12 else ""),
            )
