"""The control address: what can be done to a running sandbox from outside, what is told of it, and its page."""
