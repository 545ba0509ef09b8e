"""What the queue runs: a wake-up without arguments. The rows are the work, the queue may vanish."""

import threading
from functools import lru_cache

import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue, SimpleWorker
from rq.exceptions import DuplicateJobError, StopRequested
from rq.serializers import JSONSerializer

from notifications.deliver import deliver_due
from portal.clock import now
from portal.config import settings
from portal.db import forget_session

log = structlog.get_logger(__name__)

ROUND = 20
"""Seconds between the worker's own rounds over the rows, woken or not."""
QUEUE = "messages"


@lru_cache(maxsize=1)
def _redis() -> Redis | None:
    """A client that gives up at once: a silent server must not hold up a request."""
    if not settings().redis_url:
        return None
    return Redis.from_url(
        settings().redis_url,
        socket_connect_timeout=0.5,
        socket_timeout=2,
        retry=Retry(NoBackoff(), 0),
    )


def wake() -> None:
    """Tell the worker that rows wait: a hint, for its own round finds them too."""
    redis = _redis()
    if redis is None:
        return
    try:
        queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
        queue.enqueue(deliver, job_id="deliver", unique=True, result_ttl=0, failure_ttl=0)
    except DuplicateJobError:
        pass
    except (RedisError, OSError) as error:
        log.warning("worker not woken", error=type(error).__name__)


def deliver() -> None:
    """Send everything that is due."""
    try:
        deliver_due(now())
    finally:
        forget_session()


def work(stop: threading.Event) -> None:
    """Be the worker until stopped: woken by the queue, and on rounds of its own."""
    while not stop.is_set():
        deliver()
        if not _listen():
            stop.wait(ROUND)


def end(stop: threading.Event) -> None:
    """For a signal: no more rounds, and no more waiting; a message that is being sent is sent."""
    stop.set()
    for worker in _listening:
        worker._shutdown()  # type: ignore[no-untyped-call]  # raises out of the wait; a worker at work only takes note


_listening: list[SimpleWorker] = []
"""The worker while it waits for wake-ups or runs one."""


def _listen() -> bool:
    """Wait one round for wake-ups; False when there is no queue to listen to."""
    url = settings().redis_url
    if not url:
        return False
    try:
        redis = Redis.from_url(url, socket_connect_timeout=2)
        queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
        worker = SimpleWorker([queue], connection=redis, serializer=JSONSerializer)
        worker._install_signal_handlers = lambda: None  # type: ignore[method-assign]  # ours end the loop
        _listening.append(worker)
        worker.work(max_idle_time=ROUND, logging_level="WARNING")
    except StopRequested:  # before the wait had begun
        return True
    except (RedisError, OSError) as error:
        log.warning("queue away", error=type(error).__name__)
        return False
    finally:
        _listening.clear()
    return True
