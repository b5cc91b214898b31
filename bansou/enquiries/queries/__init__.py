"""Questions about threads and messages."""
