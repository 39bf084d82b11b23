"""`python -m api.cli`: the command line without its installed program."""

from api.cli import main

main()
