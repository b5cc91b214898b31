"""Public pages, the home of each kind of user, error pages and the pages of the demo."""
