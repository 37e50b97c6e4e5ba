"""The register of legal documents: filled by plans and standards, kept by people."""

from datetime import date
from pathlib import Path

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.planning import actions
from giamngheo.planning.enums import Confidence, RelationKind
from giamngheo.planning.legal import key_of_code, named_documents
from giamngheo.planning.legal_actions import (
    DocumentCodeMissing,
    DocumentForceOff,
    DocumentKnown,
    DocumentYearOff,
    GuidanceKnown,
    RelationBad,
)
from giamngheo.planning.legal_queries import document_file, documents_found
from giamngheo.planning.models import LegalDocument, LegalRelation, PlanTask
from giamngheo.planning.queries import guidance_registered, guidances_of, legal_document
from tests.factories.accounts import officer
from tests.factories.plans import SuoiBac, committed

AMENDING = (
    "Căn cứ Nghị định số 38/2023/NĐ-CP ngày 24/6/2022 của Chính phủ sửa đổi, bổ sung một số điều "
    "của Nghị định số 27/2022/NĐ-CP; Nghị định số 07/2021/NĐ-CP"
)


@pytest.fixture
def place(db: None) -> SuoiBac:
    return SuoiBac()


@pytest.fixture
def clerk(place: SuoiBac) -> User:
    return officer(Role.DISTRICT, place.unit, username="vanthu")


def test_a_committed_plan_fills_the_register(place: SuoiBac, tmp_path: Path) -> None:
    plan = committed(tmp_path)

    decree = legal_document(code="07/2021/NĐ-CP")
    assert decree is not None
    assert (decree.issued_date, decree.issuer) == (date(2021, 1, 27), "Chính phủ")
    assert decree.confidence == Confidence.SECONDARY
    assert decree.citations.get(role="basis").line == 14
    own = LegalDocument.objects.get(plan=plan)
    assert (own.code, own.issued_date) == ("12/KH-UBND", date(2023, 2, 9))
    cited = set(own.relations_out.values_list("to_document__code", flat=True))
    assert {"07/2021/NĐ-CP", "30/KH-UBND"} <= cited


def test_what_amends_another_is_told_and_keeps_the_day_as_written(
    place: SuoiBac, tmp_path: Path
) -> None:
    committed(tmp_path, ("Căn cứ Nghị định số 07/2021/NĐ-CP", AMENDING))

    relation = LegalRelation.objects.get(kind=RelationKind.AMENDS)
    assert relation.from_document.code == "38/2023/NĐ-CP"
    assert relation.to_document.code == "27/2022/NĐ-CP"
    # The year of the number and the written day differ: the register does not believe the day.
    written = relation.from_document.citations.get()
    assert written.issued_date == date(2022, 6, 24)


def test_one_number_is_one_document_and_a_local_one_only_at_home(
    place: SuoiBac, tmp_path: Path
) -> None:
    committed(tmp_path)
    LegalDocument.objects.create(
        kind="Quyết định",
        code="8/QĐ-UBND",
        code_key=key_of_code("8/QĐ-UBND"),
        issued_date=date(2019, 1, 5),
        source="thử",
    )

    assert legal_document(code="07/2021/NĐ – CP") == legal_document(code="07/2021/nđ-cp")
    assert LegalDocument.objects.filter(code_key=key_of_code("8/QĐ-UBND")).count() == 2
    assert legal_document(code="8/QĐ-UBND") is None
    found = legal_document(code="8/QĐ-UBND", issued_date=date(2023, 1, 5))
    assert found is not None
    assert found.citations.count() == 1


def test_the_standards_sources_are_in_the_same_register(place: SuoiBac, tmp_path: Path) -> None:
    committed(tmp_path)

    decree = legal_document(code="07/2021/NĐ-CP")
    assert decree is not None
    scope = scope_of(user=officer(Role.DISTRICT, place.unit), as_of=date(2023, 6, 1))
    file = document_file(document_id=decree.pk, scope=scope)
    assert file is not None
    assert "vn-2022" in {one.code for one in file.standards}
    assert file.hidden_plans == 0
    assert legal_document(code="351/2025/NĐ-CP") is not None


