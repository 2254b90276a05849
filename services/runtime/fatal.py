"""The end of a process that a person has to see to."""


class Fatal(Exception):
    """Starting or going on makes no sense until somebody acts; the message is one line that says how."""
