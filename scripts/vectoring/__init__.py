"""Makes the published vectors, from their keys on. Shares no code with the package: it is one more implementation."""