def test_a_neighbours_plan_is_only_counted(place: SuoiBac, tmp_path: Path) -> None:
    committed(tmp_path)
    decree = legal_document(code="07/2021/NĐ-CP")
    assert decree is not None
    scope = scope_of(user=officer(Role.DISTRICT, place.neighbour), as_of=date(2023, 6, 1))

    file = document_file(document_id=decree.pk, scope=scope)

    assert file is not None
    assert (file.citations, file.hidden_plans) == ((), 1)


def test_names_in_a_line_of_ours() -> None:
    found = named_documents("Nghị định 07/2021/NĐ-CP ngày 27/01/2021; Thông tư 02/2022/TT-BLĐTBXH")

    assert [(one["type"], one["code"], one["date"]) for one in found] == [
        ("Nghị định", "07/2021/NĐ-CP", "2021-01-27"),
        ("Thông tư", "02/2022/TT-BLĐTBXH", None),
    ]


def test_a_person_enters_and_corrects_a_document(clerk: User) -> None:
    entered = actions.record_document(
        kind="Thông tư",
        code=" 11/2022/TT-BLĐTBXH ",
        issued_date=date(2022, 5, 30),
        by=clerk,
    )
    done = actions.record_document(
        kind="Thông tư",
        code=entered.code,
        issued_date=entered.issued_date,
        subject="hướng dẫn Dự án 2",
        document=entered,
        by=clerk,
    )

    assert (done.pk, done.confidence) == (entered.pk, Confidence.UNVERIFIED)
    assert list(documents_found(text="dự án 2")) == [done]
    assert list(documents_found(text="11/2022")) == [done]
    assert not documents_found(kind="Luật").exists()


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"code": "  "}, DocumentCodeMissing),
        ({"code": "38/2023/NĐ-CP", "issued_date": date(2022, 6, 24)}, DocumentYearOff),
        (
            {
                "code": "1/QĐ-TTg",
                "in_force_from": date(2022, 1, 1),
                "in_force_to": date(2022, 1, 1),
            },
            DocumentForceOff,
        ),
        ({"code": "9/QĐ-TTg", "issued_date": date(2022, 1, 9)}, DocumentKnown),
    ],
)
def test_what_cannot_be_is_refused(clerk: User, given: dict, refusal: type) -> None:
    actions.record_document(
        kind="Quyết định", code="9/QĐ-TTg", issued_date=date(2022, 1, 9), by=clerk
    )

    with pytest.raises(refusal):
        actions.record_document(kind="Quyết định", by=clerk, **given)

    assert LegalDocument.objects.count() == 1


def test_what_replaces_another_ends_it(clerk: User) -> None:
    old = actions.record_document(kind="Quyết định", code="9/2015/QĐ-TTg", by=clerk)
    new = actions.record_document(
        kind="Quyết định", code="7/2021/QĐ-TTg", in_force_from=date(2021, 9, 1), by=clerk
    )

    actions.record_relation(
        from_document=new, to_document=old, kind=RelationKind.REPLACES, article="Điều 9", by=clerk
    )

    old.refresh_from_db()
    assert (old.repealed_by, old.in_force_to) == (new, date(2021, 9, 1))
    for other in (old, new):
        with pytest.raises(RelationBad):
            actions.record_relation(
                from_document=new,
                to_document=other,
                kind=RelationKind.REPLACES,
                article="Điều 9",
                by=clerk,
            )


def test_guidance_that_came_is_told_to_the_rooms_that_wait(
    place: SuoiBac, clerk: User, tmp_path: Path
) -> None:
    plan = committed(tmp_path)
    task = plan.tasks.first()
    assert task is not None
    PlanTask.objects.filter(pk=task.pk).update(deadline={"type": "conditional"})
    task.refresh_from_db()
    assert task.waits_for_guidance
    assert guidance_registered(plan_task=task) is None
    document = actions.record_document(kind="Công văn", code="77/SLĐTBXH-BTXH", by=clerk)

    actions.register_guidance(document=document, task=task, by=clerk)

    assert guidance_registered(plan_task=task) == document
    assert guidances_of(plans=type(plan).objects.filter(pk=plan.pk)) == {task.pk: document}
    with pytest.raises(GuidanceKnown):
        actions.register_guidance(document=document, task=task, by=clerk)
