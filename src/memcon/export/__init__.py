"""Export: records as the files that this field's scripts already load. One module a format: ``COLUMNS`` and ``rows``."""
