import type { HandlerSignature } from './facts/model.ts';
import type { Finding, Fix } from './model.ts';
import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, replaceWith } from './valueFinding.ts';

type Verdict = Pick<Finding, 'severity' | 'message' | 'fixes'>;

/** The handler is there, but not in a form that its runtime can call, or that can answer. */
export const signature: Rule<FunctionSubject> = {
  code: 'handler.signature',
  check(fn) {
    const { definition, facts } = fn;
    const { runtime } = definition;
    if (facts.signature === undefined || runtime.kind !== 'literal') return [];
    const verdict = facts.signature.language === 'python' ? ofPython(facts.signature) : ofNode(facts.signature, runtime.value, fn);
    return verdict === undefined ? [] : [finding(fn, { ...verdict, at: facts.signature.at })];
  },
};

function ofPython({ least, most, coroutine, at }: Extract<HandlerSignature, { language: 'python' }>): Verdict | undefined {
  if (coroutine) {
    const message =
      'This handler is a coroutine (async def), which Lambda doesn’t await: the invocation fails. Call asyncio.run() in a plain function.';
    return { severity: 'error', message, fixes: [] };
  }
  if (least <= 2 && most >= 2) return undefined;
  const takes = least > 2 ? `needs ${least} arguments` : `takes ${most === 0 ? 'no argument' : 'one argument'}`;
  const message = `This handler ${takes}, but Lambda calls it with two, the event and the context: the invocation fails.`;
  const end = {
    path: at.path,
    range: {
      start: { ...at.range.end, character: at.range.end.character - 1 },
      end: { ...at.range.end, character: at.range.end.character - 1 },
    },
  };
  const text = most === 0 ? 'event, context' : ', context';
  const fixes: readonly Fix[] =
    least > 2 ? [] : [replaceWith(end, text, most === 0 ? 'Take the event and the context' : 'Take the context too', true)];
  return { severity: 'error', message, fixes };
}

function ofNode(
  { parameters, answers, surplus, at }: Extract<HandlerSignature, { language: 'node' }>,
  runtime: string,
  { definition }: FunctionSubject,
): Verdict | undefined {
  const major = Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? 0);
  if (major >= 24 && parameters >= 3) {
    const message = `From Node.js 24 on Lambda has no callbacks: a handler with ${parameters} parameters is refused when it is loaded. Make it async, and return the answer.`;
    const fixes =
      surplus === undefined ? [] : [replaceWith({ path: at.path, range: surplus }, '', 'Remove the callback, which is not used', true)];
    return { severity: 'error', message, fixes };
  }
  if (answers || wantsNoAnswer(definition)) return undefined;
  const behindApi = (definition.invokers ?? []).some(({ kind }) => kind === 'api');
  const message = `This handler neither is async nor returns or calls back anything: whoever calls it gets null${behindApi ? ', which API Gateway has no use for' : ''}.`;
  return { severity: behindApi ? 'warning' : 'information', message, fixes: [] };
}

/** Sources that call without waiting, by SAM's words for them. */
const ONE_WAY =
  /^(?:S3|SNS|SQS|Kinesis|DynamoDB|Schedule(?:V2)?|CloudWatchEvent|EventBridgeRule|CloudWatchLogs|MSK|SelfManagedKafka|IoTRule|MQ|DocumentDB)$/;

/** Everything that is known to call it takes no answer. */
function wantsNoAnswer({ triggers, invokers = [] }: FunctionSubject['definition']): boolean {
  const known = triggers.length + invokers.length > 0;
  return known && triggers.every(({ type }) => ONE_WAY.test(type)) && invokers.every(({ kind }) => kind !== 'api');
}
