"""Reading and events → statements and standing: who says so, in what words. Knows nothing of stores."""

from memcon.attribute.attribute import attribute
from memcon.attribute.said import Said
from memcon.attribute.standing import standings

__all__ = ["Said", "attribute", "standings"]
