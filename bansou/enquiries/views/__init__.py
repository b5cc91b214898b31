"""Pages of the inbox and of the threads in it."""
