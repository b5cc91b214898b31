"""Questions of the claims room."""
