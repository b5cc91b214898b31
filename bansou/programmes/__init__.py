"""Programmes and their dated terms."""
