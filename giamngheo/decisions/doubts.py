"""
What the rules of data quality say of a list before it goes up.

The register's own doubts are kept by `quality` and only read here; what needs a review's answers is
worked out from frames made here, since `quality` knows no review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import connection

from giamngheo.areas.models import Unit
from giamngheo.law.assess import assess_indicators
from giamngheo.law.enums import AreaType
from giamngheo.law.standard_types import Standard
from giamngheo.quality.enums import PairRule, Severity
from giamngheo.quality.frames import change_findings, lack_findings, list_findings
from giamngheo.quality.queries import open_of_households, open_pairs_of
from giamngheo.quality.rules import RULES
from giamngheo.registry.deprivations import survey_from
from giamngheo.registry.enums import StatusCategory
from giamngheo.registry.models import LivingConditions, Member
from giamngheo.reviews.enums import EvidenceChoice
from giamngheo.reviews.models import Campaign, ReviewResult
from giamngheo.rules.queries import standard_for


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """One doubt about a list; `household_code` "" is the list itself."""

    rule: str
    household_code: str
    sentence: str
    is_error: bool


def doubts_of_list(*, campaign: Campaign, unit: Unit) -> list[Doubt]:
    """Return what is unanswered about the data of the households in a commune's list."""
    results = list(
        ReviewResult.objects.filter(
            campaign=campaign, unit_path__startswith=unit.path
        ).select_related("household")
    )
    if not results:
        return []
    codes = {one.household_id: one.household.code for one in results}
    return _merged(
        [
            *_of_register(codes),
            *_of_pairs(codes),
            *_of_answers(campaign, unit, results, codes),
        ]
    )


