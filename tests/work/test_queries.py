"""Who sees a piece of work: its owner, and who supervises its unit."""

from datetime import date

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.accounts.scope import Grant, Scope
from giamngheo.work import actions
from giamngheo.work.models import WorkItem
from giamngheo.work.queries import item_or_none, items_visible, open_items
from tests.factories.accounts import UserFactory

TODAY = date(2020, 6, 1)


def scope(user: User, *grants: Grant) -> Scope:
    return Scope(user=user, as_of=TODAY, grants=grants)


def seen_by(user: User, *grants: Grant) -> set[str]:
    return {item.title for item in items_visible(user=user, scope=scope(user, *grants))}


def two_items() -> tuple[WorkItem, WorkItem]:
    return (
        actions.enqueue(kind="count", by=UserFactory(), unit_path="/1/2/3/", title="của xã"),
        actions.enqueue(kind="count", by=None, title="của hệ thống"),
    )


def test_owner_sees_her_own_work_without_any_role(db: None) -> None:
    commune_item, _ = two_items()
    assert commune_item.owner is not None

    assert seen_by(commune_item.owner) == {"của xã"}


def test_colleague_in_the_commune_does_not_see_it(db: None) -> None:
    two_items()

    assert seen_by(UserFactory(), Grant(Role.COMMUNE, "/1/2/3/")) == set()


def test_district_above_sees_it(db: None) -> None:
    two_items()

    assert seen_by(UserFactory(), Grant(Role.DISTRICT, "/1/2/")) == {"của xã"}


def test_other_district_does_not_see_it(db: None) -> None:
    item, _ = two_items()
    user = UserFactory()
    district = scope(user, Grant(Role.DISTRICT, "/1/9/"))

    assert item_or_none(item_id=item.pk, user=user, scope=district) is None


def test_administrator_sees_all(db: None) -> None:
    two_items()

    assert seen_by(UserFactory(), Grant(Role.SYSTEM, "/")) == {"của xã", "của hệ thống"}


def test_open_items_are_the_waiting_and_running_ones(db: None, queue: None) -> None:
    first, second = two_items()
    actions.request_stop(item=first, by=None)

    assert [item.pk for item in open_items()] == [second.pk]
