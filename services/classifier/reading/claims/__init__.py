"""Claims: what is told becomes records, with the words that prove each slot."""
