"""States of a piece of work."""

from django.db import models


class State(models.TextChoices):
    QUEUED = "QUEUED", "Đang chờ"
    RUNNING = "RUNNING", "Đang chạy"
    DONE = "DONE", "Đã xong"
    FAILED = "FAILED", "Không xong"
    STOPPED = "STOPPED", "Đã dừng"


OPEN_STATES = (State.QUEUED, State.RUNNING)
CLOSED_STATES = (State.DONE, State.FAILED, State.STOPPED)
