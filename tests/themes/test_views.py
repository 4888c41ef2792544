"""Theme pages."""


def test_a_visitor_sees_an_open_theme(visitor, theme):
    page = visitor.get("/themes/multi-generational-workforce")

    assert page.status_code == 200
    assert "Multi" in visitor.get("/themes?lang=en").text


def test_a_member_joins(client_of, bram, theme):
    browser = client_of(bram)

    answer = browser.submit(f"{theme.path}/membership")

    assert answer.status_code == 302
    assert "Je doet nu mee" in browser.get(theme.path).text or "You take part" in browser.get(theme.path).text
