"""Whole stories in a real browser, against the real program: web server, worker, compressed static files."""
