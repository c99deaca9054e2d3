"""Gather: stored records become stories, one event as many outlets tell it."""
