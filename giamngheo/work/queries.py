"""Questions about work: what runs, and who may see it."""

from django.db.models import QuerySet

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.models import User
from giamngheo.accounts.scope import Scope
from giamngheo.work.models import WorkItem


def items_visible(*, user: User, scope: Scope) -> QuerySet[WorkItem]:
    """Return the user's own items and those of the units she supervises, the latest first."""
    own = WorkItem.objects.filter(owner=user)
    supervised = scope.filter(WorkItem.objects.all(), permission=Permission.SUPERVISE_WORK)
    return (own | supervised).select_related("owner").order_by("-created_at", "-id")


def item_or_none(*, item_id: int, user: User, scope: Scope) -> WorkItem | None:
    """Return the item when the user may see it: an item of others looks as if it were not there."""
    return items_visible(user=user, scope=scope).filter(pk=item_id).first()


def open_items() -> QuerySet[WorkItem]:
    """Return what is queued or running, the oldest first: for the operator."""
    return WorkItem.objects.open().select_related("owner").order_by("created_at", "id")
