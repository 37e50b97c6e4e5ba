"""What moves a review on: open it, record scores, judge by the law, decide and freeze."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from django.db import connection, transaction
from django.utils import timezone

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.law.enums import Evidence
from giamngheo.law.facts import INCOME_LIMIT_VND
from giamngheo.law.judge import classify_frame
from giamngheo.law.judge_frame import DEPRIVATION_PREFIX, INCOME_COLUMN
from giamngheo.law.standards import Standard, shipped_indicator_codes
from giamngheo.lib.copying import copy_frame
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.registry.statuses import set_statuses
from giamngheo.reviews import counts, queries, stages
from giamngheo.reviews.answers import AnswersUnusable, check_answers, judge_answers, points_for
from giamngheo.reviews.digests import list_digest
from giamngheo.reviews.enums import CampaignKind, CommuneState
from giamngheo.reviews.evidence import indicator_lists_exprs, judgeable_frames
from giamngheo.reviews.found_conditions import keep_found_conditions
from giamngheo.reviews.models import Campaign, CommuneReview, Decision, ReviewResult
from giamngheo.reviews.movements import MOVEMENT_CASE
from giamngheo.rules.queries import standard_for, standard_in_force


class CampaignCodeTaken(Refusal):
    code = "REV-001"
    sentence = (
        "Chưa mở được đợt rà soát: mã {campaign} đã có. Chọn mã khác, hoặc mở đợt đã có để làm "
        "tiếp."
    )


class StandardNotInForce(Refusal):
    code = "REV-002"
    sentence = (
        "Chưa mở được đợt rà soát: ngày {day} áp dụng chuẩn {in_force}, không phải {standard}. "
        "Chọn chuẩn {in_force}, hoặc dùng phần mô phỏng để xem kết quả theo chuẩn khác."
    )


class HouseholdNotInCampaign(Refusal):
    code = "REV-003"
    sentence = (
        "Chưa ghi được phiếu: {count} hộ không thuộc địa bàn, danh sách đang thu thập phiếu của "
        "đợt {campaign} hoặc đã có quyết định, ví dụ {examples}. Bỏ các hộ này khỏi tệp, hoặc đưa "
        "vào danh sách, rồi ghi lại; chưa phiếu nào được ghi."
    )


class NothingToJudge(Refusal):
    code = "REV-004"
    sentence = (
        "Chưa xét được {unit}: chưa có phiếu nào được nhập trong đợt {campaign}. Nhập phiếu của "
        "các hộ cần rà soát rồi xét lại."
    )


class AlreadyDecided(Refusal):
    code = "REV-005"
    sentence = (
        "Không thay đổi được kết quả của {unit}: đợt {campaign} đã có quyết định công nhận và "
        "danh sách đã khóa. Muốn sửa, ra một quyết định điều chỉnh mới."
    )


class NotJudgedYet(Refusal):
    code = "REV-006"
    sentence = (
        "Chưa ra quyết định được cho {unit}: kết quả đợt {campaign} chưa được xét theo chuẩn. Bấm "
        "«Xét theo chuẩn», xem kết quả, rồi ra quyết định."
    )


class BadDecisionDate(Refusal):
    code = "REV-007"
    sentence = (
        "Chưa ra quyết định được cho {unit}: ngày {day} trước ngày xét {judged_for} của đợt rà "
        "soát. Ghi ngày ký và ngày có hiệu lực từ {judged_for} trở đi."
    )


class EffectiveAfterTheYear(Refusal):
    code = "REV-013"
    sentence = (
        "Chưa ra quyết định được cho {unit}: ngày có hiệu lực {day} đã sang năm sau, số cuối năm "
        "{year} sẽ thiếu. Ghi ngày có hiệu lực chậm nhất 31/12/{year}; ngày ký có thể muộn hơn."
    )


class EffectiveOffTheNewYear(Refusal):
    code = "REV-034"
    sentence = (
        "Chưa ra quyết định được cho {unit}: danh sách đầu giai đoạn theo chuẩn mới phải có hiệu "
        "lực từ {new_year}, không phải {day}. Sửa ngày có hiệu lực rồi ghi lại."
    )


class UnitNotInCampaign(Refusal):
    code = "REV-008"
    sentence = (
        "Không tìm thấy {unit} trong đợt {campaign}. Chọn một xã thuộc đợt này, hoặc mở đợt khác."
    )


class AreaTypeUnknown(Refusal):
    code = "REV-009"
    sentence = (
        "Chưa mở được đợt rà soát: chưa rõ {unit} thuộc nông thôn hay thành thị. Ghi khu vực của "
        "đơn vị trong danh mục rồi mở lại."
    )


class ScoresOutOfRange(Refusal):
    code = "REV-010"
    sentence = (
        "Chưa xét được: {count} hộ có điểm ngoài phạm vi của chuẩn {standard}, ví dụ {examples}. "
        "Xem lại điểm B1, B2 trên phiếu của các hộ này, sửa rồi xét lại."
    )


class SurveyRefused(Refusal):
    code = "REV-011"
    sentence = (
        "Chưa ghi được phiếu khảo sát thu nhập: {problem}. Sửa rồi ghi lại; chưa phiếu nào được "
        "ghi."
    )


class IndicatorsUndecided(Refusal):
    code = "REV-012"
    sentence = (
        "Chưa xét được: {count} hộ còn chỉ số chưa rõ, mà các chỉ số này quyết định kết quả theo "
        "chuẩn {standard}, ví dụ {examples}. Hỏi lại các hộ này, ghi bổ sung rồi xét lại."
    )


@transaction.atomic
def open_campaign(
    *,
    code: str,
    name: str,
    kind: str,
    year: int,
    unit: Unit,
    communes: Sequence[Unit],
    standard: str,
    judged_for: date,
    by: User | None,
    is_generated: bool = False,
) -> Campaign:
    """
    Open a review of `communes` under the standard in force for `unit` on `judged_for`: the
    province's own where it has an approved one, else the national one.

    Raises: CampaignCodeTaken [REV-001], StandardNotInForce [REV-002], AreaTypeUnknown [REV-009].
    """
    in_force = standard_in_force(unit=unit, as_of=judged_for)
    if in_force.code != standard:
        raise StandardNotInForce(
            day=format_date(judged_for), in_force=in_force.code, standard=standard
        )
    if Campaign.objects.filter(code=code).exists():
        raise CampaignCodeTaken(campaign=code)
    audit.record(action="reviews.open_campaign", by=by, subject=name, unit_path=unit.path)
    campaign = Campaign.objects.create(
        code=code,
        name=name,
        kind=kind,
        year=year,
        unit=unit,
        unit_path=unit.path,
        standard=standard,
        judged_for=judged_for,
        is_generated=is_generated,
    )
    CommuneReview.objects.bulk_create(
        CommuneReview(
            campaign=campaign,
            unit=commune,
            unit_path=commune.path,
            area_type=_area_type(commune),
        )
        for commune in communes
    )
    return campaign


def _area_type(commune: Unit) -> str:
    if commune.area_type is None:
        raise AreaTypeUnknown(unit=commune.full_name)
    return commune.area_type


@transaction.atomic
def record_scores(*, campaign: Campaign, scores: pl.DataFrame, by: User | None) -> int:
    """
    Put typed scores into the campaign, replacing undecided ones of the same households.

    Shape:   scores, one row per household: household_code, score_b1, score_b2, deprivations (list
             of indicator codes), children_out_of_school; facts (JSON text) where there are any.
             Returns the number of rows.
    Raises:  HouseholdNotInCampaign [REV-003]; nothing is written then.
    """
    rows = _with_facts(scores).with_columns(
        *_NOT_ANSWERED,
        evidence=pl.lit(Evidence.SCORES.value),
        income_per_capita_vnd=pl.lit(None, dtype=pl.Int64),
        unknown_deprivations=pl.lit([], dtype=pl.List(pl.String)),
    )
    return _record(campaign=campaign, sheets=rows, action="reviews.record_scores", by=by)


@transaction.atomic
def record_survey(*, campaign: Campaign, answers: pl.DataFrame, by: User | None) -> int:
    """
    Put surveyed incomes into the campaign, replacing undecided results of the same households.

    Shape:   answers, one row per household: household_code, income_per_capita_vnd (đồng a month),
             d_<indicator> (true lacking, false, null not known; an absent one is not known),
             children_out_of_school; facts (JSON text) where there are any. Returns the number of
             rows.
    Raises:  SurveyRefused [REV-011], HouseholdNotInCampaign [REV-003]; nothing is written then.
    """
    _require_known_indicators(answers)
    _require_incomes(answers)
    rows = _with_facts(answers).with_columns(
        *indicator_lists_exprs(answers.columns),
        *_NOT_ANSWERED,
        evidence=pl.lit(Evidence.INCOME.value),
        score_b1=pl.lit(None, dtype=pl.Int64),
        score_b2=pl.lit(None, dtype=pl.Int64),
    )
    return _record(campaign=campaign, sheets=rows, action="reviews.record_survey", by=by)


@transaction.atomic
def record_answers(*, campaign: Campaign, answers: pl.DataFrame, by: User | None) -> int:
    """
    Put answers to Form B1 into the campaign, replacing undecided results of the same households.

    Shape:   answers, one row per household: household_code, answers (JSON text: item code to
             option code, number or true/false), facts (JSON text: has_able_member, region where
             the table has several rural ones, and what else was found), d_<indicator> (true
             lacking, false, null not known), children_out_of_school. Returns the number of rows.
    Raises:  NoPointTable [REV-014], AnswersUnusable [REV-015], SurveyRefused [REV-011],
             HouseholdNotInCampaign [REV-003]; nothing is written then.
    """
    _require_known_indicators(answers)
    rows = answers.with_columns(
        *indicator_lists_exprs(answers.columns),
        evidence=pl.lit(Evidence.ANSWERS.value),
        score_b1=pl.lit(None, dtype=pl.Int64),
        score_b2=pl.lit(None, dtype=pl.Int64),
        income_per_capita_vnd=pl.lit(None, dtype=pl.Int64),
    )
    known = _households_known(campaign=campaign, sheets=rows)
    parts = [
        _answers_of_commune(campaign, rows.join(part, on="household_code"), str(path))
        for (path,), part in known.group_by("commune_path")
    ]
    scored = pl.concat(parts) if parts else rows.with_columns(*_NOT_ANSWERED)
    return _record(campaign=campaign, sheets=scored, action="reviews.record_answers", by=by)


def _answers_of_commune(campaign: Campaign, rows: pl.DataFrame, path: str) -> pl.DataFrame:
    """Return the rows of one commune with the point table that takes their answers."""
    review = CommuneReview.objects.select_related("unit").get(campaign=campaign, unit_path=path)
    points = points_for(campaign=campaign, unit=review.unit)
    check_answers(rows, table=points.table)
    return rows.drop(
        "household_id", "unit_path", "commune_path", "area_type", "previous_category"
    ).with_columns(points_code=pl.lit(points.code), points_version=pl.lit(points.version))


# Results of other evidence hold no answers: the table insists.
_NOT_ANSWERED = (
    pl.lit("{}").alias("answers"),
    pl.lit("").alias("points_code"),
    pl.lit(None, dtype=pl.Int32).alias("points_version"),
)


def _with_facts(sheets: pl.DataFrame) -> pl.DataFrame:
    return sheets if "facts" in sheets.columns else sheets.with_columns(facts=pl.lit("{}"))


def _require_known_indicators(answers: pl.DataFrame) -> None:
    known = {DEPRIVATION_PREFIX + code for code in shipped_indicator_codes()}
    for name in answers.columns:
        if name.startswith(DEPRIVATION_PREFIX) and name not in known:
            raise SurveyRefused(problem=f"cột {name} không là chỉ số nào đã biết")


def _require_incomes(answers: pl.DataFrame) -> None:
    income = pl.col(INCOME_COLUMN)
    bad = answers.filter(~income.is_between(0, INCOME_LIMIT_VND).fill_null(value=False))
    if not bad.is_empty():
        examples = ", ".join(bad["household_code"].head(3).to_list())
        problem = f"{bad.height} hộ thiếu thu nhập hoặc thu nhập ngoài phạm vi, ví dụ {examples}"
        raise SurveyRefused(problem=problem)


def _record(*, campaign: Campaign, sheets: pl.DataFrame, action: str, by: User | None) -> int:
    """Replace the undecided results of the households of `sheets`, all or none."""
    known = _households_known(campaign=campaign, sheets=sheets)
    rows = sheets.join(known, on="household_code", how="inner", maintain_order="left")
    audit.record(
        action=action,
        by=by,
        subject=f"{campaign.name}: {rows.height} hộ",
        unit_path=campaign.unit_path,
    )
    ReviewResult.objects.filter(
        campaign=campaign, household_id__in=rows["household_id"].to_list()
    ).delete()
    with connection.cursor() as cursor:
        copy_frame(cursor, ReviewResult._meta.db_table, _result_rows(campaign, rows))
    _reopen(campaign=campaign, paths=rows["commune_path"].unique().to_list())
    return rows.height


def _households_known(*, campaign: Campaign, sheets: pl.DataFrame) -> pl.DataFrame:
    """Return where the households of `sheets` stand, all of them or a refusal."""
    known = queries.households_open_in(campaign=campaign, codes=sheets["household_code"].to_list())
    strangers = sheets.filter(~pl.col("household_code").is_in(known["household_code"].implode()))
    if not strangers.is_empty():
        raise HouseholdNotInCampaign(
            count=strangers.height,
            campaign=campaign.name,
            examples=", ".join(strangers["household_code"].head(3).to_list()),
        )
    return known


def _result_rows(campaign: Campaign, rows: pl.DataFrame) -> pl.DataFrame:
    empty = pl.lit("")
    return rows.select(
        "household_id",
        *("unit_path", "area_type", "evidence", "score_b1", "score_b2", "income_per_capita_vnd"),
        *("deprivations", "unknown_deprivations", "children_out_of_school", "previous_category"),
        *("answers", "points_code", "points_version", "facts"),
        campaign_id=pl.lit(campaign.pk),
        category=empty,
        group=empty,
        reason=empty,
        movement=empty,
    )


def _reopen(*, campaign: Campaign, paths: list[str]) -> None:
    """A commune judged before these scores came must be judged again."""
    CommuneReview.objects.filter(
        campaign=campaign, unit_path__in=paths, state=CommuneState.JUDGED
    ).update(state=CommuneState.OPEN, judged_at=None)


@transaction.atomic
def judge_communes(
    *, campaign: Campaign, units: Sequence[Unit], by: User | None, villages: Sequence[Unit] = ()
) -> int:
    """
    Judge every recorded household of `units` by the campaign's standard; return how many.

    In a campaign of the whole procedure only villages still being surveyed are judged, of
    `villages` alone when they are named, and states stay as they are: `stages` moves them.
    Raises: UnitNotInCampaign [REV-008], AlreadyDecided [REV-005], NothingToJudge [REV-004],
            ScoresOutOfRange [REV-010], IndicatorsUndecided [REV-012], NoPointTable [REV-014] and
            AnswersUnusable [REV-015] for answers; EvidenceNotJudged [LAW-005] for scores where
            the standard has no cut-offs.
    """
    reviews = [_lock(campaign, unit) for unit in units]
    for review in reviews:
        if review.state == CommuneState.DECIDED:
            raise AlreadyDecided(unit=review.unit.full_name, campaign=campaign.name)
    frame = queries.recorded_frame(campaign=campaign, units=units, villages=villages)
    empty = {unit.pk: unit for unit in units}.keys() - set(frame["unit_id"])
    if empty:
        unit = next(unit for unit in units if unit.pk in empty)
        raise NothingToJudge(unit=unit.full_name, campaign=campaign.name)
    audit.record(
        action="reviews.judge",
        by=by,
        subject=f"{campaign.name}: {frame.height} hộ",
        unit_path=campaign.unit_path,
        details={"standard": campaign.standard, "units": [unit.pk for unit in units]},
    )
    judged = _judge(frame, campaign=campaign, units=units)
    _store_judged(judged)
    if not campaign.is_full:
        CommuneReview.objects.filter(pk__in=[review.pk for review in reviews]).update(
            state=CommuneState.JUDGED, judged_at=timezone.now()
        )
    return judged.height


def _judge(recorded: pl.DataFrame, *, campaign: Campaign, units: Sequence[Unit]) -> pl.DataFrame:
    standard = standard_for(campaign.standard)
    codes = [indicator.code for indicator in standard.indicators]
    plain = judgeable_frames(recorded.drop("answers", "facts"), codes=codes)
    parts = [_judge_kind(frame, standard) for frame in plain]
    answered = recorded.filter(evidence=Evidence.ANSWERS.value)
    for unit in units:
        rows = answered.filter(unit_id=unit.pk)
        if not rows.is_empty():
            points = points_for(campaign=campaign, unit=unit)
            judged = judge_answers(rows, standard=standard, points=points)
            unusable = judged.filter(pl.col("b1").is_null())["household_code"]
            if len(unusable):
                raise AnswersUnusable(
                    count=len(unusable),
                    examples=", ".join(unusable.head(3).to_list()),
                    problem=f"không khớp bảng điểm {points.table.title} đang áp dụng",
                )
            _require_decided(judged, standard, IndicatorsUndecided)
            parts.append(_judged_texts(judged, *_BY_POINTS))
    return pl.concat(parts, how="diagonal")


# What the point table adds to a judged result of answers.
_BY_POINTS = ("b1", "b2", "points_code", "points_version")


def _judge_kind(frame: pl.DataFrame, standard: Standard) -> pl.DataFrame:
    """Judge results of one kind of evidence: the frame's columns say which."""
    judged = classify_frame(frame=frame.lazy(), standard=standard).collect()
    refusal = IndicatorsUndecided if INCOME_COLUMN in frame.columns else ScoresOutOfRange
    _require_decided(judged, standard, refusal)
    nothing = {
        "b1": pl.Int64,
        "b2": pl.Int64,
        "points_code": pl.String,
        "points_version": pl.Int64,
    }
    return _judged_texts(judged).with_columns(
        pl.lit(None, dtype=kind).alias(name) for name, kind in nothing.items()
    )


