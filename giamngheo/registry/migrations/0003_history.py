"""The tables of a household's history, and the columns of members that had no history."""

import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

SEARCH_VECTOR = """
    -- Words without marks, words with marks, and the units the row lies in ("@15670"): one index
    -- then finds the words inside a commune as fast as in a province.
    CREATE FUNCTION giamngheo_search_vector(folded text, marked text, path text)
    RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT array_to_tsvector(array_remove(array_remove(string_to_array(
            folded || ' ' || marked || replace(path, '/', ' @'), ' '), ''), '@'))
    $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_audit"),
        ("registry", "0002_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            SEARCH_VECTOR,
            reverse_sql="DROP FUNCTION giamngheo_search_vector(text, text, text)",
        ),
        migrations.CreateModel(
            name="HouseholdEvent",
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
                            ("BIRTH", "Trẻ mới sinh"),
                            ("DEATH", "Người qua đời"),
                            ("MEMBER_IN", "Người chuyển đến"),
                            ("MEMBER_OUT", "Người chuyển đi"),
                            ("MOVE", "Cả hộ chuyển nơi ở"),
                            ("LEAVE", "Cả hộ rời địa bàn"),
                            ("SPLIT", "Tách hộ"),
                            ("MERGE", "Nhập hộ"),
                            ("NEW_HEAD", "Đổi chủ hộ"),
                            ("CORRECTION", "Sửa thông tin"),
                            ("CONDITIONS", "Điều kiện sống"),
                            ("UNDO", "Hủy thay đổi đã ghi"),
                        ],
                        max_length=10,
                        verbose_name="việc",
                    ),
                ),
                ("event_date", models.DateField(verbose_name="ngày xảy ra")),
                ("reason", models.CharField(max_length=300, verbose_name="lý do, căn cứ")),
                ("request", models.JSONField(default=dict)),
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="nội dung")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("REQUESTED", "Đề nghị, chờ cán bộ xã"),
                            ("DONE", "Đã ghi nhận"),
                            ("REJECTED", "Không chấp nhận"),
                            ("UNDONE", "Đã hủy"),
                        ],
                        max_length=9,
                        verbose_name="tình trạng",
                    ),
                ),
                ("effects", models.JSONField(default=list)),
                ("indicators", models.JSONField(default=list)),
                ("requested_at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "refusal",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="lý do không chấp nhận"
                    ),
                ),
            ],
            options={
                "verbose_name": "thay đổi của hộ",
                "verbose_name_plural": "thay đổi của hộ",
            },
        ),
        migrations.CreateModel(
            name="HouseholdLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("SPLIT", "Tách từ hộ"), ("MERGE", "Nhập từ hộ")],
                        max_length=6,
                        verbose_name="quan hệ",
                    ),
                ),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("is_direct", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name": "hộ gốc",
                "verbose_name_plural": "hộ gốc",
            },
        ),
        migrations.CreateModel(
            name="HouseholdMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("ESCAPED_POOR", "Hộ mới thoát nghèo"),
                            ("ESCAPED_NEAR_POOR", "Hộ mới thoát cận nghèo"),
                            ("AVERAGE_LIVING", "Hộ có mức sống trung bình"),
                            ("SOCIAL_PROTECTION", "Hộ có đối tượng bảo trợ xã hội"),
                        ],
                        max_length=20,
                        verbose_name="diện",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="đến trước ngày"),
                ),
                ("standard", models.CharField(max_length=20, verbose_name="chuẩn nghèo")),
                ("source", models.CharField(max_length=120, verbose_name="căn cứ")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "diện khác của hộ",
                "verbose_name_plural": "diện khác của hộ",
            },
        ),
        migrations.CreateModel(
            name="LivingConditions",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="đến trước ngày"),
                ),
                (
                    "house_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("SOLID", "Nhà kiên cố"),
                            ("SEMI_SOLID", "Nhà bán kiên cố"),
                            ("LESS_SOLID", "Nhà thiếu kiên cố"),
                            ("MAKESHIFT", "Nhà đơn sơ, nhà tạm"),
                        ],
                        max_length=10,
                        null=True,
                        verbose_name="loại nhà",
                    ),
                ),
                (
                    "floor_area_m2",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=6,
                        null=True,
                        verbose_name="diện tích nhà ở (m²)",
                    ),
                ),
                (
                    "durable_foundation",
                    models.BooleanField(blank=True, null=True, verbose_name="nền nhà bền chắc"),
                ),
                (
                    "durable_column",
                    models.BooleanField(blank=True, null=True, verbose_name="cột, khung bền chắc"),
                ),
                (
                    "durable_wall",
                    models.BooleanField(blank=True, null=True, verbose_name="tường bền chắc"),
                ),
                (
                    "durable_roof",
                    models.BooleanField(blank=True, null=True, verbose_name="mái bền chắc"),
                ),
                (
                    "water_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("piped", "Nước máy"),
                            ("drilled_well", "Giếng khoan"),
                            ("protected_well", "Giếng đào được bảo vệ"),
                            ("protected_spring", "Khe, mó nước được bảo vệ"),
                            ("rain", "Nước mưa"),
                            ("bottled", "Nước đóng chai, bình"),
                            ("unprotected", "Nguồn không được bảo vệ"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="nguồn nước sinh hoạt chính",
                    ),
                ),
                (
                    "toilet",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("septic", "Tự hoại, bán tự hoại"),
                            ("pour_flush", "Thấm dội nước"),
                            ("ventilated_pit", "Chìm có ống thông hơi"),
                            ("two_chamber", "Hai ngăn"),
                            ("other", "Loại khác"),
                            ("none", "Không có nhà tiêu"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="nhà tiêu",
                    ),
                ),
                (
                    "uses_internet",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="có người dùng internet"
                    ),
                ),
                (
                    "uses_phone",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="có người dùng điện thoại"
                    ),
                ),
                (
                    "devices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("television", "Máy thu hình (tivi)"),
                                ("radio", "Đài các loại"),
                                ("desktop", "Máy tính để bàn"),
                                ("telephone", "Điện thoại"),
                                ("laptop", "Máy tính xách tay"),
                                ("tablet", "Máy tính bảng"),
                                ("smartphone", "Điện thoại thông minh"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        null=True,
                        size=None,
                        verbose_name="phương tiện nghe, nhìn, thông tin",
                    ),
                ),
                (
                    "hears_loudspeaker",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="nghe được loa truyền thanh xã"
                    ),
                ),
                (
                    "has_electricity",
                    models.BooleanField(blank=True, null=True, verbose_name="dùng điện lưới"),
                ),
                (
                    "residential_land_m2",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=10,
                        null=True,
                        verbose_name="đất ở (m²)",
                    ),
                ),
                (
                    "production_land_m2",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=12,
                        null=True,
                        verbose_name="đất sản xuất (m²)",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=120, verbose_name="căn cứ"
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "điều kiện sống",
                "verbose_name_plural": "điều kiện sống",
            },
        ),
        migrations.CreateModel(
            name="Residence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="đến trước ngày"),
                ),
            ],
            options={
                "verbose_name": "nơi ở của hộ",
                "verbose_name_plural": "nơi ở của hộ",
            },
        ),
        migrations.RemoveIndex(
            model_name="household",
            name="household_search",
        ),
        migrations.AddField(
            model_name="household",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="sửa gần nhất lúc"),
        ),
        migrations.AddField(
            model_name="household",
            name="changed_by",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=150,
                verbose_name="người sửa gần nhất",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="closed_as",
            field=models.CharField(
                blank=True,
                choices=[
                    ("LEFT", "Chuyển khỏi địa bàn"),
                    ("MERGED", "Nhập vào hộ khác"),
                    ("NOBODY", "Không còn nhân khẩu"),
                    ("RETRACTED", "Ghi nhầm, đã rút"),
                ],
                db_default="",
                default="",
                max_length=10,
                verbose_name="thôi quản lý vì",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="name_key",
            field=models.CharField(db_collation="C", db_default="", default="", max_length=240),
        ),
        migrations.AddField(
            model_name="member",
            name="name_key",
            field=models.CharField(db_collation="C", db_default="", default="", max_length=240),
        ),
        migrations.AddField(
            model_name="member",
            name="previous",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="following",
                to="registry.member",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="unit_path",
            field=models.CharField(db_collation="C", db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="member",
            name="able_to_work",
            field=models.BooleanField(blank=True, null=True, verbose_name="có khả năng lao động"),
        ),
        migrations.AddField(
            model_name="member",
            name="allowance_from",
            field=models.DateField(blank=True, null=True, verbose_name="hưởng trợ cấp từ ngày"),
        ),
        migrations.AddField(
            model_name="member",
            name="allowance_kind",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=120,
                verbose_name="diện bảo trợ xã hội",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="attending",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (0, "Không có bậc học nào"),
                    (1, "Mầm non"),
                    (2, "Tiểu học"),
                    (3, "Trung học cơ sở"),
                    (4, "Trung học phổ thông"),
                    (5, "Giáo dục nghề nghiệp"),
                    (6, "Đại học trở lên"),
                ],
                null=True,
                verbose_name="đang học",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="birth_year_only",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="chỉ rõ năm sinh"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="disability",
            field=models.CharField(
                blank=True,
                choices=[
                    ("NONE", "Không khuyết tật"),
                    ("MILD", "Khuyết tật nhẹ"),
                    ("SEVERE", "Khuyết tật nặng"),
                    ("VERY_SEVERE", "Khuyết tật đặc biệt nặng"),
                ],
                max_length=12,
                null=True,
                verbose_name="khuyết tật",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="finished",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (0, "Không có bậc học nào"),
                    (1, "Mầm non"),
                    (2, "Tiểu học"),
                    (3, "Trung học cơ sở"),
                    (4, "Trung học phổ thông"),
                    (5, "Giáo dục nghề nghiệp"),
                    (6, "Đại học trở lên"),
                ],
                null=True,
                verbose_name="bậc học cao nhất đã tốt nghiệp",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="gets_social_allowance",
            field=models.BooleanField(
                blank=True, null=True, verbose_name="đang hưởng trợ cấp xã hội hằng tháng"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="has_health_insurance",
            field=models.BooleanField(blank=True, null=True, verbose_name="có thẻ bảo hiểm y tế"),
        ),
        migrations.AddField(
            model_name="member",
            name="has_job",
            field=models.BooleanField(blank=True, null=True, verbose_name="có việc làm"),
        ),
        migrations.AddField(
            model_name="member",
            name="has_labour_contract",
            field=models.BooleanField(blank=True, null=True, verbose_name="có hợp đồng lao động"),
        ),
        migrations.AddField(
            model_name="member",
            name="ill_without_care",
            field=models.BooleanField(
                blank=True,
                null=True,
                verbose_name="ốm nặng mà không đi khám, chữa bệnh trong 12 tháng qua",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="is_chronically_ill",
            field=models.BooleanField(
                blank=True, null=True, verbose_name="mắc bệnh hiểm nghèo, bệnh mạn tính"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="is_merit_person",
            field=models.BooleanField(
                blank=True, null=True, verbose_name="người có công với cách mạng"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="is_pregnant",
            field=models.BooleanField(blank=True, null=True, verbose_name="đang mang thai"),
        ),
        migrations.AddField(
            model_name="member",
            name="is_stunted",
            field=models.BooleanField(
                blank=True, null=True, verbose_name="suy dinh dưỡng chiều cao theo tuổi"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="is_underweight",
            field=models.BooleanField(
                blank=True, null=True, verbose_name="suy dinh dưỡng cân nặng theo tuổi"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="is_wage_earner",
            field=models.BooleanField(blank=True, null=True, verbose_name="làm công ăn lương"),
        ),
        migrations.AddField(
            model_name="member",
            name="job",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=120, verbose_name="nghề nghiệp"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="joined_as",
            field=models.CharField(
                choices=[
                    ("REGISTERED", "Có tên khi lập sổ"),
                    ("BIRTH", "Mới sinh"),
                    ("MOVE_IN", "Chuyển đến"),
                    ("SPLIT", "Tách hộ"),
                    ("MERGE", "Nhập hộ"),
                ],
                db_default="REGISTERED",
                default="REGISTERED",
                max_length=10,
                verbose_name="vào hộ vì",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="left_as",
            field=models.CharField(
                blank=True,
                choices=[
                    ("DEATH", "Qua đời"),
                    ("MOVE_OUT", "Chuyển đi"),
                    ("SPLIT", "Tách sang hộ khác"),
                    ("MERGE", "Nhập sang hộ khác"),
                    ("RETRACTED", "Ghi nhầm, đã rút"),
                ],
                db_default="",
                default="",
                max_length=10,
                verbose_name="rời hộ vì",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="merit_kind",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=120,
                verbose_name="diện người có công",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="of_working_age",
            field=models.BooleanField(blank=True, null=True, verbose_name="trong độ tuổi lao động"),
        ),
        migrations.AddField(
            model_name="member",
            name="valid_from",
            field=models.DateField(null=True, verbose_name="thành viên từ ngày"),
        ),
        migrations.AddField(
            model_name="member",
            name="valid_to",
            field=models.DateField(blank=True, null=True, verbose_name="đến trước ngày"),
        ),
        migrations.AddField(
            model_name="member",
            name="willing_to_work",
            field=models.BooleanField(blank=True, null=True, verbose_name="sẵn sàng làm việc"),
        ),
        migrations.AlterField(
            model_name="member",
            name="personal_id",
            field=models.CharField(
                blank=True,
                db_collation="C",
                max_length=12,
                null=True,
                verbose_name="số định danh cá nhân",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="other",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events_beside",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="requested_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ghi",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="settled_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người quyết",
            ),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="undoes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="registry.householdevent",
            ),
        ),
        migrations.AddField(
            model_name="householdlink",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="origins",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="householdlink",
            name="predecessor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="successors",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="householdmark",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="marks",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="livingconditions",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="conditions",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="residence",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="residences",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="residence",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.unit"
            ),
        ),
        migrations.AddIndex(
            model_name="householdevent",
            index=models.Index(fields=["household", "-requested_at"], name="event_of_household"),
        ),
        migrations.AddIndex(
            model_name="householdevent",
            index=models.Index(fields=["unit_path", "event_date"], name="event_inside"),
        ),
        migrations.AddIndex(
            model_name="householdevent",
            index=models.Index(
                condition=models.Q(("state", "REQUESTED")),
                fields=["unit_path", "requested_at"],
                name="event_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="householdevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("state", "REQUESTED")),
                    models.Q(
                        models.Q(("state", "REQUESTED"), _negated=True),
                        ("settled_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="event_settled_or_waiting",
                violation_error_message="Đề nghị đã giải quyết phải có thời gian giải quyết.",
            ),
        ),
        migrations.AddConstraint(
            model_name="householdevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("undoes__isnull", True), ("kind", "UNDO"), _connector="OR"),
                name="event_undo_names_what",
                violation_error_message="Chỉ việc hủy mới nêu thay đổi bị hủy.",
            ),
        ),
        migrations.AddConstraint(
            model_name="householdlink",
            constraint=models.UniqueConstraint(
                fields=("household", "predecessor"), name="link_once"
            ),
        ),
        migrations.AddIndex(
            model_name="householdmark",
            index=models.Index(fields=["household", "valid_from"], name="mark_history"),
        ),
        migrations.AddConstraint(
            model_name="householdmark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    ("valid_to__gt", models.F("valid_from")),
                    _connector="OR",
                ),
                name="mark_period",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="householdmark",
            constraint=models.CheckConstraint(
                condition=models.Q(("mark", "AVERAGE_LIVING")),
                name="mark_only_what_is_decided",
                violation_error_message="Chỉ mức sống trung bình được ghi bằng quyết định riêng.",
            ),
        ),
        migrations.AddConstraint(
            model_name="householdmark",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            models.F("household_id"),
                            models.F("household_id"),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("valid_from"),
                            django.db.models.functions.comparison.Coalesce(
                                models.F("valid_to"), datetime.date(9999, 12, 31)
                            ),
                            function="daterange",
                        ),
                        "&&",
                    ),
                ],
                name="mark_one_at_a_time",
                violation_error_message="Hộ đã được công nhận trong cùng thời gian.",
            ),
        ),
        migrations.AddIndex(
            model_name="livingconditions",
            index=models.Index(fields=["household", "valid_from"], name="conditions_history"),
        ),
        migrations.AddConstraint(
            model_name="livingconditions",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    ("valid_to__gt", models.F("valid_from")),
                    _connector="OR",
                ),
                name="conditions_period",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="livingconditions",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            models.F("household_id"),
                            models.F("household_id"),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("valid_from"),
                            django.db.models.functions.comparison.Coalesce(
                                models.F("valid_to"), datetime.date(9999, 12, 31)
                            ),
                            function="daterange",
                        ),
                        "&&",
                    ),
                ],
                name="conditions_one_at_a_time",
                violation_error_message="Hộ đã có điều kiện sống khác trong cùng thời gian.",
            ),
        ),
        migrations.AddConstraint(
            model_name="livingconditions",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("floor_area_m2__isnull", True), ("floor_area_m2__gte", 0), _connector="OR"
                ),
                name="conditions_area",
                violation_error_message="Diện tích nhà ở không thể âm.",
            ),
        ),
        migrations.AddIndex(
            model_name="residence",
            index=models.Index(fields=["unit_path", "household"], name="residence_inside"),
        ),
        migrations.AddIndex(
            model_name="residence",
            index=models.Index(fields=["household", "valid_from"], name="residence_history"),
        ),
        migrations.AddConstraint(
            model_name="residence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    ("valid_to__gt", models.F("valid_from")),
                    _connector="OR",
                ),
                name="residence_period",
                violation_error_message="Ngày chuyển đi phải sau ngày chuyển đến.",
            ),
        ),
        migrations.AddConstraint(
            model_name="residence",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            models.F("household_id"),
                            models.F("household_id"),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("valid_from"),
                            django.db.models.functions.comparison.Coalesce(
                                models.F("valid_to"), datetime.date(9999, 12, 31)
                            ),
                            function="daterange",
                        ),
                        "&&",
                    ),
                ],
                name="residence_one_at_a_time",
                violation_error_message="Hộ đã ở một nơi khác trong cùng thời gian.",
            ),
        ),
    ]
