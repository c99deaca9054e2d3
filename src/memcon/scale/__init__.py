"""Scale: many files to records on all the cores there are, in shards that can be killed and taken up again."""

from memcon.scale.run import Settings, run
from memcon.scale.shard import code_shard

__all__ = ["Settings", "code_shard", "run"]
