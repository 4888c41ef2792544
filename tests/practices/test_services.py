"""Writing, publishing, archiving; and what other firms report."""

import uuid

import pytest
from conftest import both_databases
from sqlalchemy import func, select
from together import at_once
from werkzeug.exceptions import NotFound

from network.kernel.database import db
from network.kernel.errors import ChangedMeanwhile
from network.links.models import EVERYONE, MEMBERS, NOBODY, THEME, Link, Node
from network.links.queries import Chosen, linked_to
from network.links.services import register
from network.members.models import Member
from network.members.services import change as change_firm
from network.notifications.models import NO_MAIL, Notification
from network.practices.models import ARCHIVED, DRAFT, PUBLISHED, Practice, Replication
from network.practices.queries import practice_for
from network.practices.refusals import AlreadyPublished, NotComplete, NotPublished, OwnFirm, ToldByColleague
from network.practices.services import (
    archive,
    discard,
    publish,
    report_replication,
    save,
    withdraw_replication,
    write,
)
from network.search.models import SearchText
from network.themes.models import CLOSED, OPEN, Theme
from network.themes.services import change, join, open_theme


def node_of(practice):
    return db.session.scalars(select(Node).where(Node.kind == "practice", Node.subject_id == practice.id)).one()


def told(kind):
    return db.session.scalars(select(Notification).where(Notification.kind == kind)).all()


@pytest.fixture
def finding(app):
    return register(
        "finding", 1, path="/library/x/y", titles={"nl": "60 %"}, lines={"nl": "21 van 35"}, audience=EVERYONE
    )


def test_a_draft_is_nobodys_but_keeps_its_findings(make_practice, bram, finding):
    draft = make_practice(published=False, linked=Chosen([finding]))

    assert draft.state == DRAFT
    assert node_of(draft).audience == NOBODY
    assert [node.path for node in linked_to("practice", draft.id, bram)] == [finding.path]


def test_publishing_names_indexes_counts_and_tells_modestly(make_practice, theme, ada, bram, chen, in_theme):
    in_theme(chen)
    practice = make_practice()

    assert (practice.state, practice.slug) == (PUBLISHED, "twee-aan-een-machine")
    assert node_of(practice).audience == MEMBERS
    assert node_of(practice).lines["en"] == "20–49 people · High tech and metal"
    assert db.session.get(SearchText, node_of(practice).id) is not None
    assert theme.practice_count == 1
    assert {each.member_id for each in told("practices.published")} == {ada.id, chen.id}
    assert {each.mail_state for each in told("practices.published")} == {NO_MAIL}


def test_the_drafts_address_still_leads_to_it(make_practice, bram):
    draft = make_practice(published=False)
    address = draft.slug
    publish(draft)

    assert draft.slug != address
    assert practice_for(bram, address).id == draft.id


def test_too_little_cannot_be_published(make_practice, theme):
    draft = make_practice(published=False, result="", problem="")

    with pytest.raises(NotComplete) as refusal:
        publish(draft)

    assert refusal.value.missing == ("problem", "result")
    assert theme.practice_count == 0


def test_two_of_one_title_get_two_addresses(make_practice):
    assert {make_practice().slug, make_practice().slug} == {"twee-aan-een-machine", "twee-aan-een-machine-2"}


def test_no_title_takes_the_address_of_a_page(make_practice):
    assert make_practice(title="New").slug == "new-2"


def test_archiving_leaves_lists_and_publishing_brings_back_without_news(make_practice, theme, ada):
    practice = make_practice()
    archive(practice)
    archive(practice)

    assert (practice.state, theme.practice_count, node_of(practice).audience) == (ARCHIVED, 0, NOBODY)

    assert not publish(practice)
    assert (practice.state, theme.practice_count) == (PUBLISHED, 1)
    assert len(told("practices.published")) == 1


def test_the_second_editor_is_told(make_practice):
    practice = make_practice()
    seen = practice.version
    save(practice, seen, title="De eerste")

    with pytest.raises(ChangedMeanwhile):
        save(practice, seen, title="De tweede")

    assert db.session.get_one(Practice, practice.id).title == "De eerste"


def test_what_others_read_stays_complete(make_practice, practice):
    with pytest.raises(NotComplete):
        save(practice, practice.version, summary="")


