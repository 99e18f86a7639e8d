"""Field tables: the shape in which documents and contracts are compared, and what follows from a comparison."""
