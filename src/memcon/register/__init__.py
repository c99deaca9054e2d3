"""Who is who, where, on which day."""
