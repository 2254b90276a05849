"""Reading: what a text says happened, with its words for proof. Pure: text and knowledge in, claims out."""
