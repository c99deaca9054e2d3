"""Article → Reading: sentences, parses, mentions, entities, times and places. Knows nothing of events."""

from memcon.annotate.annotate import annotate, annotate_many
from memcon.annotate.reading import Entity, Mention, Reading, Sentence

__all__ = ["Entity", "Mention", "Reading", "Sentence", "annotate", "annotate_many"]
