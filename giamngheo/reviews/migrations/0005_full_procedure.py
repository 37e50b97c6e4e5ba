"""The whole procedure: villages and their stages, the list to review, requests."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from giamngheo.audit.operations import AuditTable

# What was done stays as it was done: a step back is a new row.
FREEZE = """
CREATE TRIGGER reviews_stage_change_frozen BEFORE UPDATE OR DELETE ON reviews_stagechange
    FOR EACH ROW EXECUTE FUNCTION reviews_refuse_change();
"""
THAW = "DROP TRIGGER reviews_stage_change_frozen ON reviews_stagechange;"


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_audit"),
        ("audit", "0002_chain"),
        ("registry", "0002_audit"),
        ("reviews", "0004_evidence_of_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewListing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                ("sort_key", models.CharField(db_collation="C", max_length=400)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("MANAGED", "Đang quản lý hộ nghèo, cận nghèo"),
                            ("REQUEST", "Có giấy đề nghị"),
                            ("PERIOD_SURVEY", "Tổng rà soát đầu giai đoạn"),
                        ],
                        max_length=13,
                        verbose_name="vì sao có tên",
                    ),
                ),
                (
                    "previous_category",
                    models.CharField(
                        choices=[
                            ("POOR", "Hộ nghèo"),
                            ("NEAR_POOR", "Hộ cận nghèo"),
                            ("NON_POOR", "Hộ không nghèo"),
                        ],
                        max_length=10,
                        verbose_name="phân loại trước rà soát",
                    ),
                ),
                (
                    "screened",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="tiêu chí đạt ở phiếu A"
                    ),
                ),
                ("listed_on", models.DateField(verbose_name="vào danh sách ngày")),
                (
                    "withdrawn_on",
                    models.DateField(blank=True, null=True, verbose_name="rút khỏi danh sách ngày"),
                ),
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do rút"),
                ),
                (
                    "withdrawn_by",
                    models.CharField(blank=True, max_length=150, verbose_name="người rút"),
                ),
            ],
            options={
                "verbose_name": "hộ cần rà soát",
                "verbose_name_plural": "danh sách hộ cần rà soát",
            },
        ),
        migrations.CreateModel(
            name="ReviewRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("POVERTY", "Xét công nhận hộ nghèo, hộ cận nghèo (Mẫu 01)"),
                            ("ESCAPE", "Xét thoát nghèo, thoát cận nghèo (Mẫu 04)"),
                            ("AVERAGE_LIVING", "Xét hộ có mức sống trung bình (Mẫu 01)"),
                            ("LOW_INCOME_WORKER", "Xét người lao động có thu nhập thấp (Mẫu 01)"),
                        ],
                        max_length=17,
                        verbose_name="loại đề nghị",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="ngày nhận")),
                ("due_date", models.DateField(blank=True, null=True, verbose_name="hạn trả lời")),
                ("form_a", models.JSONField(blank=True, default=list, verbose_name="phiếu A")),
                (
                    "income_per_capita_vnd",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="thu nhập bình quân đầu người một tháng"
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("WAITING", "Chưa trả lời"),
                            ("LISTED", "Đưa vào danh sách rà soát"),
                            ("RECOGNISED", "Đủ điều kiện công nhận"),
                            ("REFUSED", "Không đưa vào danh sách, không công nhận"),
                        ],
                        default="WAITING",
                        max_length=10,
                        verbose_name="kết quả",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="lý do")),
                (
                    "answered_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày trả lời"),
                ),
                (
                    "answer_number",
                    models.CharField(blank=True, max_length=40, verbose_name="số văn bản trả lời"),
                ),
                ("received_by", models.CharField(max_length=150, verbose_name="người nhận")),
                (
                    "answered_by",
                    models.CharField(blank=True, max_length=150, verbose_name="người trả lời"),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "verbose_name": "giấy đề nghị",
                "verbose_name_plural": "giấy đề nghị",
            },
        ),
        migrations.CreateModel(
            name="StageChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                ("of_village", models.BooleanField()),
                ("from_state", models.CharField(max_length=9, verbose_name="từ")),
                ("to_state", models.CharField(max_length=9, verbose_name="đến")),
                ("reason", models.TextField(blank=True, verbose_name="lý do")),
                ("changed_on", models.DateField(verbose_name="ngày")),
                (
                    "changed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="lúc"
                    ),
                ),
                ("changed_by", models.CharField(max_length=150, verbose_name="người chuyển")),
            ],
            options={
                "verbose_name": "lần chuyển bước",
                "verbose_name_plural": "các lần chuyển bước",
            },
        ),
        migrations.CreateModel(
            name="VillageReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("SURVEY", "Đang thu thập phiếu"),
                            ("SCORED", "Đã chấm, chờ họp dân"),
                            ("AGREED", "Họp dân đã thống nhất"),
                            ("POSTED", "Đang niêm yết"),
                            ("CLOSED", "Niêm yết xong, hết khiếu nại"),
                        ],
                        default="SURVEY",
                        max_length=8,
                        verbose_name="bước",
                    ),
                ),
                ("stage_since", models.DateField(verbose_name="ở bước này từ ngày")),
                ("deadlines", models.JSONField(blank=True, default=dict)),
                (
                    "due_date",
                    models.DateField(blank=True, null=True, verbose_name="hạn của bước này"),
                ),
                ("team", models.JSONField(blank=True, default=list, verbose_name="rà soát viên")),
                ("note", models.TextField(blank=True, verbose_name="ghi chú")),
            ],
            options={
                "verbose_name": "rà soát của thôn",
                "verbose_name_plural": "rà soát của các thôn",
            },
        ),
        migrations.AddField(
            model_name="campaign",
            name="ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="xong trước hết ngày"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="note",
            field=models.TextField(blank=True, verbose_name="ghi chú"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="procedure",
            field=models.CharField(
                choices=[("RECORDED", "Ghi lại kết quả đã có"), ("FULL", "Đủ quy trình")],
                default="RECORDED",
                max_length=8,
                verbose_name="quy trình",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="starts_on",
            field=models.DateField(blank=True, null=True, verbose_name="bắt đầu ngày"),
        ),
        migrations.AddField(
            model_name="communereview",
            name="deadlines",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="communereview",
            name="due_date",
            field=models.DateField(blank=True, null=True, verbose_name="hạn của bước này"),
        ),
        migrations.AddField(
            model_name="reviewresult",
            name="recorded_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), editable=False
            ),
        ),
        migrations.AlterField(
            model_name="communereview",
            name="state",
            field=models.CharField(
                choices=[
                    ("OPEN", "Đang rà soát"),
                    ("JUDGED", "Đã xét theo chuẩn, chờ quyết định"),
                    ("SUBMITTED", "Đã trình, chờ thẩm tra"),
                    ("CHECKED", "Đã thẩm tra, đã báo cáo cấp trên"),
                    ("OPINION", "Đã có ý kiến cấp trên"),
                    ("DECIDED", "Đã có quyết định"),
                ],
                default="OPEN",
                max_length=9,
                verbose_name="tình trạng",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("procedure", "RECORDED"),
                    models.Q(("ends_on__gte", models.F("starts_on")), ("starts_on__isnull", False)),
                    _connector="OR",
                ),
                name="campaign_full_has_days",
                violation_error_message="Đợt đủ quy trình phải có ngày bắt đầu và ngày kết thúc.",
            ),
        ),
        migrations.AddField(
            model_name="reviewlisting",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="listings",
                to="reviews.campaign",
            ),
        ),
        migrations.AddField(
            model_name="reviewlisting",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="listings",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="reviewrequest",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requests",
                to="reviews.campaign",
            ),
        ),
        migrations.AddField(
            model_name="reviewrequest",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="reviewlisting",
            name="request",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="listings",
                to="reviews.reviewrequest",
            ),
        ),
        migrations.AddField(
            model_name="stagechange",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stage_changes",
                to="reviews.campaign",
            ),
        ),
        migrations.AddField(
            model_name="stagechange",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.unit"
            ),
        ),
        migrations.AddField(
            model_name="stagechange",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="villagereview",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="villages",
                to="reviews.campaign",
            ),
        ),
        migrations.AddField(
            model_name="villagereview",
            name="commune_review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="villages",
                to="reviews.communereview",
            ),
        ),
        migrations.AddField(
            model_name="villagereview",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.unit"
            ),
        ),
        migrations.AddField(
            model_name="reviewlisting",
            name="village",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="listings",
                to="reviews.villagereview",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewrequest",
            index=models.Index(fields=["campaign", "unit_path"], name="request_list"),
        ),
        migrations.AddConstraint(
            model_name="reviewrequest",
            constraint=models.UniqueConstraint(
                fields=("campaign", "household", "kind"),
                name="request_once",
                violation_error_message="Hộ này đã có giấy đề nghị cùng loại trong đợt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("result", "REFUSED"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="request_refused_with_reason",
                violation_error_message="Từ chối giấy đề nghị phải ghi lý do.",
            ),
        ),
        migrations.AddIndex(
            model_name="stagechange",
            index=models.Index(fields=["campaign", "unit", "id"], name="stage_change_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="stagechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("of_village", True),
                        ("to_state__in", ["SURVEY", "SCORED", "AGREED", "POSTED", "CLOSED"]),
                    ),
                    models.Q(
                        ("of_village", False),
                        (
                            "to_state__in",
                            ["OPEN", "JUDGED", "SUBMITTED", "CHECKED", "OPINION", "DECIDED"],
                        ),
                    ),
                    _connector="OR",
                ),
                name="stage_change_known",
                violation_error_message="Bước này không có trong quy trình rà soát.",
            ),
        ),
        migrations.AddIndex(
            model_name="villagereview",
            index=models.Index(fields=["campaign", "unit_path"], name="village_review_list"),
        ),
        migrations.AddConstraint(
            model_name="villagereview",
            constraint=models.UniqueConstraint(
                fields=("campaign", "unit"), name="village_review_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="villagereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage__in", ["SURVEY", "SCORED", "AGREED", "POSTED", "CLOSED"])
                ),
                name="village_review_stage",
                violation_error_message="Bước này không có trong quy trình rà soát.",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewlisting",
            index=models.Index(fields=["village", "sort_key", "id"], name="listing_of_village"),
        ),
        migrations.AddIndex(
            model_name="reviewlisting",
            index=models.Index(fields=["campaign", "unit_path"], name="listing_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="reviewlisting",
            constraint=models.UniqueConstraint(
                fields=("campaign", "household"), name="listing_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewlisting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_on__isnull", True), ("withdrawn_reason", "")),
                    models.Q(
                        ("withdrawn_on__gte", models.F("listed_on")),
                        models.Q(("withdrawn_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="listing_withdrawn_with_reason",
                violation_error_message="Rút một hộ khỏi danh sách phải ghi ngày và lý do.",
            ),
        ),
        AuditTable("reviews_villagereview"),
        AuditTable("reviews_stagechange"),
        AuditTable("reviews_reviewrequest"),
        AuditTable("reviews_reviewlisting"),
        migrations.RunSQL(FREEZE, THAW),
    ]
