"""What decides without a database: receipt codes, first lines."""
