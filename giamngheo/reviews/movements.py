"""The one rule that names what a review changed for a household, in SQL, for lists of any size."""

# Whether a family was poor before is looked up once, when the list is decided: the movement is
# then part of the decision and no dashboard has to join two years to show it. `result` is the row
# of reviews_reviewresult, %(day)s the day from which the decision takes effect.
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
        ) THEN 'RE_' || result.category
        ELSE 'NEW_' || result.category
    END
"""
