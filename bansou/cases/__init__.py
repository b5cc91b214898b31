"""Cases: who works on them, what is known, done and planned, and who may see which part."""
