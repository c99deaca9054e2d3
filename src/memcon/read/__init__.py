"""Read: bytes, files and addresses become reports whose parts are told apart."""

from memcon.read.bytes import MAX_BYTES, read_bytes, read_html, read_text
from memcon.read.fetch import fetch
from memcon.read.files import nothing_in, read_path, read_rows, rows_in, survey, walk

__all__ = [
    "MAX_BYTES",
    "fetch",
    "nothing_in",
    "read_bytes",
    "read_html",
    "read_path",
    "read_rows",
    "read_text",
    "rows_in",
    "survey",
    "walk",
]
