"""Mail that leaves the system: an outbox, sent by the worker after commit."""
