"""Public pages and the home of each kind of user."""
