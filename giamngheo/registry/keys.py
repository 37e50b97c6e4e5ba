"""Columns of the register that are derived from names, for every bulk writer alike."""

from collections.abc import Callable

import polars as pl

from giamngheo.lib import text


def with_household_keys(households: pl.DataFrame) -> pl.DataFrame:
    """
    Return `households` (code, head_name, …) with sort_key, search_key and name_key.

    The search key holds the name without marks and the code as it is written, in small letters.
    """
    names = households["head_name"]
    return households.with_columns(
        sort_key=_derived(names, text.person_sort_key),
        search_key=_derived(names, text.fold),
        name_key=_derived(names, text.compare_key),
    ).with_columns(
        search_key=pl.concat_str("search_key", pl.lit(" "), pl.col("code").str.to_lowercase())
    )


def with_member_keys(members: pl.DataFrame) -> pl.DataFrame:
    """Return `members` (full_name, …) with search_key and name_key."""
    names = members["full_name"]
    return members.with_columns(
        search_key=_derived(names, text.fold), name_key=_derived(names, text.compare_key)
    )


def household_keys(*, head_name: str, code: str) -> dict[str, str]:
    """Return the derived columns of one household, by field name."""
    return {
        "sort_key": text.person_sort_key(head_name),
        "search_key": f"{text.fold(head_name)} {code.lower()}",
        "name_key": text.compare_key(head_name),
    }


def member_keys(*, full_name: str) -> dict[str, str]:
    """Return the derived columns of one member, by field name."""
    return {"search_key": text.fold(full_name), "name_key": text.compare_key(full_name)}


def _derived(names: pl.Series, key: Callable[[str], str]) -> pl.Series:
    # People share names: each is worked out once.
    known = names.fill_null("")
    different = known.unique()
    keys = pl.Series([key(name) for name in different], dtype=pl.String)
    return known.replace_strict(different, keys, return_dtype=pl.String)
