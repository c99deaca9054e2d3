"""Gold and records → scores with intervals. Knows nothing of how coding works."""
