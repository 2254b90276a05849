"""Explaining: a reading told to a person, with the words marked and the row that decided named."""
