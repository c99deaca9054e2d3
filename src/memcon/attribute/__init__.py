"""Reading and events → statements and standing: who says so, in what words. Knows nothing of stores."""

from memcon.attribute.attribute import attribute
from memcon.attribute.said import Said
from memcon.attribute.standing import standing_of

__all__ = ["Said", "attribute", "standing_of"]
