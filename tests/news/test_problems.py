"""What keeps an article from being published."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.publishing.files.store import store
from tests import articles

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("size", "is_small"), [((120, 80), True), ((640, 360), False)])
def test_a_cover_is_as_wide_as_a_page_shows_it(people, size, is_small):
    buffer = BytesIO()
    Image.new("RGB", size, "#0b6b63").save(buffer, "PNG")
    cover = store(SimpleUploadedFile("anh.png", buffer.getvalue()))
    article = articles.draft(people["author"], cover=cover, cover_decorative=True)
    told = ["Ảnh đại diện có kích thước 120 × 80 điểm ảnh: hãy chọn ảnh rộng ít nhất 640."]
    assert article.faults() == (told if is_small else [])
