"""Face: the store and the coder for people who write Python, in scripts and notebooks."""
