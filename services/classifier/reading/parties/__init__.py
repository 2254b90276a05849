"""Parties: who is named in a text, and which side each name stands for."""
