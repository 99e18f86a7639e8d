"""What changed between two editions of a contract, and what follows from it."""
