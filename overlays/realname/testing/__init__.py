"""Engines for testing: the judge by contract, a gateway on loopback, a debugger of signatures. No provider in them."""
