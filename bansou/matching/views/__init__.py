"""Pages on which helpers are found, asked and planned with."""
