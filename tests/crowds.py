"""Many rows at once, for tests of what a page costs."""

from __future__ import annotations

from network.conversations.models import Comment
from network.kernel import clock
from network.kernel.database import writing
from network.practices.models import Practice


def crowd(practice: Practice, *, practices: int = 0, comments: int = 0, named: str = "like") -> None:
    """So many published practices like this one, and so many comments under it, every third one a reply."""
    own = {"id", "slug", "draft_slug", "once", "published_at"}
    alike = {each.key: getattr(practice, each.key) for each in Practice.__table__.columns if each.key not in own}
    with writing() as session:
        session.add_all(Practice(**alike, slug=f"{named}-{at}", published_at=clock.now()) for at in range(practices))
        first = None
        for at in range(comments):
            said = Comment(
                subject_kind="practice", subject_id=practice.id, author_id=practice.author_id, text=f"Reactie {at}",
                parent_id=first if at % 3 else None,
            )  # fmt: skip
            session.add(said)
            session.flush()
            first = said.id if at % 3 == 0 else first
