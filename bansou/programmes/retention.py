"""What of the terms is personal: nothing but who published them."""
