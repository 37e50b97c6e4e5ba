"""The one rule that names what a review changed for a household, in SQL, for lists of any size."""

# Whether a family was poor before is looked up once, when the list is decided: the movement is
# then part of the decision and no dashboard has to join two years to show it. The poor years of the
# household it came out of count as its own. `result` is the row of reviews_reviewresult, %(day)s
# the day from which the decision takes effect.
MOVEMENT_CASE = """
    CASE
        WHEN result.previous_category = 'POOR' AND result.category = 'POOR' THEN 'STAYED_POOR'
        WHEN result.previous_category = 'POOR' AND result.category = 'NEAR_POOR'
            THEN 'POOR_TO_NEAR_POOR'
        WHEN result.previous_category = 'POOR' THEN 'ESCAPED_POOR'
        WHEN result.previous_category = 'NEAR_POOR' AND result.category = 'NEAR_POOR'
            THEN 'STAYED_NEAR_POOR'
        WHEN result.previous_category = 'NEAR_POOR' AND result.category = 'POOR'
            THEN 'NEAR_POOR_TO_POOR'
        WHEN result.previous_category = 'NEAR_POOR' THEN 'ESCAPED_NEAR_POOR'
        WHEN result.category = 'NON_POOR' THEN 'STAYED_NON_POOR'
        WHEN EXISTS (
            SELECT 1 FROM registry_householdstatus AS earlier
            WHERE earlier.household_id = result.household_id
              AND earlier.category = result.category
              AND earlier.valid_from < %(day)s
        ) OR EXISTS (
            SELECT 1 FROM registry_householdlink AS link
            JOIN registry_householdstatus AS earlier ON earlier.household_id = link.predecessor_id
            WHERE link.household_id = result.household_id
              AND earlier.category = result.category
              AND earlier.valid_from < link.since
        ) THEN 'RE_' || result.category
        ELSE 'NEW_' || result.category
    END
"""


def movement_of(*, previous: str, category: str, was_before: bool) -> str:
    """
    Return the movement of one household, as `MOVEMENT_CASE` names it for many.

    was_before: whether it, or a household it came out of, had `category` at an earlier time.
    """
    if category == "NON_POOR":
        escaped = {"POOR": "ESCAPED_POOR", "NEAR_POOR": "ESCAPED_NEAR_POOR"}
        return escaped.get(previous, "STAYED_NON_POOR")
    if previous == category:
        return f"STAYED_{category}"
    if previous in ("POOR", "NEAR_POOR"):
        return f"{previous}_TO_{category}"
    return f"{'RE' if was_before else 'NEW'}_{category}"
