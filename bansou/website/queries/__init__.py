"""What the public pages and homes show, gathered from the rooms below."""
