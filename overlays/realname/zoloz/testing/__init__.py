"""ZOLOZ for testing: the gateway as the sandbox plays it, and its signature explained. No service imports this."""
