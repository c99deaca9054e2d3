"""What memcon knows of words and the world: data files that people can read and correct."""
