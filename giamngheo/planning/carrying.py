"""
A corrected file beside the one before it: decisions carried over, changes shown.

The same words keep their decision. Words that took the place of others (a unit's row with another
figure, a task told anew) are paired, shown side by side, and asked again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from giamngheo.planning.enums import ItemState
from giamngheo.planning.fields import fields_of
from giamngheo.planning.items import PROSE
from giamngheo.planning.models import Plan, PlanItem

NEAR = 75  # of 100: below it two sentences are two things


@dataclass(frozen=True)
class Change:
    """One difference: `before` None is new, `after` None is gone, both are changed words."""

    before: PlanItem | None
    after: PlanItem | None

    @property
    def block(self) -> str:
        item = self.after or self.before
        return item.block if item else ""


def carry_decisions(*, before: Plan, after: Plan) -> int:
    """
    Give the items of `after` the decisions on the same words in `before`; return how many.

    A correction that the new file now has itself is an acceptance. In the caller's transaction.
    """
    decided = {
        item.key: item
        for item in before.items.exclude(block=PROSE).exclude(state=ItemState.PROPOSED)
    }
    now_written = {
        _said(item.block, item.corrected): item
        for item in decided.values()
        if item.corrected is not None
    }
    carried = []
    for item in after.items.exclude(block=PROSE):
        same = decided.get(item.key)
        if same is not None:
            item.state, item.corrected, item.reason = same.state, same.corrected, same.reason
        elif (same := now_written.get(_said(item.block, item.data))) is not None:
            item.state = ItemState.ACCEPTED
        else:
            continue
        item.decided_by, item.decided_at, item.version = same.decided_by, same.decided_at, 1
        carried.append(item)
    fields = ["state", "corrected", "reason", "decided_by", "decided_at", "version"]
    PlanItem.objects.bulk_update(carried, fields)
    return len(carried)


def _said(block: str, data: Mapping[str, Any]) -> str:
    """Return what a person could have corrected, as one text: the printed words are not part."""
    named = {name: data.get(name) for name in ("table", "part", "field")}
    named |= {field.name: data.get(field.name) for field in fields_of(block=block, data=data)}
    return json.dumps([block, named], ensure_ascii=False, sort_keys=True)


def changes_between(*, before: Iterable[PlanItem], after: Iterable[PlanItem]) -> list[Change]:
    """Return what differs, in the order of the new document, what is gone last; no query."""
    old = {item.key: item for item in before if item.block != PROSE}
    new = {item.key: item for item in after if item.block != PROSE}
    gone: dict[str, list[PlanItem]] = defaultdict(list)
    for key, item in old.items():
        if key not in new:
            gone[item.block].append(item)
    found = []
    for key, item in new.items():
        if key in old:
            continue
        pair = _nearest(item, gone[item.block])
        if pair is not None:
            gone[item.block].remove(pair)
        found.append(Change(pair, item))
    found += [Change(item, None) for items in gone.values() for item in items]
    return found


def _nearest(item: PlanItem, others: Sequence[PlanItem]) -> PlanItem | None:
    name = _name(item)
    for other in others:
        if name is not None and _name(other) == name:
            return other
    if name is not None and item.block in ("document", "tables"):
        return None
    words = _words(item.data)
    best = max(others, key=lambda other: fuzz.ratio(words, _words(other.data)), default=None)
    if best is None or fuzz.ratio(words, _words(best.data)) < NEAR:
        return None
    return best


def _name(item: PlanItem) -> tuple[object, ...] | None:
    """Return what a thing is, apart from what is said of it."""
    data = item.data
    if item.block == "document":
        return (data["field"],)
    if item.block == "tables":
        return (data["table"], data["part"], data.get("unit") or data.get("name"))
    if item.block == "budget":
        return (data["part"], data.get("id"))
    if item.block in ("legal_bases", "references") and data.get("code"):
        return (data["code"],)
    return None


def _words(data: Mapping[str, Any]) -> str:
    return str(data.get("text") or data.get("as_written") or data.get("name") or data)
