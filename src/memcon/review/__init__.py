"""Review: what coders say of the machine's events, kept beside the store, and what follows for its precision."""

from memcon.review.decision import Decision, Fields, Party, decide, fields_of
from memcon.review.log import append, path_of, read
from memcon.review.score import score

__all__ = ["Decision", "Fields", "Party", "append", "decide", "fields_of", "path_of", "read", "score"]