def _merged(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Make one of several that name one rule and one household: they are answered together."""
    together: dict[tuple[str, str], list[Doubt]] = defaultdict(list)
    for one in doubts:
        together[one.rule, one.household_code].append(one)
    return [
        Doubt(
            rule=rule,
            household_code=code,
            sentence="; ".join(dict.fromkeys(one.sentence for one in same)),
            is_error=any(one.is_error for one in same),
        )
        for (rule, code), same in together.items()
    ]


def _of_register(codes: dict[int, str]) -> list[Doubt]:
    return [
        Doubt(
            rule=one.rule,
            household_code=codes[one.household_id],
            sentence=f"Hộ {codes[one.household_id]}: {RULES[one.rule].say(one.facts)}",
            is_error=one.severity == Severity.ERROR,
        )
        for one in open_of_households(household_ids=list(codes))
    ]


def _of_pairs(codes: dict[int, str]) -> list[Doubt]:
    found = []
    for pair in open_pairs_of(household_ids=list(codes)):
        why = next(str(rule.label) for rule in PairRule if rule.value in pair.rules)
        for pk in {pair.first_household_id, pair.second_household_id} & codes.keys():
            sentence = f"Hộ {codes[pk]} có người nghi ghi hai lần ({why[:1].lower()}{why[1:]})"
            found.append(
                Doubt(
                    rule="PAIRS",
                    household_code=codes[pk],
                    sentence=f"{sentence}: quyết định ở hàng chờ cặp nghi trùng",
                    is_error=pair.is_strong,
                )
            )
    return found


def _of_answers(
    campaign: Campaign, unit: Unit, results: Sequence[ReviewResult], codes: dict[int, str]
) -> list[Doubt]:
    standard = standard_for(campaign.standard)
    found = [
        *change_findings(answers=_change_frame(campaign, unit)),
        *lack_findings(answers=_lack_frame(campaign, standard, results)),
    ]
    doubts = [
        _said(one, codes[one["household_id"]], f"Hộ {codes[one['household_id']]}") for one in found
    ]
    villages = dict(Unit.objects.filter(parent=unit).values_list("pk", "full_name"))
    for one in list_findings(results=_list_frame(standard, results)):
        place = villages.get(one["unit_id"], unit.full_name)
        doubts.append(_said(one, "", place))
    return doubts


def _said(one: dict[str, Any], code: str, place: str) -> Doubt:
    rule = RULES[one["rule"]]
    return Doubt(
        rule=rule.code,
        household_code=code,
        sentence=f"{place}: {rule.say(one['facts'])}",
        is_error=rule.severity == Severity.ERROR,
    )


def _change_frame(campaign: Campaign, unit: Unit) -> pl.DataFrame:
    """Return the answers of a commune beside those of the last review under the same standard."""
    with connection.cursor() as cursor:
        cursor.execute(
            _CHANGES,
            {"campaign": campaign.pk, "path": unit.path, "standard": campaign.standard},
        )
        return pl.DataFrame(cursor.fetchall(), schema=_CHANGE_SCHEMA, orient="row")


_CHANGE_SCHEMA: dict[str, Any] = dict.fromkeys(
    (
        *("household_id", "score_b1", "last_score_b1", "members", "last_members"),
        *("income_vnd", "last_income_vnd"),
    ),
    pl.Int64,
)
_CHANGES = """
    SELECT result.household_id, result.score_b1, last.score_b1,
           (SELECT count(*) FROM registry_member AS member
            WHERE member.household_id = result.household_id AND member.valid_from <= now.judged_for
              AND (member.valid_to IS NULL OR member.valid_to > now.judged_for)),
           (SELECT count(*) FROM registry_member AS member
            WHERE member.household_id = result.household_id
              AND member.valid_from <= last.judged_for
              AND (member.valid_to IS NULL OR member.valid_to > last.judged_for)),
           result.income_per_capita_vnd, last.income_per_capita_vnd
    FROM reviews_reviewresult AS result
    JOIN reviews_campaign AS now ON now.id = result.campaign_id
    JOIN LATERAL (
        SELECT before.score_b1, before.income_per_capita_vnd, earlier.judged_for
        FROM reviews_reviewresult AS before
        JOIN reviews_campaign AS earlier ON earlier.id = before.campaign_id
        WHERE before.household_id = result.household_id AND before.decision_id IS NOT NULL
          AND earlier.judged_for < now.judged_for AND earlier.standard = %(standard)s
        ORDER BY earlier.judged_for DESC LIMIT 1
    ) AS last ON true
    WHERE result.campaign_id = %(campaign)s AND starts_with(result.unit_path, %(path)s)
"""


def _lack_frame(
    campaign: Campaign, standard: Standard, results: Sequence[ReviewResult]
) -> pl.DataFrame:
    """Return each lack that was typed and that the register's own facts deny."""
    typed = [one for one in results if one.evidence == EvidenceChoice.SCORES and one.deprivations]
    ids = [one.household_id for one in typed]
    day = campaign.judged_for
    people: dict[int, list[Member]] = defaultdict(list)
    for member in Member.objects.on(day).filter(household__in=ids):
        people[member.household_id].append(member)
    homes = {
        row.household_id: row
        for row in LivingConditions.objects.in_force(day).filter(household__in=ids)
        if isinstance(row, LivingConditions)
    }
    names = {one.code: one.name for one in standard.indicators}
    rows = []
    for one in typed:
        survey = survey_from(
            members=people[one.household_id], conditions=homes.get(one.household_id), as_of=day
        )
        denied = {
            finding.indicator.code
            for finding in assess_indicators(standard=standard, survey=survey)
            if finding.computed is False
        }
        rows += [
            (one.household_id, names[code], f"không thiếu hụt {names[code]}")
            for code in one.deprivations
            if code in denied
        ]
    schema = {"household_id": pl.Int64, "indicator": pl.String, "known": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _list_frame(standard: Standard, results: Sequence[ReviewResult]) -> pl.DataFrame:
    lines = [band.b1_max for band in standard.bands if band.b1_max is not None]
    top = lines[-1] if lines and len(lines) == len(standard.bands) else None
    rows = []
    for one in results:
        over = None
        if top is not None and one.score_b1 is not None:
            over = one.score_b1 - top.of(AreaType(one.area_type)).value
        escaped = (
            one.previous_category == StatusCategory.POOR and one.category == StatusCategory.NON_POOR
        )
        rows.append((one.household.unit_id, one.score_b1, escaped, over))
    schema = {
        "village_id": pl.Int64,
        "score_b1": pl.Int64,
        "escaped": pl.Boolean,
        "over_line": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
