/** A refusal in AWS's own words: what a client library turns into its exception. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly status: number;
  /** The exception's name: `ResourceNotFoundException`. */
  readonly code: string;
  /** `Reason` of throttling and too large requests. */
  readonly reason: string | undefined;

  constructor(status: number, code: string, message: string, reason?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.reason = reason;
  }
}

export function invalidParameter(message: string): AwsError {
  return new AwsError(400, 'InvalidParameterValueException', message);
}

/** What AWS answers when a value breaks the model of its API. `member` is named as in the model, with a small first letter. */
export function validationError(value: unknown, member: string, constraint: string): AwsError {
  const text = `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: ${constraint}`;
  return new AwsError(400, 'ValidationException', text);
}

export function notFound(message: string): AwsError {
  return new AwsError(404, 'ResourceNotFoundException', message);
}

export function conflict(message: string): AwsError {
  return new AwsError(409, 'ResourceConflictException', message);
}

/** CloudWatch Logs' word for a wrong request. */
export function invalidLogs(message: string): AwsError {
  return new AwsError(400, 'InvalidParameterException', message);
}