def _require_decided(judged: pl.DataFrame, standard: Standard, refusal: type[Refusal]) -> None:
    lost = judged.filter(pl.col("category").is_null())
    if not lost.is_empty():
        examples = ", ".join(lost["household_code"].head(3).to_list())
        raise refusal(count=lost.height, examples=examples, standard=standard.code)


def _judged_texts(judged: pl.DataFrame, *others: str) -> pl.DataFrame:
    texts = [pl.col(name).cast(pl.String).fill_null("") for name in ("category", "group", "reason")]
    return judged.select("id", *texts, *others)


def _store_judged(judged: pl.DataFrame) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE judged"
            ' (id bigint PRIMARY KEY, category text, "group" text, reason text, b1 int, b2 int,'
            " points_code text, points_version int) ON COMMIT DROP"
        )
        copy_frame(cursor, "judged", judged)
        # Only answers get scores here: typed ones stand as typed.
        cursor.execute(
            "UPDATE reviews_reviewresult AS result"
            ' SET category = judged.category, "group" = judged."group", reason = judged.reason,'
            " score_b1 = CASE WHEN judged.points_code IS NULL THEN score_b1 ELSE b1 END,"
            " score_b2 = CASE WHEN judged.points_code IS NULL THEN score_b2 ELSE b2 END,"
            " points_code = COALESCE(judged.points_code, result.points_code),"
            " points_version = COALESCE(judged.points_version, result.points_version)"
            " FROM judged WHERE judged.id = result.id"
        )
        cursor.execute("DROP TABLE judged")


