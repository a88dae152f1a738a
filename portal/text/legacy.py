"""Vietnamese typed for the fonts before Unicode (TCVN3: .VnTime, VNI: VNI-Times), told and read.

Such a text reaches us as Latin-1 letters: "Nhµ m¸y" or "Nhaø maùy" for "Nhà máy".
"""

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED = re.compile("(c|ch|p|t)$")
_WORD = re.compile(r"[^\s\d.,;:()/\"'?!\-]+")
_MICRO = re.compile("µ[a-zA-Z]")
_ABBREVIATED = re.compile("[A-Z]*[§Ñ][A-Z]*")

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y yêm yên yêng yêt yêu ynh yt ych yu
    o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
    oe oen oeo oet ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uơ uôc uôi uôm uôn uông uôt
    uy uya uych uyên uyêt uynh uyt uyu uyp ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
"""
_SYLLABLES = {
    onset + rhyme
    for onset in ("", *_ONSETS.split())
    for rhyme in _RHYMES.split()
    if onset != "qu" or rhyme[0] not in "ou"
}

_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
#: What stands in no other language's words.
_SYMBOLS = set("µ¶·¸¹¨»¼½¾©®ª«¬\xad¡¢£¤¥¦§×÷ßÞ")

_MARKS = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_WITH_ROOF = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_WITH_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_LONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni():
    table = dict(_LONE)
    for letter in "aeouyôö":
        for mark, tone in _MARKS.items():
            table[letter + mark] = _LONE.get(letter, letter) + tone
    for letters, marks, sign in (("aeo", _WITH_ROOF, "\u0302"), ("a", _WITH_BREVE, "\u0306")):
        for letter in letters:
            table |= {letter + mark: letter + sign + tone for mark, tone in marks.items()}
    table |= {old.upper(): new.upper() for old, new in table.items()} | {
        old[0].upper() + old[1:]: new[0].upper() + new[1:] for old, new in table.items()
    }
    return {old: unicodedata.normalize("NFC", new) for old, new in table.items()}


_VNI = _vni()
_VNI_SIGN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))


def to_unicode(text, font=None):
    """The text in Unicode if it was typed for a TCVN3 or VNI font, else unchanged.

    It was, if most of its words with marks are no Vietnamese syllables as they stand and are
    some when converted, one of them so that nothing else explains it; beside texts of a `font`,
    as font_of() tells it, that one is not needed. Call it before invisible characters go: TCVN3
    writes ư as a soft hyphen.
    """
    found = font_of(text) or (font if _may_be(font, text) else None)
    return _FONTS[found][0](unicodedata.normalize("NFC", text)) if found else text


def font_of(text):
    """TCVN3 or VNI where a text was certainly typed for such a font, else None."""
    return next((font for font in _FONTS if _may_be(font, text, _FONTS[font][1])), None)


def common_font(texts):
    """The font before Unicode that some of the texts are certainly of; None for none or both."""
    fonts = {font for text in texts if (font := font_of(text))}
    return fonts.pop() if len(fonts) == 1 else None


def _may_be(font, text, is_sure=lambda word: True):
    if font is None or text.isascii() or any(c > "\xff" and c.isalpha() for c in text):
        return False
    composed = unicodedata.normalize("NFC", text)
    words = [word for word in _WORD.findall(composed) if not word.isascii()]
    return _is_better(words, _FONTS[font][0], is_sure)


def _from_tcvn3(text):
    return "".join(_TCVN3.get(c, c) for c in text)


def _from_vni(text):
    return _VNI_SIGN.sub(lambda match: _VNI[match[0]], text)


def _is_tcvn3(word):
    has_sign = bool(_SYMBOLS & set(word)) or word[1:] != word[1:].lower()
    return has_sign or _is_mistoned(word)


def _is_vni(word):
    return "ñ" in word.lower() or any(len(sign) == 2 for sign in _VNI_SIGN.findall(word))


TCVN3, VNI = "TCVN3", "VNI"
#: font: (how a text of it is converted, whether a word cannot be another's).
_FONTS = {TCVN3: (_from_tcvn3, _is_tcvn3), VNI: (_from_vni, _is_vni)}


def _is_better(words, converted, is_sure):
    good, bad = [], 0
    for word in words:
        if len(word) < 2 or _MICRO.fullmatch(word) or _ABBREVIATED.fullmatch(word):
            continue
        if not _is_syllable(converted(word)):
            bad += 1
        elif not _is_syllable(word):
            good.append(word)
    return len(good) > bad and any(is_sure(word) for word in good)


def _is_syllable(word):
    bare, tones = _parts(word)
    return _is_spelled(word, bare, tones) and (
        not _STOPPED.search(bare) or tones in (["\u0301"], ["\u0323"])
    )


def _is_mistoned(word):
    """Whether a syllable has a tone that its last letters never have: “Quèc”."""
    bare, tones = _parts(word)
    return _is_spelled(word, bare, tones) and bool(tones) and not _is_syllable(word)


def _parts(word):
    """The letters of a word without its tones, and these."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in parts if c in _TONES]
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES)), tones


def _is_spelled(word, bare, tones):
    is_cased = word.islower() or word.isupper() or word.istitle()
    return is_cased and len(tones) < 2 and bare in _SYLLABLES
