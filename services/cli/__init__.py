"""The `koreadesk` command: one file a command, nothing but building and calling."""
