"""Which questionnaires of the course a supporter has completed."""
