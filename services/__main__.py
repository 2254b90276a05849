"""`python -m services` is the `koreadesk` command."""

from services.cli.main import main

main()
