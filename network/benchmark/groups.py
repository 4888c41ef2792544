"""With whom one can compare: all firms of the network, and firms alike in one respect. The same for every reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network.members.models import Organisation
from network.members.rules import PROVINCES, SECTORS, SIZE_CLASSES, size_words
from network.scans.disclosure import WHOLE, Group
from network.scans.rules import groups_of

TYPES = {"regular": _l("Regular SMEs"), "rnd": _l("SMEs with research and development"), "young": _l("Young SMEs")}

_SIZES = {each: size_words(each) for each in SIZE_CLASSES}
DIVIDED: Mapping[str, tuple[Any, Mapping[str, Any]]] = {  # what the choice is called, and what there is to choose
    "size": (_l("Size"), _SIZES),
    "sector": (_l("Sector"), SECTORS),
    "typology": (_l("Kind of firm"), TYPES),
    "province": (_l("Province"), PROVINCES),
}


def key_of(group: Group) -> str:
    """As it stands in an address: sector:care; nothing for all firms."""
    return "" if group == WHOLE else ":".join(group)


def group_by(key: str) -> Group:
    """The group that an address names; all firms for whatever there is not."""
    division, _colon, value = key.partition(":")
    return (division, value) if division in DIVIDED and value in DIVIDED[division][1] else WHOLE


def words_of(group: Group) -> str:
    """What firms these are."""
    division, value = group
    if group == WHOLE:
        return str(_("All firms of the network"))
    words = DIVIDED[division][1][value]
    return str(_("%(size)s people", size=words)) if division == "size" else str(words)


def own_groups(firm: Organisation) -> list[Group]:
    """All firms, and those like this one in each respect."""
    return list(groups_of(firm.size_class, firm.sector, firm.typology, firm.province))
