"""Questions and offers of the demo's story, asked and answered by the same verbs that the pages use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from network.conversations.services import comment
from network.kernel import clock
from network.links.queries import Chosen
from network.questions.services import accept, ask

if TYPE_CHECKING:
    from network.demo.loading import Cast


def asked(cast: Cast, each: dict[str, Any]) -> Callable[[], None]:
    """Somebody asks or offers something; then others answer, each at their own time."""

    def event() -> None:
        question = ask(
            cast.members[each["author"]], cast.themes[each["theme"]], slug=each["slug"], title=each["title"],
            text=each["text"].strip(), kind=each["kind"], is_demo=True,
            linked=Chosen([cast.findings[key] for key in each["findings"] if key in cast.findings]),
        )  # fmt: skip
        for said in each["comments"]:
            with clock.at(cast.now - timedelta(days=said["days_ago"])):
                answer = comment(cast.members[said["member"]], "question", question.id, said["text"])
                if said.get("answers"):
                    accept(question, answer.id)

    return event
