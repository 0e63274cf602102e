import type { InvocationResult, RunnableFunction } from '../../../src/core/runner/model.ts';
import { summary, textOf } from '../../../src/core/runner/testing.ts';

/** What a runtime makes of a handler and an event. Of failures (`INIT`, `ERROR`, `TIMEOUT`) `expected` is the beginning. */
export interface RuntimeCase {
  readonly handler: string;
  /** The event's text. Left out: `{"k":1}`. */
  readonly event?: string;
  readonly expected: string;
  /** Of what was streamed before a failure. */
  readonly body?: string;
  readonly contentType?: string;
  readonly changes?: Partial<RunnableFunction>;
  /** Where AWS's own client, in the version that its registry has, does something else: what, and why ours doesn't. Without `expected` only its log. */
  readonly client?: { readonly expected?: string | RegExp; readonly why: string };
}

/** Both as a test compares them: `[what was said, what should have been]`. */
export function judge(result: InvocationResult, { expected, body, contentType }: Omit<RuntimeCase, 'handler'>): [unknown, unknown] {
  const said = summary(result);
  const isFailure = /^(ERROR|INIT|TIMEOUT) /.test(expected);
  const seen = { said: isFailure ? said.slice(0, expected.length) : said };
  const wanted = { said: expected };
  return [
    { ...seen, ...(body !== undefined && { body: textOf(result.payload) }), ...(contentType && { contentType: result.contentType }) },
    { ...wanted, ...(body !== undefined && { body }), ...(contentType && { contentType }) },
  ];
}

/** As a test's name. */
export function title({ handler, event }: RuntimeCase): string {
  return `${handler || '(empty)'}${event === undefined ? '' : ` ${event || '(no event)'}`}`;
}