def test_moving_to_another_theme_moves_the_count(practice, theme, ada, bram):
    other = open_theme(ada, title_nl="Techniek", title_en="Technology")
    save(practice, practice.version, theme=other)

    assert (theme.practice_count, other.practice_count) == (0, 1)
    assert node_of(practice).theme_id == other.id


def test_a_practice_in_a_closed_theme_is_for_that_theme(ada, bram):
    circle = open_theme(ada, title_nl="Vaste kring", title_en="Circle", access=CLOSED)
    join(circle, bram)
    practice = write(bram, circle, title="t", summary="s", problem="p", action="a", result="r", audience="open")
    publish(practice)

    assert practice.audience == "theme"
    assert node_of(practice).audience == THEME


def test_what_is_known_of_practices_closes_and_opens_with_their_theme(make_practice, theme, bram):
    open_one, ours, draft = (
        make_practice(audience="open"),
        make_practice(audience="theme"),
        make_practice(published=False),
    )

    change(theme, theme.version, access=CLOSED)
    db.session.expire_all()
    assert [node_of(each).audience for each in (open_one, ours, draft)] == [THEME, THEME, NOBODY]

    change(theme, theme.version, access=OPEN)
    db.session.expire_all()
    assert [node_of(each).audience for each in (open_one, ours, draft)] == [EVERYONE, THEME, NOBODY]


def test_a_firm_that_grows_is_shown_so_under_its_practices(practice, ketelbrug):
    change_firm(ketelbrug, ketelbrug.version, size_class="50-99")
    db.session.expire_all()

    assert node_of(practice).lines["en"].startswith("50–99 people")


def test_sent_twice_it_is_one_draft_with_the_last_words(theme, bram, in_theme):
    in_theme(bram)
    key = str(uuid.uuid4())
    first = write(bram, theme, once=key, title="Half")
    second = write(bram, theme, once=key, title="Heel")

    assert first.id == second.id
    assert second.title == "Heel"


@both_databases
def test_one_form_sent_twice_at_the_same_moment_makes_one_draft(app, theme, bram):
    key, ids = str(uuid.uuid4()), (bram.id, theme.id)

    def send():
        author, group = db.session.get_one(Member, ids[0]), db.session.get_one(Theme, ids[1])
        return write(author, group, once=key, title="Eén keer").id

    answers = at_once(app, *[send] * 6)

    assert len(set(answers)) == 1
    assert db.session.scalar(select(func.count()).select_from(Practice)) == 1


@both_databases
def test_published_twice_at_the_same_moment_it_is_told_once(app, make_practice, ada):
    draft = make_practice(published=False)
    slug, author_id = draft.slug, draft.author_id

    def send():
        return publish(practice_for(db.session.get_one(Member, author_id), slug))

    answers = at_once(app, *[send] * 4)

    assert sorted(answers) == [False, False, False, True]
    assert len(told("practices.published")) == 1


@both_databases
def test_two_of_one_title_published_at_the_same_moment_differ(app, make_practice, theme):
    drafts = [make_practice(published=False) for _ in range(3)]
    keys = [(draft.author_id, draft.slug) for draft in drafts]

    def sender(author_id, slug):
        return lambda: publish(practice_for(db.session.get_one(Member, author_id), slug))

    assert at_once(app, *[sender(*key) for key in keys]) == [True] * 3
    assert len(set(db.session.scalars(select(Practice.slug)).all())) == 3
    assert db.session.scalar(select(Theme.practice_count)) == 3


def test_another_firm_reports_and_the_author_hears_of_it(practice, bram, chen):
    report_replication(practice, chen, again=True, adapted="Met deeg", hours=12)

    assert (practice.applied_count, practice.again_count, practice.maturity) == (1, 1, "promising")
    assert practice.chain == [["bakkerij-korstmos", True]]
    news = told("practices.replicated")
    assert [(each.member_id, each.facts["firm"], each.facts["again"]) for each in news] == [
        (bram.id, "Bakkerij Korstmos", True)
    ]


def test_telling_again_changes_what_was_told_and_is_told_once(practice, chen):
    report_replication(practice, chen, again=True)
    report_replication(practice, chen, again=False)

    assert (practice.applied_count, practice.again_count) == (1, 0)
    assert len(told("practices.replicated")) == 1


