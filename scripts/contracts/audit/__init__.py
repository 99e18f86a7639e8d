"""What a provider's document says, and where a contract says otherwise."""
