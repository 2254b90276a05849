"""Words: what each word of the knowledge may be, in all its forms, and what part it plays."""
