"""The engine of the sandbox: gateways on loopback that check, answer and fail as real ones do."""
