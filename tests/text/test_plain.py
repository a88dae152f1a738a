import unicodedata

from portal.text.plain import clean_text


def test_a_text_is_composed_and_what_does_not_show_is_gone():
    typed = unicodedata.normalize("NFD", "Thái\u00a0Bình\u200b") + "\ufeff \u202e  đón\xad\r\n vốn "
    assert clean_text(typed) == "Thái Bình đón\nvốn"
