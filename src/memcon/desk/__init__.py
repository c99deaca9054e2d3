"""Desk: pages on a store, each with a JSON twin at the same address. No script runs in them."""
