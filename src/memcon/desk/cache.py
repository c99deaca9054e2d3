"""Stories are worked out over the whole store: once for each state of it, not for each request."""

from __future__ import annotations

from threading import Lock

from memcon.gather.stories import Story, stories_of
from memcon.keep.store import Store


class Stories:
    """The stories of the newest state of a store that was asked for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: tuple[object, ...] | None = None
        self._found: list[Story] = []

    def of(self, store: Store) -> list[Story]:
        """The store's stories, oldest first; callers must not change them. Askers of the same state wait for the first of them."""
        manifest = store.manifest
        # a group's name holds a hash of what is in it, so the names tell the state even when a store is made anew
        state = (store.folder, manifest.kept, *(g.name for g in manifest.groups))
        with self._lock:
            if state != self._state:
                self._found = stories_of(store.records())
                self._state = state
            return self._found
