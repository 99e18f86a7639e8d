"""HTTP/1.1 over our own sockets, read by llhttp: the same promises as over httpcore, at a part of the cost."""
