"""Whether a question asks if something is allowed. Its answer is a rule, never "yes, required"."""

import re

from knowledge.reading import Reading

_ALLOWED = re.compile(
    r"^(?:can|may|could) (?:we|i|it|our|a|an|the|minors?|children|kids|users?|people)\b(?!.*\b(?:need|must|require)\w*)"
    r"|\b(?:allowed|permitted|ok(?:ay)?) to\b"
    r"|能不能|可不可以|可否|能否|(?:可以|能)[^，,。？?要需]{0,16}吗|允许"
)


def asks_permission(reading: Reading) -> bool:
    """Tell whether the text asks what may be done, in Chinese or English."""
    return _ALLOWED.search(reading.text) is not None
