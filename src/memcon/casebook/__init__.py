"""The casebook: sentences in news style, each with the record a careful coder would write."""
