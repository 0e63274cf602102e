"""What Lambda's runtime has imported before a function's first line, imported here when it is first asked for."""

_NAMES = frozenset((
    "collections", "contextlib", "copyreg", "decimal", "enum", "functools", "json", "keyword", "linecache", "logging", "math", "numbers",
    "operator", "re", "reprlib", "sre_compile", "sre_constants", "sre_parse", "string", "textwrap", "threading", "token", "tokenize",
    "traceback", "types", "warnings", "weakref",
))


class Preloaded:
    """Finds them on the path that there is without the function: none of its files stands in for one of them.

    No subclass of what importlib.abc has: importing that takes longer than all the rest here.
    """

    def __init__(self, path, configure_logging):
        self._path = path
        self._configure_logging = configure_logging

    def find_spec(self, name, path=None, target=None):
        if path is not None or name not in _NAMES:
            return None
        # Not from importlib.machinery: that imports a module of these itself since Python 3.14.
        from _frozen_importlib_external import PathFinder

        spec = PathFinder.find_spec(name, self._path, target)
        if name == "logging" and self._configure_logging and spec is not None and spec.loader is not None:
            spec.loader = LoggingLoader(spec.loader, self._configure_logging)
            self._configure_logging = None
        return spec


class LoggingLoader:
    """Gives `logging` Lambda's handler in the moment it is first imported, before anyone can log."""

    def __init__(self, loader, configure):
        self._loader = loader
        self._configure = configure

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        self._loader.exec_module(module)
        self._configure(module)
