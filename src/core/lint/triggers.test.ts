import { expect, test } from 'vitest';
import { applied, expectFinding, findingsOf, inWords, samFunction } from './testing.ts';

const withQueue = (timeout: string, queue: string): string =>
  `${samFunction(timeout, 'Events: {E: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn}}}')}  Q: {Type: AWS::SQS::Queue, ${queue}}\n`;

test('trigger.queue-visibility', () => {
  const check = (timeout: string, queue: string, expected: readonly (string | RegExp)[]): void => {
    const found = inWords(findingsOf(withQueue(timeout, queue)), 'trigger.queue-visibility');
    expect(found).toEqual(expected.map((each) => (each instanceof RegExp ? expect.stringMatching(each) : each)));
  };
  const seconds = (visibility: string) => `Properties: {VisibilityTimeout: ${visibility}}`;
  check('Timeout: 10', seconds('20'), [
    'warning: The queue Q shows a message again after 20 seconds, and F may take 10. AWS advises six times the timeout, 60 seconds: ' +
      'a message that waits for a throttled function is otherwise delivered twice. * Set the visibility timeout to 60 seconds',
  ]);
  check('Timeout: 60', 'Properties: {}', [/^error: .* after 30 seconds, the default, .*Lambda refuses to connect them/]);
  check('Timeout: 10', seconds('60'), []);
  check('Timeout: 10', seconds('!Ref V'), []);
  check('Timeout: !Ref T', seconds('1'), []);
  check('MemorySize: 128', 'Properties: {}', []);
  const text = withQueue('Timeout: 10', seconds('20'));
  expect(
    applied(
      text,
      findingsOf(text).find(({ code }) => code === 'trigger.queue-visibility'),
    ),
  ).toBe(withQueue('Timeout: 10', seconds('60')));
});

test('trigger.api-timeout', () => {
  const events = (...types: readonly string[]) => `Events: {${types.map((type, index) => `E${index}: {Type: ${type}}`).join(', ')}}`;
  const code = 'trigger.api-timeout';
  expectFinding(
    code,
    ['Timeout: 60', events('HttpApi')],
    'information: The timeout is 60 seconds, but an HTTP API waits 30 seconds for it at most: whoever calls gets the status 504 or 503 then, while the function runs on. | Set the timeout to 30 seconds',
  );
  expectFinding(code, ['Timeout: 30', events('Api')], /waits 29 seconds for it unless the account’s quota was raised/);
  expectFinding(code, ['Timeout: 30', events('Api', 'SNS', 'ScheduleV2')], /while the function runs on\.$/);
  for (const timeout of ['Timeout: 29', 'Timeout: !Ref T', 'MemorySize: 128']) expectFinding(code, [timeout, events('Api')], undefined);
  expectFinding(code, ['Timeout: 30', events('HttpApi')], undefined);
  expectFinding(code, ['Timeout: 300', events('SQS')], undefined);
});

test('trigger.schedule-expression', () => {
  const schedule = (expression: string, type = 'Schedule', key = 'Schedule') => [
    `Events: {E: {Type: ${type}, Properties: {${key}: ${expression}}}}`,
  ];
  const code = 'trigger.schedule-expression';
  expectFinding(
    code,
    schedule('rate(5 minute)'),
    'error: EventBridge refuses this schedule. After 5 the unit is “minutes”: EventBridge refuses “minute”. * Change it to rate(5 minutes)',
  );
  expectFinding(code, schedule('at(2027-01-31T08:00:00)'), /Scheduler/);
  expectFinding(code, schedule('at(2027-01-31T08:00:00)', 'ScheduleV2', 'ScheduleExpression'), undefined);
  for (const fine of ['rate(5 minutes)', '!Ref S', '"{{ rate }}"', '"${self:custom.rate}"']) expectFinding(code, schedule(fine), undefined);
});

test('logs.no-retention', () => {
  const text = samFunction('Timeout: 3');
  const found = findingsOf(text).filter(({ code }) => code === 'logs.no-retention');
  expect(inWords(found, 'logs.no-retention')).toEqual([
    'information: F has no log group of its own: Lambda makes one that keeps every line for ever, and is paid for ever. * Define a log group that keeps its lines for 30 days',
  ]);
  expect(inWords(findingsOf(applied(text, found[0])), 'logs.no-retention')).toEqual([]);
});
