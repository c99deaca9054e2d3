"""The record's types and the named errors. Imports nothing of ours."""
