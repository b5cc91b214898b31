"""Measures speed and memory with many rows on the real server; run by script/bench, never by the tests."""
