"""Stories are worked out over many reports: once for each state of the store, beside the requests, not for each of them."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from threading import Lock
from time import monotonic

from memcon.gather.stories import Story, stories_of
from memcon.keep.store import Store
from memcon.model.errors import MemconError

# so many of the newest reports; the rest of a larger store is for the command line
WINDOW = 5000


class Busy(MemconError):
    """What was asked for is still being worked out."""

    kind = "busy"


class Stories:
    """The stories of the newest state of a store that was asked for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="stories")
        self._state: tuple[object, ...] | None = None
        self._future: Future[list[Story]] | None = None

    def of(self, store: Store, patience: float = 60.0) -> list[Story]:
        """The stories of the store's newest reports, oldest first; callers must not change them.

        Askers of the same state wait for the same work, at most ``patience`` seconds. Raises `Busy`.
        """
        manifest = store.manifest
        # a group's name holds a hash of what is in it, so the names tell the state even when a store is made anew
        state = (store.folder, manifest.kept, *(g.name for g in manifest.groups))
        with self._lock:
            if state != self._state or self._future is None:
                if self._future is not None:
                    self._future.cancel()
                self._state, self._future = state, self._worker.submit(_work_out, store)
            future = self._future
        until = monotonic() + patience
        while True:
            try:
                return future.result(max(0.0, until - monotonic()))
            except Late:
                raise Busy("the stories of the newest reports are being worked out; try again in a minute") from None
            except CancelledError:
                # the store was written to meanwhile: the newer state's stories serve as well
                with self._lock:
                    future = self._future or self._worker.submit(_work_out, store)
            except Exception:
                with self._lock:
                    if self._future is future:
                        self._future = None
                raise


def _work_out(store: Store) -> list[Story]:
    with store.connect() as connection:
        newest = connection.execute(
            f"SELECT article_id FROM articles ORDER BY published DESC NULLS LAST, article_id LIMIT {WINDOW}"
        ).fetchall()
    return stories_of(store.records([row[0] for row in newest]))
