"""`python -m bot` is `redline`."""

from bot.cli import main

if __name__ == "__main__":
    main()
