"""`python -m realname`, where the script is not on the path."""

from realname.cli import main

main()
