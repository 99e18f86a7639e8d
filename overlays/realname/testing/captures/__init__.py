"""What people have of a call: what tools wrote down of it, read into the messages that were sent and received."""
