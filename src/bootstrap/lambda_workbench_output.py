"""Where a function's words go: to Lambda's log pipe in its frames where there is one, to stdout otherwise.

Prints take the same way as log records, line by line, so that both stay in order.
"""

import os
import sys
import time

_FRAME_TEXT = 0xA55A0003
_FRAME_JSON = 0xA55A0002
_LEVELS = {"TRACE": 0x04, "DEBUG": 0x08, "INFO": 0x0C, "WARN": 0x10, "WARNING": 0x10, "ERROR": 0x14, "FATAL": 0x18, "CRITICAL": 0x18}


def install():
    output = Output()
    if output.pipe is not None:
        sys.stdout = Stream(output, sys.stdout)
        sys.stderr = Stream(output, sys.stderr)
    elif hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    return output


class Output:
    def __init__(self):
        descriptor = os.environ.pop("_LAMBDA_TELEMETRY_LOG_FD", None)
        self.pipe = None if descriptor is None else int(descriptor)
        self.is_json = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
        self.request_id = None

    def event(self, text, level="", is_json=False):
        """One log event, whatever lines it has."""
        if self.pipe is None:
            sys.stdout.write(text.replace("\n", "\r") + "\n")
            sys.stdout.flush()
            return
        body = text.encode("utf-8", "backslashreplace")
        kind = (_FRAME_JSON if is_json else _FRAME_TEXT) | _LEVELS.get(level, 0)
        micros = int(time.time() * 1000000)
        data = kind.to_bytes(4, "big") + len(body).to_bytes(4, "big") + micros.to_bytes(8, "big") + body
        while data:
            data = data[os.write(self.pipe, data):]

    def flush(self):
        for stream in (sys.stdout, sys.stderr):
            flush = getattr(stream, "finish_line", None)
            if flush:
                flush()

    def log_error(self, failure, during_init=False):
        """The runtime's own words about an error of the function."""
        error_type, message, frames = failure["errorType"], failure["errorMessage"], failure["stackTrace"]
        if self.is_json:
            fields = {
                "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "log_level": "ERROR",
                "errorMessage": message,
                "errorType": error_type,
                "requestId": failure["requestId"],
                "stackTrace": frames,
            }
            import json

            self.event(json.dumps(fields, ensure_ascii=False), "ERROR", True)
            return
        if during_init:
            stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
            notice = "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code."
            self.event("[WARNING]\t%s.%03dZ\t\t%s" % (stamp, int(time.time() * 1000) % 1000, notice), "WARN")
        lines = ["[ERROR] %s: %s" % (error_type, message) if message else "[ERROR] %s" % error_type]
        lines.append("Traceback (most recent call last):")
        for frame in frames:
            lines += [line.replace(" ", "\u00a0", len(line) - len(line.lstrip(" "))) for line in frame.rstrip("\n").split("\n")]
        self.event("\n".join(lines), "ERROR")


class Stream:
    """stdout or stderr: each line is a log event."""

    encoding = "utf-8"
    errors = "backslashreplace"
    line_buffering = True
    closed = False

    def __init__(self, output, original):
        self._output = output
        self._original = original
        self._rest = ""

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not %s" % type(text).__name__)
        lines = (self._rest + text).split("\n")
        self._rest = lines.pop()
        for line in lines:
            self._output.event(line)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def finish_line(self):
        if self._rest:
            self._output.event(self._rest)
            self._rest = ""

    def flush(self):
        """A line goes when it ends; bytes written to the buffer below go now."""
        try:
            self._original.flush()
        except (OSError, ValueError):
            # The function has closed it.
            pass

    def writable(self):
        return True

    def readable(self):
        return False

    def isatty(self):
        return False

    def __getattr__(self, name):
        return getattr(self._original, name)


def configure_logging(logging, output):
    """Gives `logging`, which is new, Lambda's handler."""
    class Handler(logging.Handler):
        def emit(self, record):
            try:
                output.event(self.format(record).rstrip("\n"), record.levelname, output.is_json)
            except Exception:
                self.handleError(record)

    class RequestId(logging.Filter):
        def filter(self, record):
            record.aws_request_id = output.request_id or ""
            return True

    class JsonFormatter(logging.Formatter):
        def format(self, record):
            known = logging.LogRecord("", 0, "", 0, "", (), None).__dict__
            fields = {
                "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
                "level": record.levelname,
                "message": record.getMessage(),
                "logger": record.name,
                "requestId": output.request_id,
            }
            own = ("aws_request_id", "message", "asctime", "taskName")
            fields.update({key: value for key, value in vars(record).items() if key not in known and key not in own})
            if record.exc_info and record.exc_info[0]:
                fields["errorType"] = record.exc_info[0].__name__
                fields["errorMessage"] = str(record.exc_info[1])
                fields["stackTrace"] = self.formatException(record.exc_info).split("\n")
                fields["location"] = "%s:%s:%d" % (record.pathname, record.funcName, record.lineno)
            import json

            return json.dumps(fields, default=str, ensure_ascii=False)

    if output.is_json:
        formatter = JsonFormatter()
    else:
        pattern = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
        formatter = logging.Formatter(pattern, "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler = Handler()
    handler.setFormatter(formatter)
    handler.addFilter(RequestId())
    logging.root.addHandler(handler)
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    if output.is_json and level in _LEVELS:
        logging.root.setLevel({"TRACE": "DEBUG", "FATAL": "CRITICAL"}.get(level, level))