def test_the_own_firm_proves_nothing(practice, bram, make_member, ketelbrug):
    for member in (bram, make_member("Eva Pol", ketelbrug)):
        with pytest.raises(OwnFirm):
            report_replication(practice, member, again=True)

    assert practice.applied_count == 0


def test_what_is_not_published_cannot_have_been_applied(make_practice, chen):
    with pytest.raises(NotPublished):
        report_replication(make_practice(published=False), chen, again=True)


def test_one_report_a_firm(practice, chen, make_member):
    firm = chen.organisation
    fien, gijs = make_member("Fien Bos", firm), make_member("Gijs Contact", firm, is_contact=True)
    report_replication(practice, chen, again=True)

    with pytest.raises(ToldByColleague):
        report_replication(practice, fien, again=False)
    report_replication(practice, gijs, again=False)

    assert (practice.applied_count, practice.again_count) == (1, 0)


def test_two_firms_prove_it_and_taking_one_back_lowers_it(practice, chen, dina):
    report_replication(practice, chen, again=True)
    report_replication(practice, dina, again=True)
    assert practice.maturity == "proven"

    withdraw_replication(practice, dina)
    withdraw_replication(practice, dina)

    assert (practice.maturity, practice.applied_count, len(practice.chain)) == ("promising", 1, 1)
    told = select(Notification).where(Notification.kind == "practices.taken_back")
    [line] = db.session.scalars(told)  # once, and no mail: there is nothing that its author has to do
    assert (line.member_id, line.mail_state) == (practice.author_id, NO_MAIL)

    report_replication(practice, dina, again=True)
    assert practice.maturity == "proven"


@both_databases
def test_firms_that_report_at_the_same_moment_all_count(app, practice, make_member):
    people = [make_member(f"Lid{n} Janssen") for n in range(5)]
    slug, ids = practice.slug, [each.id for each in people]

    def sender(member_id):
        def send():
            member = db.session.get_one(Member, member_id)
            return report_replication(practice_for(member, slug), member, again=True).id

        return send

    answers = at_once(app, *[sender(each) for each in [*ids, ids[0]]])

    assert len(set(answers)) == 5
    assert db.session.scalar(select(func.count()).select_from(Replication)) == 5
    counts = db.session.execute(select(Practice.applied_count, Practice.again_count, Practice.maturity)).one()
    assert tuple(counts) == (5, 5, "proven")


def test_what_is_thrown_away_leaves_nothing_behind(make_practice, finding):
    draft, other = make_practice(published=False, linked=Chosen([finding])), make_practice(linked=Chosen([finding]))
    node = node_of(draft).id

    discard(draft)
    discard(draft)  # done twice it is gone once

    assert db.session.scalars(select(Practice.id)).all() == [other.id]
    assert db.session.scalar(select(Node.id).where(Node.id == node)) is None
    assert db.session.scalar(select(SearchText.node_id).where(SearchText.node_id == node)) is None
    assert db.session.scalar(select(func.count()).select_from(Link)) == 1


def test_what_others_have_read_is_not_thrown_away(make_practice):
    practice = make_practice()
    archive(practice)

    with pytest.raises(AlreadyPublished):
        discard(practice)


@both_databases
def test_publishing_and_throwing_away_at_the_same_moment_do_one_of_both(app, make_practice):
    draft = make_practice(published=False)
    draft_id, slug, author_id = draft.id, draft.slug, draft.author_id

    def act(verb):
        return lambda: verb(practice_for(db.session.get_one(Member, author_id), slug))

    for answer in at_once(app, act(publish), act(discard), act(discard)):
        assert answer is True or answer is None or isinstance(answer, AlreadyPublished | NotFound), answer

    left = db.session.scalar(select(Practice).where(Practice.id == draft_id))
    node = db.session.scalar(select(Node).where(Node.kind == "practice", Node.subject_id == draft_id))
    assert (left is None) is (node is None)
    assert left is None or left.state == PUBLISHED


@both_databases
def test_saving_what_was_thrown_away_says_that_it_changed(app, make_practice):
    draft = make_practice(published=False)
    seen = draft.version
    discard(draft)

    with pytest.raises(ChangedMeanwhile):
        save(draft, seen, title="Toch")
    with pytest.raises(NotFound):
        publish(draft)
