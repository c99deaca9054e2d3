"""The store's stories, read from their index once for each state of the store, beside the requests, not for each of them."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as Late
from pathlib import Path
from threading import Lock, Thread
from time import monotonic

from memcon.gather.kept import asked
from memcon.gather.stories import Story
from memcon.keep import open_store
from memcon.keep.store import Store
from memcon.model.errors import MemconError

_Work = Future[list[Story]]


class Busy(MemconError):
    """What was asked for is still being worked out."""

    kind = "busy"


class Stories:
    """The stories of the newest state of a store that was asked for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._one_at_a_time = Lock()
        self._state: tuple[object, ...] | None = None
        self._future: _Work | None = None
        self._since = 0.0

    def of(self, store: Store, patience: float = 60.0) -> list[Story]:
        """All the store's stories, oldest first; callers must not change them. They may tell of articles kept after ``store`` was opened.

        Askers of the same state wait for the same work, at most ``patience`` seconds from its beginning: what takes longer
        isn't waited for again. Raises `Busy`.
        """
        state = (store.folder, *state_of(store))
        with self._lock:
            if state != self._state or self._future is None:
                if self._future is not None:
                    self._future.cancel()
                self._state, self._future, self._since = state, self._submit(store.folder), monotonic()
            future, until = self._future, self._since + patience
        while True:
            try:
                return future.result(max(0.0, until - monotonic()))
            except Late:
                raise Busy("the stories are being gathered; try again in a minute") from None
            except CancelledError:
                # the store was written to meanwhile: the newer state's stories serve as well
                with self._lock:
                    future = self._future or self._submit(store.folder)
            except Exception:
                with self._lock:
                    if self._future is future:
                        self._future = None
                raise

    def _submit(self, folder: Path) -> _Work:
        future: _Work = Future()
        # a first gathering of a large store is long; a desk that is closed doesn't wait for it, and what is committed stays
        Thread(target=_work, args=(future, folder, self._one_at_a_time), name="stories", daemon=True).start()
        return future


def state_of(store: Store) -> tuple[object, ...]:
    """What tells one state of a store from another; a group's name holds a hash of what is in it, so even a store made anew differs."""
    return (store.manifest.kept, *(g.name for g in store.manifest.groups))


def _work(future: _Work, folder: Path, one_at_a_time: Lock) -> None:
    with one_at_a_time:
        if future.set_running_or_notify_cancel():
            try:
                # opened anew: an index that is ahead of the store that it is asked with would be made from the start
                future.set_result(asked(open_store(folder), lambda gathering: gathering.stories()))
            except BaseException as error:
                future.set_exception(error)
