"""Building the demonstration: the whole year in one transaction, or nothing of it."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction

from giamngheo.accounts.actions import assign_role, create_user
from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.areas.actions import create_villages, sync_units
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import find_many, find_unit
from giamngheo.demo import accounts, autumn, circumstances, commune_plans, storing, tasks
from giamngheo.demo.figures import DISTRICT, PLAN_FILE, PROVINCE, YEAR, commune_figures
from giamngheo.demo.frames import DemoFrames, make_frames
from giamngheo.demo.resetting import refuse_mixing, reset_database
from giamngheo.lib.errors import Refusal
from giamngheo.planning.actions import import_plan
from giamngheo.planning.enums import Severity
from giamngheo.reviews.models import Campaign
from giamngheo.targets.district import district_progress

UNITS_ON = date(2020, 1, 1)
VILLAGES_FROM = date(2019, 12, 1)  # the first day on which our sources show the communes
ASSIGNED_FROM = date(2019, 12, 1)

Progress = Callable[[str], None]


class DemoUnitsMissing(Refusal):
    code = "DEM-001"
    sentence = (
        "Chưa dựng được năm trình diễn: danh mục đơn vị không có {names} vào ngày 01/01/2020. Nạp "
        "lại danh mục đi kèm (giamngheo areas sync) rồi chạy lại."
    )
    english = "Not built: the units of 2020 lack {names}. Load the shipped units and try again."


@dataclass(frozen=True)
class DemoResult:
    """What stands in the system after the build; `seconds` 0 where it was found built."""

    unit: str
    year: int
    communes: int
    households: int
    poor_start: int
    poor_target: int
    near_poor_start: int
    poor_end: int
    warnings: tuple[str, ...]
    seconds: float
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return bool(self.parts)

    def to_json(self) -> dict[str, object]:
        names = (
            "unit year communes households poor_start poor_target near_poor_start poor_end "
            "warnings seconds"
        )
        return {name: getattr(self, name) for name in names.split()}


class Steps:
    """Tells what is being done and keeps how long each step took."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - begun, 1)
        if self.progress:
            self.progress(f"{name}: {self.seconds[name]:.1f} giây".replace(".", ","))


def build_demo(*, fresh: bool = False, progress: Progress | None = None) -> DemoResult:
    """
    Build Triệu Sơn's year 2020 where it is not built yet, and say what stands there.

    `fresh` empties the database first, which it refuses where anything in it is not generated.
    Raises: DemoUnitsMissing [DEM-001], OwnDataPresent [DEM-002], and what the actions raise.
    """
    begun = time.perf_counter()
    steps = Steps(progress)
    if fresh:
        with steps.step("Xóa dữ liệu trình diễn cũ"):
            reset_database()
    if not is_built():
        _build(steps)
    seconds = time.perf_counter() - begun if steps.seconds else 0.0
    return demo_result(seconds=seconds, parts=steps.seconds)


def is_built() -> bool:
    """Return whether the year stands: it comes whole or not at all, so its last review tells."""
    return Campaign.objects.filter(code=storing.END.code).exists()


def demo_result(*, seconds: float, parts: Mapping[str, float]) -> DemoResult:
    """Return the built year's figures as the district's page reads them."""
    shown = district_progress(unit=_district(), year=YEAR)
    total = shown.total
    return DemoResult(
        unit=shown.unit.full_name,
        year=YEAR,
        communes=len(shown.rows),
        households=total.households or 0,
        poor_start=total.poor_start or 0,
        poor_target=total.poor_target or 0,
        near_poor_start=total.near_poor_start or 0,
        poor_end=total.poor_end or 0,
        warnings=tuple(
            finding.message for finding in shown.findings if finding.severity != Severity.NOTICE
        ),
        seconds=round(seconds, 1),
        parts=dict(parts),
    )


def _build(steps: Steps) -> None:
    refuse_mixing()
    with steps.step("Danh mục đơn vị hành chính"):
        sync_units()
    with steps.step("Sinh hộ, nhân khẩu và phiếu rà soát"):
        frames = make_frames()
    with transaction.atomic():
        _store(frames, steps)


