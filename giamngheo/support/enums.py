"""Codes of what is known of a household's circumstances, with the words people see."""

from django.db import models


class WorkKind(models.TextChoices):
    """The three working categories of Phan Thiết's plan of 2017, which decide the approach."""

    RELIEF = "RELIEF", "Cần cứu trợ xã hội: không có khả năng lao động"
    SUPPORT = "SUPPORT", "Cần hỗ trợ phát triển: có sức lao động, thiếu điều kiện"
    # Confidential: see `support.models.WorkingCategory`.
    PERSUASION = "PERSUASION", "Cần cảm hóa, giáo dục"


OPEN_WORK_KINDS = (WorkKind.RELIEF, WorkKind.SUPPORT)


class LandKind(models.TextChoices):
    """What a household of an ethnic minority may lack of land and water."""

    HOUSING_LAND = "HOUSING_LAND", "Đất ở"
    PRODUCTION_LAND = "PRODUCTION_LAND", "Đất sản xuất"
    WATER = "WATER", "Nước sinh hoạt"


class ProductionModel(models.TextChoices):
    """What a need for production asks for: which model or trade."""

    LIVESTOCK = "LIVESTOCK", "Mô hình chăn nuôi"
    CROPS = "CROPS", "Mô hình trồng trọt"
    TRADE = "TRADE", "Ngành nghề, buôn bán"
    JOB = "JOB", "Học nghề, việc làm"


class MeasureSource(models.TextChoices):
    """Who pays for what is done for a household."""

    STATE = "STATE", "Ngân sách nhà nước"
    CREDIT = "CREDIT", "Vốn vay ưu đãi"
    COMMUNITY = "COMMUNITY", "Vận động, cộng đồng"
    HOUSEHOLD = "HOUSEHOLD", "Hộ tự lo"
    NO_MONEY = "NO_MONEY", "Không cần tiền"
