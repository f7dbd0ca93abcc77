"""Know: the law as data files, and the pure functions that read them."""
