"""Payees, payment runs and bank files."""
