from portal.home import errors


def test_the_error_page_asks_no_database(rf):
    """Without the db fixture any query would fail this test."""
    request = rf.get("/en/anything/")
    request.LANGUAGE_CODE = "en"
    response = errors.server_error(request)
    assert response.status_code == 500
    assert 'lang="en"' in response.content.decode()
