"""MCP: questions that a language model may put to the store; every answer cites the articles it rests on. Nothing is written."""
