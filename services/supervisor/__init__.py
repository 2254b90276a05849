"""The supervisor: keeps the processes of one machine's desk running, and tells what they do.

programs, stage by stage --> children, kept alive --> their output (a log file each, or the terminal)
what goes over the topics --> one calm line for each thing that happens
"""
