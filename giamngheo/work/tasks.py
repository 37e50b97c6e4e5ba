"""The one task that the queue knows: run this attempt of this item."""

from django_tasks import task


@task()
def run_work_item(item_id: int, attempt: int) -> None:
    # Here, because actions put this task into the queue.
    from giamngheo.work.actions import run_item

    run_item(item_id=item_id, attempt=attempt)
