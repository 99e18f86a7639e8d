"""What every provider shares: the call pipeline, the wire codec, errors, keys and redaction. Knows no provider."""
