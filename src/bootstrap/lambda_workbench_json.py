"""JSON as `json` reads and writes it, by the same C code: importing `json` itself takes regular expressions along, a third of a cold
start. What isn't plain is left to `json`, and its failures are the failures.
"""

try:
    import _json
except ImportError:
    _json = None

_SPACE = " \t\n\r"


class _Reading:
    """What `json.loads` tells the scanner."""

    strict = True
    object_hook = object_pairs_hook = array_hook = None
    parse_float = float
    parse_int = int
    parse_constant = {"-Infinity": float("-inf"), "Infinity": float("inf"), "NaN": float("nan")}.__getitem__


_scan = None if _json is None else _json.make_scanner(_Reading)


def loads(data):
    """As `json.loads` of bytes."""
    try:
        text = data.decode("utf-8", "surrogatepass")
        value, end = _scan(text, len(text) - len(text.lstrip(_SPACE)))
        if end == len(text) or not text[end:].strip(_SPACE):
            return value
    except Exception:
        pass
    import json

    return json.loads(data)


def refuse(value):
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def dumps(value, ensure_ascii=True, default=refuse):
    """As `json.dumps`."""
    try:
        escape = _json.encode_basestring_ascii if ensure_ascii else _json.encode_basestring
        encode = _json.make_encoder({}, default, escape, None, ": ", ", ", False, False, True)
    except (AttributeError, TypeError):
        # Another implementation of Python, or one that isn't out yet.
        import json

        return json.dumps(value, ensure_ascii=ensure_ascii, default=default)
    return escape(value) if isinstance(value, str) else "".join(encode(value, 0))