def _store(frames: DemoFrames, steps: Steps) -> None:
    """Put everything in; a second build begun meanwhile waits here and finds the year built."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('giamngheo.demo', 0))")
    if is_built():
        return
    district = _district()
    communes = _communes(district)
    with steps.step("Tài khoản cho từng vai trò"):
        users = _create_accounts(district, communes)
    administrator, officer = users[accounts.ADMINISTRATOR], users[accounts.DISTRICT_OFFICER]
    with steps.step("Đọc và nạp văn bản kế hoạch"):
        imported = import_plan(path=PLAN_FILE, by=officer, is_generated=True)
    with steps.step("Thôn, tổ dân phố"):
        villages = _create_villages(frames, communes, administrator)
    with steps.step("Nạp sổ hộ, nhân khẩu, lịch sử 2016-2018"):
        storing.store_register(frames=frames, villages=villages, by=administrator)
    for review, scores in (
        (storing.START, frames.start_scores),
        (storing.END, frames.end_scores),
    ):
        with steps.step(f"Rà soát cuối năm {review.year}: ghi điểm, xét theo chuẩn, quyết định"):
            storing.store_review(
                review=review, scores=scores, district=district, communes=communes, by=officer
            )
    with steps.step(f"Mở đợt rà soát năm {autumn.YEAR}, ghi các phiếu đã xong"):
        village = autumn.open_autumn(
            end_scores=frames.end_scores,
            district=district,
            communes=communes,
            by=officer,
            commune_officer=users[accounts.COMMUNE_OFFICER],
        )
    with steps.step("Nguyên nhân, nguyện vọng, phân loại lao động của hộ nghèo, hộ cận nghèo"):
        circumstances.store_circumstances(district=district, as_of=date(YEAR, 12, 31), by=officer)
    with steps.step("Danh bạ cơ quan, nhiệm vụ, vướng mắc"):
        tasks.build_tasks(
            province=_province(),
            district=district,
            communes=communes,
            plan=imported.plan,
            health_officer=users["nganh.yte"],
            by=officer,
        )
    with steps.step(f"Kế hoạch năm {YEAR} của hai xã"):
        commune_plans.build_commune_plans(communes=communes, users=users, year=YEAR)
    _assign(users[accounts.VILLAGE_HEAD], Role.VILLAGE, village)


def _province() -> Unit:
    province = find_unit(name=PROVINCE, as_of=UNITS_ON, level=UnitLevel.PROVINCE).unit
    if province is None:
        raise DemoUnitsMissing(names=PROVINCE)
    return province


def _district() -> Unit:
    return _units(_province(), (DISTRICT,), UnitLevel.DISTRICT)[DISTRICT]


def _communes(district: Unit) -> dict[str, Unit]:
    names = tuple(commune.unit_name for commune in commune_figures())
    return _units(district, names, UnitLevel.COMMUNE)


def _units(parent: Unit, names: tuple[str, ...], level: UnitLevel) -> dict[str, Unit]:
    matches = find_many(names=names, parent=parent, as_of=UNITS_ON, level=level)
    missing = [match.name for match in matches if match.unit is None]
    if missing:
        raise DemoUnitsMissing(names=", ".join(missing))
    return {match.name: match.unit for match in matches if match.unit is not None}


def _create_villages(frames: DemoFrames, communes: Mapping[str, Unit], by: User) -> dict[str, Unit]:
    """Return the new villages by their generated code."""
    found: dict[str, Unit] = {}
    for (name,), own in frames.villages.group_by("commune_name", maintain_order=True):
        units = create_villages(
            commune=communes[str(name)],
            names=own["village_name"].to_list(),
            valid_from=VILLAGES_FROM,
            source="Sinh ra để trình diễn",
            by=by,
        )
        found |= dict(zip(own["village_code"], units, strict=True))
    return found


def _create_accounts(district: Unit, communes: Mapping[str, Unit]) -> dict[str, User]:
    province = _province()
    places = {PROVINCE: province, DISTRICT: district, **communes}
    places |= _units(province, (accounts.NEIGHBOUR,), UnitLevel.DISTRICT)
    return {account.username: _create_account(account, places) for account in accounts.ACCOUNTS}


def _create_account(account: accounts.DemoAccount, places: Mapping[str, Unit]) -> User:
    user = create_user(
        username=account.username,
        full_name=account.full_name,
        password=accounts.PASSWORD,
        position=account.position,
        must_change_password=False,
        is_generated=True,
        by=None,
    )
    units: list[Unit | None] = [places[name] for name in account.units]
    if account.role == Role.SYSTEM:
        units = [None]
    for unit in units:
        _assign(user, account.role, unit, account.sector)
    return user


def _assign(user: User, role: Role, unit: Unit | None, sector: str = "") -> None:
    assign_role(
        user=user,
        role=role,
        unit=unit,
        sector=sector,
        valid_from=ASSIGNED_FROM,
        by=None,
        reason="Tài khoản trình diễn",
    )
