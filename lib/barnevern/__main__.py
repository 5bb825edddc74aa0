"""`python -m barnevern` is the command barnevern."""

from barnevern.commands.app import main

main()
