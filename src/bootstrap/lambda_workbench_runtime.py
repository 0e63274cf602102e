"""From the start of the process to its end: initialization, then an event after the other.

The Runtime API is spoken over one bare socket. `logging` is set up as Lambda's when, and only if, the function imports it.
"""

import os
import sys

import lambda_workbench_client as _client
import lambda_workbench_function as _function
import lambda_workbench_json as _json
import lambda_workbench_modules as _modules
import lambda_workbench_output as _output

_HERE = os.path.dirname(os.path.abspath(__file__))
_IS_UTF8 = not any(os.environ.get("AWS_EXECUTION_ENV", "").endswith(old) for old in ("3.8", "3.9", "3.10", "3.11"))


def main():
    arguments = sys.argv[1:]
    own_path = sys.path[1:]
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    client = _client.RuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"])
    output = _output.install()
    sys.meta_path.insert(0, _modules.Preloaded(own_path, lambda logging: _output.configure_logging(logging, output)))
    if arguments and arguments[0].startswith("--debug="):
        _wait_for_debugger(client, arguments.pop(0)[len("--debug="):])
    sys.path[1:1] = arguments
    _heed_path_files([sys.path[0], *arguments])
    sys.argv = [os.path.join(sys.path[0], "bootstrap.py")]
    sys.meta_path.append(_Snapshots)
    try:
        handler = _function.load(os.environ.get("_HANDLER", ""))
    except Exception as error:
        failure = _function.failure_of(error, "")
        output.log_error(failure, during_init=True)
        client.init_error(failure)
        sys.exit(1)
    if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
        _restore(client, output)
    while True:
        _handle(client, output, handler, client.next())


def _heed_path_files(folders):
    """Lambda takes the function's folder and those of its layers for site directories: their .pth files count."""
    for folder in folders:
        if os.path.isdir(folder) and any(name.endswith(".pth") for name in os.listdir(folder)):
            import site

            site.addsitedir(folder)


def _handle(client, output, handler, invocation):
    request_id = invocation.request_id
    output.request_id = request_id
    os.environ["_X_AMZN_TRACE_ID"] = invocation.trace_id
    try:
        event = _parse_event(invocation)
        context = _function.Context(invocation)
        body, content_type = _marshal(handler(event, context))
    except Exception as error:
        failure = _function.failure_of(error, request_id)
        output.log_error(failure)
        client.error(request_id, failure)
        return
    finally:
        output.flush()
    client.response(request_id, body, content_type)


class _Snapshots:
    """Finds the module of SnapStart's hooks where the function brings none along."""

    @staticmethod
    def find_spec(name, _path=None, _target=None):
        if name != "snapshot_restore_py":
            return None
        from importlib.util import spec_from_file_location

        return spec_from_file_location(name, os.path.join(_HERE, "lambda_workbench_snapshots.py"))


def _restore(client, output):
    """The hooks around a snapshot, the last to register first before it, with Lambda's exit statuses where one fails."""
    hooks = sys.modules.get("snapshot_restore_py")
    try:
        for func, args, kwargs in reversed(hooks.get_before_snapshot() if hooks else []):
            func(*args, **kwargs)
    except Exception as error:
        failure = _function.failure_of(error, "")
        output.log_error(failure, during_init=True)
        client.init_error(failure, "Runtime.BeforeSnapshotError")
        sys.exit(64)
    client.restore_next()
    try:
        for func, args, kwargs in hooks.get_after_restore() if hooks else []:
            func(*args, **kwargs)
    except Exception as error:
        failure = _function.failure_of(error, "")
        output.log_error(failure, during_init=True)
        client.restore_error(failure)
        sys.exit(65)


def _parse_event(invocation):
    if invocation.content_type != "application/json":
        return invocation.body
    try:
        return _json.loads(invocation.body)
    except Exception as error:
        raise _function.Fault("Runtime.UnmarshalError", "Unable to unmarshal input: " + str(error)) from None


def _marshal(result):
    if isinstance(result, bytes):
        return result, "application/unknown"
    try:
        text = _function.to_json(result, ensure_ascii=not _IS_UTF8)
    except Exception as error:
        raise _function.Fault("Runtime.MarshalError", "Unable to marshal response: " + str(error)) from None
    return text.encode("utf-8", "surrogatepass"), "application/json"


def _wait_for_debugger(client, folder):
    """Opens debugpy's port, tells it in the words that Node.js uses, and waits."""
    if folder:
        sys.path.append(folder)
    try:
        import debugpy
    except ImportError as error:
        client.init_error({"errorType": "Workbench.DebuggerMissing", "errorMessage": str(error), "requestId": "", "stackTrace": []})
        sys.exit(1)
    host, port = debugpy.listen(("127.0.0.1", 0))
    os.write(2, ("Debugger listening on %s:%d\n" % (host, port)).encode())
    debugpy.wait_for_client()
