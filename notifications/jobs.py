"""What the queue runs: a wake-up without arguments. The rows are the work, the queue may vanish.

The portal's pages know nothing of the queue: the transaction that writes a message row notifies
PostgreSQL's listeners, the worker listens, and turns what it hears into a job (DECISIONS.md).
"""

import threading
import time
from contextlib import suppress
from uuid import uuid4

import psycopg
import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue, SimpleWorker
from rq.exceptions import DequeueTimeout, DuplicateJobError, StopRequested
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker import WorkerStatus
from sqlalchemy.exc import OperationalError

from notifications.announce import CHANNEL
from notifications.chase import chase_due
from notifications.deliver import deliver_due
from notifications.drafts import warn_writers
from notifications.erasure import erase_round
from notifications.measures import ask_providers
from notifications.protection import remind_officers
from notifications.reminders import remind_due
from notifications.rolls import import_roll, import_waiting
from notifications.rounds import Hourly
from portal.clock import now
from portal.config import settings
from portal.db import forget_session
from portal.queries.rolls import CHANNEL as ROLLS

log = structlog.get_logger(__name__)

ROUND = 20
"""Seconds between the worker's own rounds over the rows, woken or not."""
BREATH = 1
"""Seconds after which a listener looks whether it is to stop, and before it tries again."""
QUEUE = "messages"
MOST_JOBS = 20
"""Wake-ups after which the worker makes a round of its own: reminders are due on busy days too."""
JOB = f"deliver-{uuid4().hex}"
"""This process's own: a job that died with another worker would swallow everybody's wake-ups."""
_stop = threading.Event()
"""A signal has come."""


def wake(import_id: str = "") -> bool:
    """Put a job in the queue; False when there is no queue to put it in.

    Of an import it carries the id, which says nothing; sending needs not even that.
    """
    if not settings().redis_url:
        return False
    redis = Redis.from_url(
        settings().redis_url,
        socket_connect_timeout=0.5,
        socket_timeout=2,
        retry=Retry(NoBackoff(), 0),  # a silent server must not hold anybody up
    )
    try:
        queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
        queue.enqueue(
            *((import_roll, import_id) if import_id else (deliver,)),
            job_id=f"roll-{import_id}" if import_id else JOB,
            unique=True,
            job_timeout=-1,  # RQ would break off in the middle of a mail; a lease ends by itself
            result_ttl=0,
            failure_ttl=0,
        )
    except DuplicateJobError:
        return True
    except (RedisError, OSError) as error:
        log.warning("queue away", error=type(error).__name__)
        return False
    return True


def deliver() -> None:
    """Send everything that is due, or until a signal ends it."""
    try:
        deliver_due(now, _stop.is_set)
    except OperationalError as error:  # the next round finds the rows where this one left them
        log.warning("database away", error=type(error).__name__)
    finally:
        forget_session()


def work() -> None:
    """Be the worker until stopped: woken through the queue, and on rounds of its own."""
    heard = threading.Event()
    ears = threading.Thread(target=listen, args=(heard,), daemon=True)
    ears.start()
    register = Hourly()
    while not _stop.is_set():
        heard.clear()
        remind_due(now())
        chase_due(now())
        ask_providers(now())
        warn_writers(now())
        remind_officers(now())
        import_waiting()
        erase_round(now())
        register.make(now())
        deliver()
        if not _run_jobs():
            heard.wait(ROUND)
    heard.set()
    ears.join()


def end() -> None:
    """For a signal: no more rounds, and no more waiting; a message that is being sent is sent."""
    _stop.set()
    for worker in _running:
        if worker.get_state() != WorkerStatus.BUSY:
            raise StopRequested  # out of the wait, into the worker's own loop, which ends by it
        worker._stop_requested = True


def listen(heard: threading.Event) -> None:
    """Hear of new rows as they are committed; without a queue, say so to the worker directly."""
    while not _stop.is_set():
        try:
            with psycopg.connect(settings().database_url, autocommit=True) as connection:
                connection.execute(f"LISTEN {ROLLS}".encode())
                connection.execute(f"LISTEN {CHANNEL}".encode())
                while not _stop.is_set():
                    news = list(connection.notifies(timeout=BREATH, stop_after=1))
                    if not all(wake(one.payload) for one in news):
                        heard.set()
        except psycopg.OperationalError as error:
            log.warning("database away", error=type(error).__name__)
            _stop.wait(BREATH)
    heard.set()


class Sleeper(SimpleWorker):
    """Waits for one round; a queue that is away or silent ends the wait, where RQ waits for it."""

    ASKS_FOR = 5
    """Seconds one question waits for a job."""
    SILENT = 5
    """Seconds after that until the server is called silent."""

    def __init__(self, queue: Queue) -> None:
        super().__init__([queue], connection=queue.connection, serializer=JSONSerializer)

    @property
    def connection_timeout(self) -> int:
        return self.ASKS_FOR + self.SILENT

    def _install_signal_handlers(self) -> None:
        """None: ours end the loop."""

    def dequeue_job_and_maintain_ttl(
        self, timeout: int | None, max_idle_time: int | None = None
    ) -> tuple[Job, Queue] | None:
        self.set_state(WorkerStatus.IDLE)
        until = time.monotonic() + ROUND
        try:
            while time.monotonic() < until:
                self.heartbeat()
                with suppress(DequeueTimeout):
                    return Queue.dequeue_any(
                        self._ordered_queues,
                        self.ASKS_FOR,
                        connection=self.connection,
                        serializer=JSONSerializer,
                    )
        except RedisError as error:
            log.warning("queue away", error=type(error).__name__)
            raise StopRequested from error
        return None


_running: list[Sleeper] = []
"""The worker while it waits for wake-ups or runs one."""


def _run_jobs() -> bool:
    """Wait one round for jobs and run them; False when there is no queue to wait at."""
    url = settings().redis_url
    if not url:
        return False
    try:
        redis = Redis.from_url(url, socket_connect_timeout=2, retry=Retry(NoBackoff(), 0))
        worker = Sleeper(Queue(QUEUE, connection=redis, serializer=JSONSerializer))
        _running.append(worker)
        if _stop.is_set():  # while there was nobody yet to be told
            return True
        worker.work(max_idle_time=ROUND, max_jobs=MOST_JOBS, logging_level="WARNING")
    except StopRequested:  # before the wait had begun
        return True
    except (RedisError, OSError) as error:
        log.warning("queue away", error=type(error).__name__)
        return False
    finally:
        _running.clear()
    return True
