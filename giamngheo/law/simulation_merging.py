"""Simulations of parts of the households put together: counts add up, changed ones follow."""

from collections.abc import Sequence

import polars as pl

from giamngheo.law.simulate import Simulation


def merged(parts: Sequence[Simulation]) -> Simulation:
    """
    Return one simulation of all households that `parts` are simulations of, each once.

    All parts have the same scenarios. A count that one part does not know is not known at all.
    """
    first = parts[0]
    names = [scenario.name for scenario in first.scenarios]
    people = ["households", "persons"]
    lacking = ["poor", "near_poor"]
    return Simulation(
        scenarios=first.scenarios,
        households=sum(part.households for part in parts),
        totals=_summed([p.totals for p in parts], [], ["category"], people, names),
        flows=_summed(
            [p.flows for p in parts], [], ["to", "category_from", "category_to"], people, names
        ),
        by_unit=_summed([p.by_unit for p in parts], ["unit_code"], ["category"], people, names),
        by_group=_summed([p.by_group for p in parts], ["group"], ["category"], people, names),
        by_indicator=_by_indicator([p.by_indicator for p in parts], lacking),
        changed=pl.concat([part.changed for part in parts], how="vertical_relaxed"),
        changed_count=sum(part.changed_count for part in parts),
        cautions=tuple(dict.fromkeys(text for part in parts for text in part.cautions)),
    )


def _summed(
    tables: list[pl.DataFrame],
    before: list[str],
    after: list[str],
    counts: list[str],
    names: list[str],
) -> pl.DataFrame:
    """Add tables up; rows come by `before`, then in the order of the scenarios, then `after`."""
    columns = tables[0].columns
    scenario = "from" if "from" in columns else "scenario"
    position = pl.col(scenario).replace_strict({n: i for i, n in enumerate(names)})
    added = pl.concat(tables).group_by(*before, scenario, *after).agg(_sum(n) for n in counts)
    return added.sort(*before, position, *after).select(columns)


def _by_indicator(tables: list[pl.DataFrame], counts: list[str]) -> pl.DataFrame:
    keys = ["scenario", "indicator", "name"]
    together = pl.concat(tables).group_by(keys, maintain_order=True)
    return together.agg(_sum(name) for name in counts)


def _sum(name: str) -> pl.Expr:
    known = pl.col(name).null_count() == 0
    return pl.when(known).then(pl.col(name).sum()).alias(name)
