"""Keep: records into the store and out again. Parquet is what lasts; DuckDB is the query face."""

from memcon.keep.paths import default_store
from memcon.keep.query import Filter
from memcon.keep.store import Kept, Store, open_store

__all__ = ["Filter", "Kept", "Store", "default_store", "open_store"]
