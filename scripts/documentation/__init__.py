"""The documentation site: pages of docs/, and a reference that is made from contracts and docstrings."""
