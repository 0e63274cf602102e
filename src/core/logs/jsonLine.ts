import { describeFailure } from './failure.ts';
import { isObject, type JsonObject, parseObject } from './jsonObject.ts';
import { levelOf } from './level.ts';
import type { UnderstoodLine } from './model.ts';
import { understandPlatformEvent } from './platformEvent.ts';

/** A line that is one JSON object: Lambda's system log, or what a runtime or a logging library wrote. */
export function understandJson(text: string): UnderstoodLine | undefined {
  const json = parseObject(text);
  if (json === undefined) return undefined;
  return understandPlatformEvent(json) ?? understandApplicationLine(json, text);
}

function understandApplicationLine(json: JsonObject, text: string): UnderstoodLine {
  const level = levelOf(json['level'] ?? json['log_level'] ?? json['severity']);
  const requestId = json['requestId'] ?? json['AWSRequestId'] ?? json['function_request_id'] ?? json['aws_request_id'];
  return {
    message: messageOf(json) ?? text,
    json,
    kind: { kind: 'message' },
    ...(level === undefined ? {} : { level }),
    ...(typeof requestId === 'string' ? { requestId } : {}),
  };
}

function messageOf(json: JsonObject): string | undefined {
  const message = json['message'] ?? json['msg'];
  const failure = describeFailure(json) ?? (isObject(message) ? describeFailure(message) : undefined);
  if (typeof message === 'string')
    return failure === undefined || failure.includes(message) ? (failure ?? message) : `${message}\n${failure}`;
  if (failure !== undefined) return failure;
  return message === undefined ? undefined : JSON.stringify(message);
}