@transaction.atomic
def decide_commune(
    *,
    campaign: Campaign,
    unit: Unit,
    number: str,
    signed_date: date,
    effective_date: date,
    signer: str,
    by_deputy: bool = False,
    by: User | None,
) -> Decision:
    """
    Make the judged list of one commune law: freeze it, give the statuses, take what forms found
    of living conditions into the register, rebuild the counts.

    Two officers deciding at once wait for each other; the second is refused.
    Raises: UnitNotInCampaign [REV-008], AlreadyDecided [REV-005], NotJudgedYet [REV-006],
            BadDecisionDate [REV-007], EffectiveAfterTheYear [REV-013],
            EffectiveOffTheNewYear [REV-034], StatusAlreadyLater [REG-004]; StageRefused [REV-020]
            in the whole procedure, unless the list has come to its decision.
    """
    review = _lock(campaign, unit)
    if review.state == CommuneState.DECIDED:
        raise AlreadyDecided(unit=unit.full_name, campaign=campaign.name)
    if campaign.is_full:
        stages.require_decidable(campaign=campaign, review=review, as_of=signed_date)
    elif review.state != CommuneState.JUDGED:
        raise NotJudgedYet(unit=unit.full_name, campaign=campaign.name)
    _require_days(campaign, unit, signed_date, effective_date)
    audit.record(
        action="reviews.decide",
        by=by,
        subject=f"Quyết định {number}: {unit.name}, {campaign.name}",
        unit_path=unit.path,
    )
    results = queries.judged_frame(campaign=campaign, unit=unit)
    decision = _create_decision(
        campaign=campaign,
        unit=unit,
        number=number,
        signed_date=signed_date,
        effective_date=effective_date,
        signer=signer,
        by_deputy=by_deputy,
        by=by,
        results=results,
    )
    _freeze(campaign=campaign, unit=unit, decision=decision)
    set_statuses(
        changes=results.select("household_id", "category", "group"),
        valid_from=effective_date,
        standard=campaign.standard,
        source=f"Quyết định {number} ngày {format_date(signed_date)}",
        by_opening_list=campaign.kind == CampaignKind.OPENING,
    )
    if campaign.is_full:
        stages.mark_decided(campaign=campaign, review=review, by=by, as_of=signed_date)
    else:
        review.state = CommuneState.DECIDED
        review.save(update_fields=["state"])
    keep_found_conditions(decision=decision)
    counts.rebuild_after(decision=decision)
    return decision


