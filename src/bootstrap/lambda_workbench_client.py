"""The Runtime API over one bare socket: `http.client` would cost a third of a cold start."""

import os
import _socket

import lambda_workbench_json as json

_BASE = "/2018-06-01/runtime"

# The buffer is made anew for each read: below what malloc takes from the system each time, which costs more than the read.
_RECEIVE_BYTES = 65536


class Invocation:
    __slots__ = ("request_id", "deadline_ms", "arn", "trace_id", "client_context", "identity", "tenant_id", "content_type", "body")

    def __init__(self, headers, body):
        self.request_id = headers["lambda-runtime-aws-request-id"]
        self.deadline_ms = int(headers["lambda-runtime-deadline-ms"])
        self.arn = headers["lambda-runtime-invoked-function-arn"]
        self.trace_id = headers.get("lambda-runtime-trace-id", "")
        self.client_context = headers.get("lambda-runtime-client-context")
        self.identity = headers.get("lambda-runtime-cognito-identity")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self.content_type = headers.get("content-type", "application/json")
        self.body = body


class RuntimeClient:
    def __init__(self, address):
        self._host = address
        self._socket = _inherited_socket() or _connect(address)
        self._received = b""
        self._next = self._request("GET", "/invocation/next")
        self._has_asked = False

    def next(self):
        if not self._has_asked:
            return Invocation(*self._exchange(self._next))
        self._has_asked = False
        self._reply()
        return Invocation(*self._reply())

    def response(self, request_id, body, content_type):
        """A refusal (a response that is too large) is told to the caller by Lambda."""
        self._answer("/invocation/" + request_id + "/response", body, content_type)

    def error(self, request_id, failure):
        self._answer("/invocation/" + request_id + "/error", json.dumps(failure).encode(), "application/json")

    def init_error(self, failure, error_type=None):
        self._fail("/init/error", failure, error_type or failure["errorType"])

    def restore_next(self):
        self._exchange(self._request("GET", "/restore/next"))

    def restore_error(self, failure):
        self._fail("/restore/error", failure, "Runtime.AfterRestoreError")

    def _answer(self, path, body, content_type):
        """Asks for the next event in the same breath: what Lambda says to the answer changes nothing, and a way there and back is saved."""
        self._send(self._request("POST", path, body, "Content-Type: " + content_type + "\r\n") + self._next)
        self._has_asked = True

    def _fail(self, path, failure, error_type):
        word = error_type.encode("ascii", "replace").decode()
        headers = "Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: " + word + "\r\n"
        self._exchange(self._request("POST", path, json.dumps(failure).encode(), headers))

    def _request(self, method, path, body=b"", headers=""):
        head = "%s %s%s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: %d\r\n\r\n" % (method, _BASE, path, self._host, headers, len(body))
        return head.encode("latin-1") + body

    def _exchange(self, request):
        self._send(request)
        return self._reply()

    def _send(self, data):
        try:
            self._socket.sendall(data)
        except OSError:
            _end()

    def _reply(self):
        data = bytearray(self._received)
        end = data.find(b"\r\n\r\n")
        while end < 0:
            data += self._receive()
            end = data.find(b"\r\n\r\n")
        headers = {}
        for line in data[:end].decode("latin-1").split("\r\n")[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        needed = end + 4 + int(headers.get("content-length", "0"))
        while len(data) < needed:
            data += self._receive()
        self._received = bytes(data[needed:])
        return headers, bytes(data[end + 4:needed])

    def _receive(self):
        try:
            chunk = self._socket.recv(_RECEIVE_BYTES)
        except OSError:
            _end()
        return chunk or _end()


def _inherited_socket():
    """That of the Runtime API which this process was started with; a wrapper may have kept it."""
    text = os.environ.pop("_LAMBDA_WORKBENCH_CHANNEL", None)
    if text is None:
        return None
    try:
        inherited = _socket.socket(fileno=int(text))
    except (OSError, ValueError):
        return None
    os.set_inheritable(inherited.fileno(), False)
    return inherited


def _connect(address):
    host, port = address.split(":")
    connected = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
    connected.connect((host, int(port)))
    connected.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
    return connected


def _end():
    """Lambda is gone: nothing may outlive it, whatever threads and children there are."""
    if hasattr(os, "killpg"):
        os.killpg(0, 9)
    os._exit(1)
