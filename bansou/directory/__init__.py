"""The network's organisations."""
