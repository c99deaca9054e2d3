"""The command line: one module a command, heavy parts imported inside it."""
