"""the facets of practices as bits, by which one chooses among them"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BITS = {
    "orientations": ("company", "people", "network"),
    "level": ("1", "2", "3", "4", "5"),
    "stimuli": ("know", "want", "can", "dare", "may"),
    "forms": ("formal", "non_formal", "informal"),
    "generations": ("boomer", "x", "pragmatic", "y", "z"),
}
PLACES = {
    (name, word): place for place, (name, word) in enumerate((name, word) for name in BITS for word in BITS[name])
}


def upgrade() -> None:
    op.add_column("practice", sa.Column("facet_bits", sa.Integer(), nullable=False, server_default="0"))
    practice = sa.table("practice", sa.column("id"), sa.column("facets"), sa.column("facet_bits"))
    here = op.get_bind()
    for number, facets in here.execute(sa.select(practice.c.id, practice.c.facets)).all():
        bits = _bits(json.loads(facets) if isinstance(facets, str) else facets or {})
        here.execute(practice.update().where(practice.c.id == number).values(facet_bits=bits))


def _bits(facets: dict[str, object]) -> int:
    bits = 0
    for name in BITS:
        chosen = facets.get(name) or ()
        for word in chosen if isinstance(chosen, list) else [chosen]:
            if (name, str(word)) in PLACES:
                bits |= 1 << PLACES[name, str(word)]
    return bits


def downgrade() -> None:
    op.drop_column("practice", "facet_bits")
