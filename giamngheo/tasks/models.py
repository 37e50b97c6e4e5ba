"""Tables of tasks and of what hinders them."""

from giamngheo.tasks.obstacle_models import LONGEST_WAIT_DAYS, Obstacle, ObstacleStep
from giamngheo.tasks.task_models import (
    NO_DAY,
    Occurrence,
    OccurrenceQuerySet,
    Task,
    TaskEvidence,
    TaskNote,
    TaskParty,
    TaskReminder,
)

__all__ = [
    "LONGEST_WAIT_DAYS",
    "NO_DAY",
    "Obstacle",
    "ObstacleStep",
    "Occurrence",
    "OccurrenceQuerySet",
    "Task",
    "TaskEvidence",
    "TaskNote",
    "TaskParty",
    "TaskReminder",
]
