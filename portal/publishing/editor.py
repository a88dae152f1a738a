"""The field for formatted text. What counts is the allow-list in portal/text/html."""

from django_prose_editor.fields import ProseEditorField

from portal.text.html import clean

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Image": True,
    "Figure": {"pickerUrl": "/admin/publishing/file/picker/"},
    "Caption": True,
    "History": True,
    "Writing": True,
    "Pasting": True,
    # Plain buttons: the drop-down of block types cannot be reached by keyboard.
    "Menu": {
        "groups": [
            {"group": group}
            for group in (
                "blockType -lists",
                "lists",
                "nodes -blockType -lists",
                "marks",
                "link",
                "table",
                "history",
            )
        ]
    },
}


def no_markup(extension, allowed):
    """Our extensions of the editor bring no elements of their own."""


def html_field(verbose_name, **kwargs):
    """A text column with our editor in forms and our allow-list on every save."""
    return ProseEditorField(verbose_name, extensions=EXTENSIONS, sanitize=clean, **kwargs)
