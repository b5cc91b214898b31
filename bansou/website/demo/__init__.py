"""The demo network: invented people and organisations of real size, made through the same actions as the web."""
