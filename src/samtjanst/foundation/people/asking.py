"""Asking an e-ID how it goes, without a request that waits for as long as the e-ID takes.

The question goes out from a thread of this module's own. The request that put it waits a
moment; when the answer comes later it is there for the next request, and a final one is
also kept in the database, since an e-ID gives it only once and the next request may come to
another process.

In each process there is one question at a time about an order, and at most one a second,
which is what the protocol allows.
"""

import contextvars
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from samtjanst.ports.identity import OrderState, Progress

EVERY = 1.0  # seconds between two questions
THREADS = 32
_REMEMBERED = 1000  # questions; more than people who log in at once in one process
_OLD = 60.0  # seconds

Collect = Callable[[], Progress]
Keep = Callable[[Progress], None]


@dataclass(slots=True)
class _Question:
    collect: Collect
    keep: Keep
    silence: Progress
    is_silent: bool  # so far: whether nothing was said the last time
    asked_at: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)
    done: threading.Event = field(default_factory=threading.Event)
    answer: Progress | None = None
    is_left: bool = False

    def put(self) -> None:
        """Ask; keep a final answer that nobody waits for any more."""
        try:
            answer = self.collect()
            with self.lock:
                self.answer, is_left = answer, self.is_left
            if is_left and answer.state is not OrderState.PENDING:
                self.keep(answer)
        finally:
            self.done.set()

    def take(self, patience: float) -> Progress | None:
        """The answer, to the first who takes it; None when it has not come in time."""
        self.done.wait(patience)
        with self.lock:
            answer, self.answer = self.answer, None
            self.is_left = self.is_left or answer is None
            if answer is not None:
                self.is_silent = answer.hint == self.silence.hint
            return answer

    @property
    def may_be_put_again(self) -> bool:
        """Whether it is over and a second has passed."""
        is_over = self.done.is_set() and self.answer is None
        return is_over and time.monotonic() - self.asked_at >= EVERY


_lock = threading.Lock()
_questions: dict[uuid.UUID, _Question] = {}
_pool = ThreadPoolExecutor(THREADS, "eid")  # makes its threads when they are needed


def ask(
    key: uuid.UUID, collect: Collect, keep: Keep, silence: Progress, *, patience: float
) -> Progress | None:
    """What the e-ID says about the order; None when that is not known yet.

    ``collect`` runs in another thread and must neither raise nor touch the database; ``keep``
    stores a final answer that came too late for this request. ``silence`` is what ``collect``
    gives when the e-ID says nothing: it is told until the e-ID says something, without being
    kept anywhere. ``patience`` is in seconds.
    """
    with _lock:
        question = _questions.get(key)
        is_new = question is None or question.may_be_put_again
        if question is None or is_new:
            _forget_old()
            was_silent = question is not None and question.is_silent
            question = _questions[key] = _Question(collect, keep, silence, was_silent)
    if is_new:
        later(question.put)
    answer = question.take(patience if is_new else 0)
    return silence if answer is None and question.is_silent else answer


def later(work: Callable[[], None], *, patience: float = 0) -> None:
    """Do it in another thread, in the caller's scope and time; wait for it for so many seconds."""
    doing = _pool.submit(contextvars.copy_context().run, work)
    if patience:
        wait([doing], patience)


def _forget_old() -> None:
    if len(_questions) < _REMEMBERED:
        return
    before = time.monotonic() - _OLD
    for key in [key for key, kept in _questions.items() if kept.asked_at < before]:
        del _questions[key]
