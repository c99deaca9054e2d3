"""memcon codes news reports into sourced records of political events."""
