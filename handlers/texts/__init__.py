"""The words the bot says, one file a language."""
