"""Encryption at rest, blind indexes and erasure."""
