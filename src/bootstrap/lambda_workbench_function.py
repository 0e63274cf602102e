"""The function itself: from handler string to callable, its context, and the shape of its failures."""

import os
import sys
import time

import lambda_workbench_json as json


class Fault(Exception):
    """An error of the runtime, not of the function's code."""

    def __init__(self, error_type, message, frames=()):
        super().__init__(message)
        self.error_type = error_type
        self.frames = list(frames)


def load(name):
    """The handler's callable. Whether it can be called is found by calling it, as in Lambda."""
    try:
        module_name, attribute = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (name, error)) from None
    if module_name.split(".")[0] in sys.builtin_module_names:
        message = "Cannot use built-in module %s as a handler module" % module_name
        raise Fault("Runtime.BuiltInModuleConflict", message)
    import importlib

    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error)) from None
    except SyntaxError as error:
        import traceback

        frame = '  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)
        raise Fault("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error), [frame]) from None
    try:
        return getattr(module, attribute)
    except AttributeError:
        raise Fault("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (attribute, module_name)) from None


def failure_of(error, request_id):
    """What a caller sees."""
    if isinstance(error, Fault):
        error_type, frames = error.error_type, error.frames
    else:
        import traceback

        error_type = type(error).__name__
        # As tuples they are shown without the marks that newer versions of Python put below a line.
        stack = [(frame.filename, frame.lineno, frame.name, frame.line) for frame in traceback.extract_tb(error.__traceback__)]
        # The bootstrap's own frames come first; after them all is the function's. Where there are no others, they are shown.
        own = os.path.dirname(os.path.abspath(__file__)) + os.sep
        first = next((at for at, frame in enumerate(stack) if not frame[0].startswith(own)), 0)
        frames = traceback.format_list(stack[first:])
    return {"errorMessage": str(error), "errorType": error_type, "requestId": request_id, "stackTrace": frames}


def to_json(result, ensure_ascii):
    """As `json.dumps`, and a Decimal is a number with the digits that it has."""
    marker = None

    def default(value):
        nonlocal marker
        decimal = sys.modules.get("decimal")
        if decimal is None or not isinstance(value, decimal.Decimal):
            return json.refuse(value)
        # The encoder writes only floats of its own as numbers: a string stands in, and loses its quotes afterwards.
        marker = marker or os.urandom(8).hex()
        return marker + str(value)

    text = json.dumps(result, ensure_ascii, default)
    if marker is None:
        return text
    first, *numbers = text.split('"' + marker)
    return first + "".join(number.replace('"', "", 1) for number in numbers)


class CognitoIdentity:
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")


class Client:
    __slots__ = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


class ClientContext:
    __slots__ = ("custom", "env", "client")


class Context:
    """`context`, the second argument of a handler."""

    def __init__(self, invocation):
        self.aws_request_id = invocation.request_id
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = invocation.arn
        self.tenant_id = invocation.tenant_id
        self.client_context = _client_context(invocation.client_context)
        self.identity = _fill(CognitoIdentity(), _parse(invocation.identity, "Cognito Identity"), camel=True)
        self._deadline_ms = invocation.deadline_ms

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        fields = ",".join("%s=%s" % (name, value) for name, value in vars(self).items() if not name.startswith("_"))
        return "LambdaContext([%s])" % fields


def _client_context(text):
    fields = _parse(text, "Client Context")
    if fields is None:
        return None
    context = _fill(ClientContext(), {"custom": fields.get("custom"), "env": fields.get("env")})
    context.client = _fill(Client(), fields["client"]) if fields.get("client") else None
    return context


def _parse(text, name):
    if text is None:
        return None
    try:
        return json.loads(text.encode("latin-1"))
    except Exception as error:
        raise Fault("Runtime.LambdaContextUnmarshalError", "Unable to parse %s JSON: %s" % (name, error)) from None


def _fill(target, fields, camel=False):
    for name in target.__slots__:
        first, *others = name.split("_")
        key = first + "".join(part.title() for part in others) if camel else name
        setattr(target, name, (fields or {}).get(key))
    return target
