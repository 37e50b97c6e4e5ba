"""Constraints that several dated tables of a household share."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

FAR_FUTURE = date(9999, 12, 31)


def forward_period(name: str, message: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
        name=name,
        violation_error_message=message,
    )


def one_at_a_time(name: str, message: str, *, condition: Q | None = None) -> ExclusionConstraint:
    """Return the constraint that a household's rows (those of `condition`) never overlap."""
    # int8range(id, id, '[]') && … stands for "=": a plain "=" would need the extension btree_gist.
    household = Func(F("household_id"), F("household_id"), Value("[]"), function="int8range")
    days = Func(F("valid_from"), Coalesce(F("valid_to"), FAR_FUTURE), function="daterange")
    return ExclusionConstraint(
        name=name,
        expressions=[(household, "&&"), (days, "&&")],
        condition=condition,
        violation_error_message=message,
    )
