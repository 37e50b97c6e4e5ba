"""Meetings, postings, complaints, and the days off an office has entered."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0002_audit"),
        ("registry", "0002_audit"),
        ("reviews", "0005_full_procedure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                (
                    "procedure",
                    models.CharField(
                        choices=[
                            ("yearly", "Rà soát định kỳ hằng năm"),
                            ("regular", "Rà soát thường xuyên"),
                            ("average_living", "Xác định hộ có mức sống trung bình"),
                            ("low_income_worker", "Xác định người lao động có thu nhập thấp"),
                        ],
                        max_length=17,
                        verbose_name="thủ tục",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="niêm yết lần")),
                (
                    "version",
                    models.PositiveSmallIntegerField(default=1, verbose_name="bản ghi thứ"),
                ),
                ("is_current", models.BooleanField(default=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do sửa")),
                ("token", models.CharField(max_length=12, verbose_name="mã trang công khai")),
                ("from_day", models.DateField(verbose_name="niêm yết từ ngày")),
                ("days", models.PositiveSmallIntegerField(verbose_name="số ngày làm việc")),
                ("last_day", models.DateField(verbose_name="đến hết ngày")),
                ("provisional", models.BooleanField(default=False, verbose_name="tạm tính")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="gỡ ngày")),
                (
                    "ended_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do gỡ"),
                ),
                ("places", models.CharField(max_length=300, verbose_name="nơi niêm yết")),
                (
                    "loudspeaker",
                    models.CharField(blank=True, max_length=200, verbose_name="thông báo trên loa"),
                ),
                ("phone", models.CharField(max_length=30, verbose_name="điện thoại tiếp nhận")),
                ("contact", models.CharField(max_length=200, verbose_name="nơi tiếp nhận")),
                (
                    "witness",
                    models.CharField(blank=True, max_length=200, verbose_name="người chứng kiến"),
                ),
                ("recorded_on", models.DateField(verbose_name="ngày ghi")),
                ("recorded_by", models.CharField(max_length=150, verbose_name="người ghi")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="reviews.campaign",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.unit",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "niêm yết",
                "verbose_name_plural": "niêm yết",
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                (
                    "procedure",
                    models.CharField(
                        choices=[
                            ("yearly", "Rà soát định kỳ hằng năm"),
                            ("regular", "Rà soát thường xuyên"),
                            ("average_living", "Xác định hộ có mức sống trung bình"),
                            ("low_income_worker", "Xác định người lao động có thu nhập thấp"),
                        ],
                        max_length=17,
                        verbose_name="thủ tục",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("RESULT", "Kết quả của một hộ"), ("OTHER", "Việc khác")],
                        default="RESULT",
                        max_length=6,
                        verbose_name="về việc",
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=200, verbose_name="về hộ")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("PAPER", "Đơn viết"),
                            ("SPOKEN", "Gặp trực tiếp"),
                            ("PHONE", "Điện thoại"),
                            ("WEB", "Trang niêm yết"),
                        ],
                        max_length=6,
                        verbose_name="cách tiếp nhận",
                    ),
                ),
                ("sender", models.CharField(max_length=120, verbose_name="người phản ánh")),
                (
                    "sender_contact",
                    models.CharField(blank=True, max_length=200, verbose_name="liên hệ"),
                ),
                ("text", models.TextField(verbose_name="nội dung")),
                ("received_on", models.DateField(verbose_name="ngày nhận")),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("due_day", models.DateField(verbose_name="hạn phúc tra")),
                (
                    "due_provisional",
                    models.BooleanField(default=False, verbose_name="hạn tạm tính"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("UNCONFIRMED", "Chờ cán bộ xác nhận"),
                            ("OPEN", "Đang giải quyết"),
                            ("RESCORING", "Đã phúc tra, chờ chấm và niêm yết lại"),
                            ("ANSWERED", "Đã trả lời"),
                            ("SET_ASIDE", "Không tiếp nhận"),
                        ],
                        max_length=11,
                        verbose_name="tình trạng",
                    ),
                ),
                ("sender_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "received_by",
                    models.CharField(blank=True, max_length=150, verbose_name="người tiếp nhận"),
                ),
                (
                    "confirmed_on",
                    models.DateField(blank=True, null=True, verbose_name="xác nhận ngày"),
                ),
                ("answer", models.TextField(blank=True, verbose_name="trả lời")),
                (
                    "answered_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày trả lời"),
                ),
                (
                    "answered_by",
                    models.CharField(blank=True, max_length=150, verbose_name="người trả lời"),
                ),
                (
                    "set_aside_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="lý do không tiếp nhận"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="reviews.campaign",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.household",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.unit",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="meetings.posting",
                    ),
                ),
            ],
            options={
                "verbose_name": "khiếu nại, phản ánh",
                "verbose_name_plural": "khiếu nại, phản ánh",
            },
        ),
        migrations.CreateModel(
            name="PostingProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(upload_to="niem-yet", verbose_name="tệp")),
                ("file_name", models.CharField(max_length=120, verbose_name="tên tệp")),
                ("content_type", models.CharField(max_length=20)),
                ("size", models.PositiveIntegerField(verbose_name="số byte")),
                ("digest", models.CharField(max_length=64, verbose_name="dấu vân tay")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                ("recorded_by", models.CharField(max_length=150, verbose_name="người gửi")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="meetings.posting",
                    ),
                ),
            ],
            options={
                "verbose_name": "minh chứng niêm yết",
                "verbose_name_plural": "minh chứng niêm yết",
            },
        ),
        migrations.CreateModel(
            name="Recheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                ("checked_on", models.DateField(verbose_name="ngày phúc tra")),
                ("team", models.CharField(max_length=300, verbose_name="tổ phúc tra")),
                ("findings", models.TextField(verbose_name="kết quả phúc tra")),
                ("changes_answers", models.BooleanField(verbose_name="phải sửa phiếu")),
                ("before", models.JSONField(verbose_name="kết quả trước")),
                ("after", models.JSONField(blank=True, null=True, verbose_name="kết quả sau")),
                ("recorded_by", models.CharField(max_length=150, verbose_name="người ghi")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rechecks",
                        to="reviews.campaign",
                    ),
                ),
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recheck",
                        to="meetings.complaint",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.household",
                    ),
                ),
            ],
            options={
                "verbose_name": "phúc tra",
                "verbose_name_plural": "phúc tra",
            },
        ),
        migrations.CreateModel(
            name="VillageMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                ("number", models.PositiveSmallIntegerField(verbose_name="cuộc họp lần")),
                (
                    "version",
                    models.PositiveSmallIntegerField(default=1, verbose_name="bản ghi thứ"),
                ),
                ("is_current", models.BooleanField(default=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do sửa")),
                ("held_on", models.DateField(verbose_name="ngày họp")),
                ("started", models.TimeField(blank=True, null=True, verbose_name="bắt đầu lúc")),
                ("ended", models.TimeField(blank=True, null=True, verbose_name="kết thúc lúc")),
                ("place", models.CharField(max_length=200, verbose_name="địa điểm")),
                ("chair", models.CharField(max_length=120, verbose_name="chủ trì")),
                (
                    "chair_position",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="chức vụ người chủ trì"
                    ),
                ),
                ("secretary", models.CharField(max_length=120, verbose_name="thư ký")),
                ("attended", models.PositiveSmallIntegerField(verbose_name="số người tham dự")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("LIST", "Biểu quyết cả danh sách"),
                            ("HOUSEHOLD", "Biểu quyết từng hộ"),
                        ],
                        max_length=9,
                        verbose_name="cách biểu quyết",
                    ),
                ),
                (
                    "agree",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="đồng ý"),
                ),
                (
                    "against",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="không đồng ý"
                    ),
                ),
                ("least_percent", models.PositiveSmallIntegerField(verbose_name="tỷ lệ tối thiểu")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("PASSED", "Thống nhất"), ("FAILED", "Chưa thống nhất")],
                        max_length=6,
                        verbose_name="kết quả",
                    ),
                ),
                (
                    "list_digest",
                    models.CharField(max_length=64, verbose_name="dấu vân tay danh sách"),
                ),
                ("recorded_on", models.DateField(verbose_name="ngày ghi")),
                ("recorded_by", models.CharField(max_length=150, verbose_name="người ghi")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="reviews.campaign",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.unit",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "họp dân",
                "verbose_name_plural": "họp dân",
            },
        ),
        migrations.CreateModel(
            name="ProposedHousehold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("head_name", models.CharField(max_length=120, verbose_name="chủ hộ")),
                (
                    "previous_category",
                    models.CharField(
                        choices=[
                            ("POOR", "Hộ nghèo"),
                            ("NEAR_POOR", "Hộ cận nghèo"),
                            ("NON_POOR", "Hộ không nghèo"),
                        ],
                        max_length=10,
                        verbose_name="trước rà soát",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("POOR", "Hộ nghèo"),
                            ("NEAR_POOR", "Hộ cận nghèo"),
                            ("NON_POOR", "Hộ không nghèo"),
                        ],
                        max_length=10,
                        verbose_name="kết quả",
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("NEW", "Mới vào danh sách"),
                            ("ESCAPED", "Ra khỏi danh sách"),
                            ("MOVED", "Đổi loại"),
                            ("STAYS", "Giữ nguyên"),
                            ("NEVER", "Không thuộc diện"),
                        ],
                        max_length=7,
                        verbose_name="thay đổi",
                    ),
                ),
                (
                    "agree",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="đồng ý"),
                ),
                (
                    "against",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="không đồng ý"
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.household",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposed",
                        to="meetings.villagemeeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "hộ đưa ra họp dân",
                "verbose_name_plural": "danh sách đưa ra họp dân",
            },
        ),
        migrations.AddField(
            model_name="posting",
            name="meeting",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="postings",
                to="meetings.villagemeeting",
            ),
        ),
        migrations.CreateModel(
            name="MeetingParticipants",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("COMMITTEE", "Ban Chỉ đạo rà soát cấp xã"),
                            ("OFFICER", "Công chức xã làm công tác giảm nghèo"),
                            ("PARTY_CELL", "Bí thư chi bộ"),
                            ("MASS_ORGANISATION", "Tổ chức đoàn thể"),
                            ("REVIEWER", "Rà soát viên"),
                            ("REVIEWED_HOUSEHOLD", "Đại diện hộ được rà soát"),
                            ("OTHER_HOUSEHOLD", "Đại diện hộ dân khác"),
                            ("FRONT", "Mặt trận Tổ quốc (giám sát)"),
                        ],
                        max_length=18,
                        verbose_name="thành phần",
                    ),
                ),
                ("count", models.PositiveSmallIntegerField(verbose_name="số người")),
                ("names", models.TextField(blank=True, verbose_name="họ tên")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participants",
                        to="meetings.villagemeeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "thành phần dự họp",
                "verbose_name_plural": "thành phần dự họp",
            },
        ),
        migrations.CreateModel(
            name="MeetingOpinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("speaker", models.CharField(max_length=120, verbose_name="người nói")),
                ("text", models.TextField(verbose_name="ý kiến")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="meetings.villagemeeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "ý kiến tại họp dân",
                "verbose_name_plural": "ý kiến tại họp dân",
            },
        ),
        migrations.CreateModel(
            name="AnnouncedYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="bản thứ")),
                ("is_current", models.BooleanField(default=True)),
                ("document", models.CharField(max_length=200, verbose_name="văn bản công bố")),
                ("off", models.JSONField(default=list, verbose_name="ngày nghỉ")),
                ("worked", models.JSONField(blank=True, default=list, verbose_name="ngày làm bù")),
                ("entered_by", models.CharField(max_length=150, verbose_name="người nhập")),
                (
                    "entered_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "lịch nghỉ đã công bố",
                "verbose_name_plural": "lịch nghỉ đã công bố",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "year", "version"), name="announced_year_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("unit", "year"),
                        name="announced_year_current_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostedHousehold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="số thứ tự")),
                ("head_name", models.CharField(max_length=120, verbose_name="chủ hộ")),
                (
                    "previous_category",
                    models.CharField(
                        choices=[
                            ("POOR", "Hộ nghèo"),
                            ("NEAR_POOR", "Hộ cận nghèo"),
                            ("NON_POOR", "Hộ không nghèo"),
                        ],
                        max_length=10,
                        verbose_name="trước rà soát",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("POOR", "Hộ nghèo"),
                            ("NEAR_POOR", "Hộ cận nghèo"),
                            ("NON_POOR", "Hộ không nghèo"),
                        ],
                        max_length=10,
                        verbose_name="kết quả",
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("NEW", "Mới vào danh sách"),
                            ("ESCAPED", "Ra khỏi danh sách"),
                            ("MOVED", "Đổi loại"),
                            ("STAYS", "Giữ nguyên"),
                            ("NEVER", "Không thuộc diện"),
                        ],
                        max_length=7,
                        verbose_name="thay đổi",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.household",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="households",
                        to="meetings.posting",
                    ),
                ),
            ],
            options={
                "verbose_name": "hộ được niêm yết",
                "verbose_name_plural": "danh sách niêm yết",
                "constraints": [
                    models.UniqueConstraint(fields=("posting", "household"), name="posted_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["unit_path", "due_day", "id"], name="complaint_queue"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["campaign", "unit", "state"], name="complaint_of_village"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["sender_digest", "received_at"], name="complaint_sender"),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ANSWERED"), _negated=True),
                    models.Q(
                        ("answered_on__isnull", False), models.Q(("answer", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="complaint_answered_with_words",
                violation_error_message="Trả lời phải có nội dung và ngày.",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "SET_ASIDE"), _negated=True),
                    models.Q(("set_aside_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="complaint_set_aside_with_reason",
                violation_error_message="Không tiếp nhận phải ghi lý do.",
            ),
        ),
        migrations.AddConstraint(
            model_name="postingproof",
            constraint=models.UniqueConstraint(fields=("posting", "digest"), name="proof_once"),
        ),
        migrations.AddConstraint(
            model_name="villagemeeting",
            constraint=models.UniqueConstraint(
                fields=("campaign", "unit", "number", "version"), name="meeting_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="villagemeeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)),
                fields=("campaign", "unit", "number"),
                name="meeting_current_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="villagemeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("version", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="meeting_mended_with_reason",
                violation_error_message="Sửa bản ghi cuộc họp phải ghi lý do.",
            ),
        ),
        migrations.AddConstraint(
            model_name="villagemeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("against__isnull", False),
                        ("agree__isnull", False),
                        (
                            "attended__gte",
                            django.db.models.expressions.CombinedExpression(
                                models.F("agree"), "+", models.F("against")
                            ),
                        ),
                        ("mode", "LIST"),
                    ),
                    models.Q(
                        ("against__isnull", True), ("agree__isnull", True), ("mode", "HOUSEHOLD")
                    ),
                    _connector="OR",
                ),
                name="meeting_votes_of_those_present",
                violation_error_message="Số phiếu không được nhiều hơn số người tham dự.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedhousehold",
            constraint=models.UniqueConstraint(
                fields=("meeting", "household"), name="proposed_once"
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["token", "number"], name="posting_by_token"),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["campaign", "unit_path"], name="posting_list"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                fields=("campaign", "unit", "procedure", "number", "version"),
                name="posting_version_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)),
                fields=("campaign", "unit", "procedure", "number"),
                name="posting_current_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("version", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="posting_mended_with_reason",
                violation_error_message="Sửa bản ghi niêm yết phải ghi lý do.",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gt", models.F("from_day"))),
                name="posting_period",
                violation_error_message="Ngày hết niêm yết phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on__isnull", True), ("ended_reason", "")),
                    models.Q(
                        ("ended_on__isnull", False), models.Q(("ended_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="posting_ended_with_reason",
                violation_error_message="Gỡ niêm yết sớm phải ghi lý do.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingparticipants",
            constraint=models.UniqueConstraint(
                fields=("meeting", "role"), name="participants_role_once"
            ),
        ),
    ]
