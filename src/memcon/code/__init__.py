"""Reading → events: what was done, by whom, to whom, about what, and whether it happened. Knows nothing of statements."""

from memcon.code.code import code_reading, finish_events
from memcon.code.draft import Draft

__all__ = ["Draft", "code_reading", "finish_events"]
