"""What things are called on the page: stages, audiences, and the study's facets with what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network.kernel.text import euros, number
from network.members.rules import SECTORS, size_words
from network.practices import rules
from network.practices.finding.rules import BITS
from network.practices.models import DID_NOT_WORK, FOR_ALL, FOR_NETWORK, FOR_THEME, WORKED

STAGES = {
    rules.IDEA: _l("Idea"),
    rules.PROMISING: _l("Promising"),
    rules.PROVEN: _l("Proven"),
    rules.WIDELY: _l("Widely applied"),
}
OUTCOMES = {WORKED: _l("It worked"), DID_NOT_WORK: _l("It did not work")}
AUDIENCES = {
    FOR_THEME: _l("Members of this theme"),
    FOR_NETWORK: _l("Every member of the network"),
    FOR_ALL: _l("Everybody, also visitors without an account"),
}
PARTS = {
    "title": _l("Title"),
    "summary": _l("In two sentences"),
    "problem": _l("What were we up against?"),
    "action": _l("What did we do?"),
    "cost": _l("What did it cost?"),
    "result": _l("What did it bring, and how do we know?"),
    "went_wrong": _l("What went wrong?"),
    "advice": _l("What must you know if you want this too?"),
    "ask_when": _l("Whom can you ask?"),
}

NEEDED = {  # what is asked for at its field when somebody publishes, see rules.NEEDED
    "title": _l("Give it a title."),
    "summary": _l("Say in two sentences what you did."),
    "problem": _l("Tell what you were up against."),
    "action": _l("Tell what you did."),
    "result": _l("Tell what it brought, or that you do not know."),
}

Words = Mapping[str, tuple[Any, Any]]  # the study's word, and what it means

ORIENTATIONS: Words = {
    "company": (_l("company-oriented"), _l("so that people can do the work that the firm needs, now and later")),
    "people": (_l("people-oriented"), _l("so that somebody grows, at work and outside it")),
    "network": (_l("network-oriented"), _l("so that people learn to share knowledge with other firms and schools")),
}
LEVELS: Words = {
    "1": (_l("job carving"), _l("level 1 of 5: fit the tasks to somebody who gets stuck")),
    "2": (_l("refreshing the trade"), _l("level 2 of 5: keep up with what the trade asks today")),
    "3": (_l("training for the job"), _l("level 3 of 5: learn by plan what the present job asks")),
    "4": (_l("developing a career"), _l("level 4 of 5: prepare for a next step before it is needed")),
    "5": (_l("ready for the future"), _l("level 5 of 5: firm and people look ahead together, and learn all the time")),
}
STIMULI: Words = {
    "know": (_l("know"), _l("people hear what is changing and what that asks of them")),
    "want": (_l("want"), _l("people see something that they would like to get to")),
    "can": (_l("can"), _l("people get help with goals and steps")),
    "dare": (_l("dare"), _l("people get the trust to begin, and to make mistakes")),
    "may": (_l("may"), _l("people get the room to choose for themselves")),
}
FORMS: Words = {
    "formal": (_l("formal learning"), _l("it ends in a diploma or a certificate")),
    "non_formal": (_l("non-formal learning"), _l("a course or training without a diploma")),
    "informal": (_l("informal learning"), _l("at work and from each other, without a course")),
}
GENERATIONS: Words = {
    "boomer": (_l("baby boomers"), _l("the oldest of the five generations in the study")),
    "x": (_l("generation X"), _l("the second oldest of the five")),
    "pragmatic": (_l("pragmatic generation"), _l("the middle one of the five")),
    "y": (_l("generation Y"), _l("the second youngest of the five")),
    "z": (_l("generation Z"), _l("the youngest of the five generations")),
}
FACETS: Mapping[str, Words] = {
    "orientations": ORIENTATIONS, "level": LEVELS, "stimuli": STIMULI, "forms": FORMS, "generations": GENERATIONS,
}  # fmt: skip


def explained(facets: Mapping[str, Any]) -> list[tuple[Any, Any, str]]:
    """A practice's facets as (word, what it means, how one chooses by it), in the study's own order."""
    found = []
    for (name, words), dimension in zip(FACETS.items(), BITS, strict=True):
        chosen = facets.get(name) or ()
        keys = {str(each) for each in (chosen if isinstance(chosen, list) else [chosen])}
        found += [(*pair, f"{dimension}={key}") for key, pair in words.items() if key in keys]
    return found


CHANGED = {  # what a comparison calls each part
    **PARTS,
    "hours": _l("Hours of your own people"),
    "euros": _l("Euros"),
    "weeks": _l("Weeks until it ran"),
    "outcome": _l("How did it go?"),
    "effect_figure": _l("The effect in one figure"),
    "effect_text": _l("What that figure says"),
    "language": _l("Language"),
    "facets": _l("The words of the study"),
}


def choice_words(name: str, value: Any) -> str:
    """A figure or a choice in words, for a comparison; "" for none."""
    if value in (None, "", {}):
        return ""
    if name == "facets":
        return ", ".join(str(word) for word, _meaning, _choice in explained(value))
    if name == "outcome":
        return str(OUTCOMES[value])
    if name == "language":
        return "Nederlands" if value == "nl" else "English"
    return euros(value) if name == "euros" else number(value)


DIMENSIONS = {  # by what one chooses practices, see finding.rules
    "theme": _l("Theme"),
    "sector": _l("Sector"),
    "size_class": _l("People at the firm"),
    "hr": _l("HR department"),
    "cost": _l("Cost"),
    "hours": _l("Hours of own people"),
    "maturity": _l("How sure"),
    "outcome": _l("How did it go?"),
    "orientation": _l("What was it for?"),
    "level": _l("How far ahead did it look?"),
    "stimulus": _l("What did it help people with?"),
    "form": _l("How did people learn?"),
    "generation": _l("Which generations took part?"),
}
FACET_WORDS: Mapping[str, Words] = {
    "orientation": ORIENTATIONS, "level": LEVELS, "stimulus": STIMULI, "form": FORMS, "generation": GENERATIONS,
}  # fmt: skip


_IN_WORDS: Mapping[str, Callable[[str], Any]] = {
    "sector": lambda value: SECTORS[value],
    "size_class": lambda value: _("%(size)s people", size=size_words(value)),
    "hr": lambda _value: _("without HR"),
    "cost": lambda value: _("below %(amount)s", amount=euros(int(value))),
    "hours": lambda value: _("below %(number)s hours", number=number(int(value))),
    "maturity": lambda value: STAGES[value],
    "outcome": lambda value: OUTCOMES[value],
}


def value_words(name: str, value: str) -> Any:
    """A value of a dimension in words; a theme's words are its title, which the caller knows."""
    return FACET_WORDS[name][value][0] if name in FACET_WORDS else _IN_WORDS[name](value)
