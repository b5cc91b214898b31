"""What decides without a database: who sees which part of a case, when to warn, when to forget."""
