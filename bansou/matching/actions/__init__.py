"""What is done to find helpers, and with the appointments that come of it."""
