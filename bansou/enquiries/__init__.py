"""What people write and say to the network, whatever the channel, and what it answers."""
