"""Converse: one file per thing a user can do, plus context, rendering and texts."""
