"""What takes long keeps nobody waiting who could be served at once."""

import pytest

from config.celery import app
from config.management.commands import serve
from config.schedule import LONG, LONG_TASKS

WAITED_FOR = (
    "accounts.tasks.send_letters",
    "accounts.tasks.send_notices",
    "claims.tasks.examine_claim",
    "claims.tasks.sweep_examinations",
    "trust.tasks.sweep_trust",
)


app.loader.import_default_modules()


def queue_of(task: str) -> str:
    return str(app.amqp.router.route({}, task)["queue"].name)


@pytest.mark.parametrize("task", LONG_TASKS)
def test_what_may_take_minutes_waits_in_a_queue_of_its_own(task):
    assert task in app.tasks
    assert queue_of(task) == LONG


@pytest.mark.parametrize("task", WAITED_FOR)
def test_what_people_wait_for_is_never_behind_it(task):
    assert task in app.tasks
    assert queue_of(task) == "celery"


def test_one_worker_takes_everything_and_another_leaves_alone_what_is_long():
    assert "--queues" not in serve.worker()
    assert [queue.name for queue in app.conf.task_queues] == ["celery", LONG]
    quick = serve.quick_worker()
    assert quick[quick.index("--queues") + 1] == "celery"
