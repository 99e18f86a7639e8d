"""The demonstration: a sandbox in another process, signed calls to it, and everything that has to be refused."""
