"""`python -m barnevern` is the command barnevern."""

from barnevern.cli import main

main()
