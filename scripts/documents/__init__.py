"""Reading providers' documents: one reader per layout turns the text of a page into a field table."""
