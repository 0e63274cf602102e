import type { MockTarget } from './model.ts';
import { numberIn, settingsIn, textIn, textMapIn } from './settings.ts';

/** A mock's one response: headers are constants in quotes, the body a template without variables. */
export function mockOf(status: unknown, parameters: unknown, templates: unknown): MockTarget {
  const headers = Object.entries(textMapIn(parameters)).flatMap(([name, value]) => {
    const header = /^method\.response\.header\.(.+)$/.exec(name)?.[1];
    const constant = /^'(.*)'$/s.exec(value)?.[1];
    return header === undefined || constant === undefined ? [] : [[header, constant]];
  });
  const body = textIn(settingsIn(templates)['application/json']) ?? '';
  return { kind: 'mock', status: numberIn(status) ?? 200, headers: Object.fromEntries(headers), body: body.includes('$') ? '' : body };
}
