"""The engine of conformance runs: Schemathesis draws cases from a contract, which judges the exchanges."""
