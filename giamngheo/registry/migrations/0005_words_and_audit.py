"""Search by words, the rules of the new columns, and all the new tables under audit."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from giamngheo.audit.operations import AuditTable

KEYS = ["search_key", "name_key", "search_vector"]
OLD_TRIGGERS = "".join(
    f"DROP TRIGGER IF EXISTS giamngheo_audit_{op} ON {table};"
    for table in ("registry_household", "registry_member")
    for op in ("insert", "update", "delete", "truncate")
)


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_fill_history"), ("audit", "0002_chain")]

    operations = [
        migrations.AlterField(
            model_name="member",
            name="valid_from",
            field=models.DateField(verbose_name="thành viên từ ngày"),
        ),
        migrations.AddField(
            model_name="household",
            name="search_vector",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("search_key"),
                    models.F("name_key"),
                    models.F("unit_path"),
                    function="giamngheo_search_vector",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="search_vector",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("search_key"),
                    models.F("name_key"),
                    models.F("unit_path"),
                    function="giamngheo_search_vector",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.RemoveConstraint(
            model_name="household",
            name="household_period",
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["sort_key", "id"], name="household_order"),
        ),
        migrations.AddIndex(
            model_name="household",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_vector"], name="household_words"
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["personal_id"], name="member_personal_id"),
        ),
        migrations.AddIndex(
            model_name="member",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_vector"], name="member_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("registered_to__isnull", True),
                    ("registered_to__gte", models.F("registered_from")),
                    _connector="OR",
                ),
                name="household_period",
                violation_error_message="Ngày thôi quản lý hộ phải sau ngày bắt đầu quản lý.",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                condition=models.Q(("relation", "HEAD"), ("valid_to__isnull", True)),
                fields=("household",),
                name="member_one_head",
                violation_error_message="Một hộ chỉ có một chủ hộ.",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_as", ""), ("valid_to__isnull", True)),
                    models.Q(("left_as__gt", ""), ("valid_to__gte", models.F("valid_from"))),
                    _connector="OR",
                ),
                name="member_period",
                violation_error_message="Ngày rời hộ phải sau ngày vào hộ và có lý do.",
            ),
        ),
        # The triggers are made anew: what a key or a search column becomes is no change to keep.
        migrations.RunSQL(OLD_TRIGGERS, reverse_sql=migrations.RunSQL.noop),
        AuditTable("registry_household", exclude=[*KEYS, "sort_key"]),
        AuditTable("registry_member", exclude=[*KEYS, "unit_path"]),
        AuditTable("registry_residence"),
        AuditTable("registry_livingconditions"),
        AuditTable("registry_householdmark"),
        AuditTable("registry_householdlink"),
        AuditTable("registry_householdevent"),
    ]
