"""Whether a deputy signed; which statuses came by the opening list of a new period."""

from django.db import migrations, models

# Statuses that began by an opening list, found by its decision: nobody crossed a line by them.
OPENING_STATUSES = """
    UPDATE registry_householdstatus AS status SET by_opening_list = true
    FROM reviews_reviewresult AS result
    JOIN reviews_decision AS decision ON decision.id = result.decision_id
    JOIN reviews_campaign AS campaign ON campaign.id = decision.campaign_id
    WHERE campaign.kind = 'OPENING' AND status.household_id = result.household_id
      AND status.valid_from = decision.effective_date AND status.standard = decision.standard
      AND NOT status.by_opening_list
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0007_decided_marks"),
        ("reviews", "0008_kind_of_a_new_period"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="by_deputy",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="Phó Chủ tịch ký thay"
            ),
        ),
        migrations.RunSQL(OPENING_STATUSES, reverse_sql=migrations.RunSQL.noop),
    ]
