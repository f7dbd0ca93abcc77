"""What stops the program with one clear line instead of a traceback."""


class Failure(Exception):
    """A reason not to go on. The message is one line for whoever runs the bot: what was found, what to do."""
