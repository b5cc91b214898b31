"""Questions across the network, the cases and the diary."""
