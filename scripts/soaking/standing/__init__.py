"""The other soak, of a sandbox that is left running: callers, strangers and readers for an hour, and its growth.

The sandbox is a process as anybody starts it, and is used by nothing but what it offers: its environment file, the
gateways, the control address and the page behind it.
"""