def _require_days(campaign: Campaign, unit: Unit, signed_date: date, effective_date: date) -> None:
    opens_year = campaign.kind == CampaignKind.OPENING
    new_year = queries.first_day(campaign.year + 1)
    if opens_year and effective_date != new_year:
        raise EffectiveOffTheNewYear(
            unit=unit.full_name, day=format_date(effective_date), new_year=format_date(new_year)
        )
    # A list under the standard of the new year may be signed in the old one.
    for day in (effective_date,) if opens_year else (signed_date, effective_date):
        if day < campaign.judged_for:
            raise BadDecisionDate(
                unit=unit.full_name,
                day=format_date(day),
                judged_for=format_date(campaign.judged_for),
            )
    closes_year = campaign.kind == CampaignKind.PERIODIC
    if closes_year and effective_date > queries.last_day(campaign.year):
        raise EffectiveAfterTheYear(
            unit=unit.full_name, day=format_date(effective_date), year=campaign.year
        )


def _create_decision(
    *,
    campaign: Campaign,
    unit: Unit,
    number: str,
    signed_date: date,
    effective_date: date,
    signer: str,
    by_deputy: bool,
    by: User | None,
    results: pl.DataFrame,
) -> Decision:
    totals = dict(results.group_by("category").len().iter_rows())
    return Decision.objects.create(
        campaign=campaign,
        unit=unit,
        unit_path=unit.path,
        number=number,
        signed_date=signed_date,
        effective_date=effective_date,
        signer=signer,
        by_deputy=by_deputy,
        standard=campaign.standard,
        poor=totals.get("POOR", 0),
        near_poor=totals.get("NEAR_POOR", 0),
        non_poor=totals.get("NON_POOR", 0),
        list_digest=list_digest(results=results),
        recorded_by=by.get_username() if by else "",
    )


def _freeze(*, campaign: Campaign, unit: Unit, decision: Decision) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _FREEZE,
            {
                "campaign": campaign.pk,
                "decision": decision.pk,
                "inside": f"{unit.path}%",
                "day": decision.effective_date,
                # Nobody moved between two standards: other things were measured.
                "moves": campaign.kind != CampaignKind.OPENING,
            },
        )


_FREEZE = f"""
    UPDATE reviews_reviewresult AS result
    SET decision_id = %(decision)s,
        movement = CASE WHEN %(moves)s THEN {MOVEMENT_CASE} ELSE '' END
    WHERE campaign_id = %(campaign)s AND unit_path LIKE %(inside)s
"""


def _lock(campaign: Campaign, unit: Unit) -> CommuneReview:
    review = (
        CommuneReview.objects.select_for_update(of=("self",))
        .select_related("unit")
        .filter(campaign=campaign, unit=unit)
        .first()
    )
    if review is None:
        raise UnitNotInCampaign(unit=unit.full_name, campaign=campaign.name)
    return review
