"""Watch: feeds are asked politely, again and again, and their articles handed on; what was seen is remembered on disk."""

from memcon.watch.memory import Memory
from memcon.watch.rounds import Found, Round
from memcon.watch.web import Web

__all__ = ["Found", "Memory", "Round", "Web"]
