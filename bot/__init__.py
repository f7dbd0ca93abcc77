"""Assembles and runs: command line, config, store, schedule, transports, the Application."""
