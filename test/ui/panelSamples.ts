import { understand } from '../../src/core/logs/index.ts';
import type { LogRecord, LogSource } from '../../src/core/logs/model.ts';
import type { InvocationView } from '../../src/shared/panelProtocol.ts';

const order: LogSource = { target: 'local', functionName: 'order-api' };
const resize: LogSource = { target: 'aws', functionName: 'resize', region: 'eu-west-1' };
const report: LogSource = { target: 'local-cloud', functionName: 'nightly-report' };

/** An afternoon's lines, over and over, until there are `count`: what Lambda prints, read by the real reader. */
export function sampleRecords(count: number): readonly LogRecord[] {
  const records: LogRecord[] = [];
  let time = new Date(2026, 10, 21, 14, 2, 7, 118).getTime();
  for (let round = 0; records.length < count; round += 1) {
    for (const [source, delay, text] of scene(round)) {
      time += delay;
      const id = String(records.length);
      if (records.length < count) records.push(understand({ id, source, logStream: '2026/11/21/[$LATEST]3f1c', timestamp: time, text }));
    }
  }
  return records;
}

type Line = readonly [LogSource, number, string];

function scene(round: number): readonly Line[] {
  const id = (name: string) => `${name}c0de-8f0c-4a1b-9d3e-${String(round).padStart(12, '0')}`;
  const [a, b, c, d] = [id('aaaa'), id('bbbb'), id('cccc'), id('dddd')];
  const at = '2026-11-21T14:02:07.118Z';
  return [
    [order, 400, 'INIT_START Runtime Version: nodejs:22.v64\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:0c1e'],
    [order, 41, `START RequestId: ${a} Version: $LATEST`],
    [order, 4, `${at}\t${a}\tINFO\tplacing order { id: 'o-${190 + round}', items: 3 }`],
    [order, 7, `${at}\t${a}\tDEBUG\tcache miss for price list, asking again`],
    [
      order,
      21,
      JSON.stringify({
        timestamp: at,
        level: 'INFO',
        message: 'order placed',
        requestId: a,
        orderId: `o-${190 + round}`,
        total: 42.5,
        items: [
          { sku: 'A-1', count: 2 },
          { sku: 'B-7', count: 1 },
        ],
      }),
    ],
    [order, 2, `END RequestId: ${a}`],
    [
      order,
      0,
      `REPORT RequestId: ${a}\tDuration: 38.12 ms\tBilled Duration: 80 ms\tMemory Size: 128 MB\tMax Memory Used: 61 MB\tInit Duration: 41.30 ms\t`,
    ],
    [order, 900, `START RequestId: ${b} Version: $LATEST`],
    [order, 3, `${at}\t${b}\tWARN\tpayment service slow, attempt 1 of 5`],
    [order, 5, `${at}\t${b}\tINFO\t\u001b[32m✓\u001b[0m retried \u001b[1mpayment\u001b[0m after \u001b[33m120 ms\u001b[0m`],
    [
      order,
      11,
      `${at}\t${b}\tERROR\tInvoke Error \t${JSON.stringify({ errorType: 'PaymentError', errorMessage: 'card declined', stack: ['PaymentError: card declined', '    at charge (/work/shop/src/payment.ts:41:11)', '    at async handler (/work/shop/src/order.ts:12:3)'] })}`,
    ],
    [order, 1, `END RequestId: ${b}`],
    [order, 0, `REPORT RequestId: ${b}\tDuration: 412.02 ms\tBilled Duration: 413 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t`],
    [resize, 2000, `START RequestId: ${c} Version: $LATEST`],
    [resize, 30, `[WARNING]\t${at}\t${c}\tno EXIF in cat.jpg, orientation guessed`],
    [
      resize,
      90,
      `[ERROR] ValueError: not an image: notes.txt\nTraceback (most recent call last):\n  File "/var/task/resize.py", line 12, in lambda_handler\n    thumb = make(event)\n  File "/var/task/imaging/make.py", line 48, in make\n    raise ValueError(f"not an image: {name}")`,
    ],
    [resize, 700, 'thumbnail written to thumbs/cat.jpg'],
    [resize, 1, `END RequestId: ${c}`],
    [resize, 0, `REPORT RequestId: ${c}\tDuration: 2130.44 ms\tBilled Duration: 2131 ms\tMemory Size: 128 MB\tMax Memory Used: 121 MB\t`],
    [report, 800, `START RequestId: ${d} Version: $LATEST`],
    [
      report,
      30,
      'reading 1,204 orders of yesterday from s3://shop-orders/2026/11/20/ before the summary is written, which takes a moment as they are many and small',
    ],
    [report, 3000, `${at} ${d} Task timed out after 3.00 seconds`],
    [report, 1, `END RequestId: ${d}`],
    [
      report,
      0,
      `REPORT RequestId: ${d}\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 256 MB\tMax Memory Used: 88 MB\tStatus: timeout`,
    ],
  ];
}

const base = { id: 'run-1', functionName: 'order-api', target: 'local', eventName: 'place-order', startedAt: Date.now() - 1240 };
const figures = {
  requestId: 'aaaac0de-8f0c-4a1b-9d3e-000000000000',
  durationMs: 38.12,
  billedDurationMs: 80,
  memorySizeMb: 128,
  maxMemoryUsedMb: 61,
};
const placed = {
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: { id: 'o-193', total: 42.5, paid: true, items: ['A-1', 'B-7'], coupon: null },
};

export const succeeded: InvocationView = {
  ...base,
  state: {
    kind: 'finished',
    status: 'success',
    payload: JSON.stringify(placed, undefined, 2),
    payloadLanguage: 'json',
    payloadBytes: 120,
    isDebugged: false,
    error: undefined,
    report: { ...figures, initDurationMs: 41.3 },
    requestId: figures.requestId,
    coldStart: true,
    elapsedMs: 212,
    notes: [],
  },
};

export const threw: InvocationView = {
  ...base,
  state: {
    kind: 'finished',
    status: 'error',
    payload: JSON.stringify({ errorType: 'PaymentError', errorMessage: 'card declined', trace: [] }, undefined, 2),
    payloadLanguage: 'json',
    payloadBytes: 120,
    isDebugged: false,
    error: {
      type: 'PaymentError',
      message: 'card declined',
      stack: [
        'PaymentError: card declined',
        '    at charge (/work/shop/src/payment.ts:41:11)',
        '    at async handler (/work/shop/src/order.ts:12:3)',
        '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
      ],
    },
    report: { ...figures, durationMs: 12.4, billedDurationMs: 13, maxMemoryUsedMb: 121 },
    requestId: figures.requestId,
    coldStart: false,
    elapsedMs: 21,
    notes: ['The environment was kept warm: module state is that of the run before.'],
  },
};

export const running: InvocationView = { ...base, state: { kind: 'running' } };

export const failed: InvocationView = {
  ...base,
  functionName: 'resize',
  eventName: 'put-cat',
  state: {
    kind: 'failed',
    message: 'python3.13 was not found on PATH, and resize needs it.',
    advice: 'Install Python 3.13, or set lambdaWorkbench.pythonPath to one that is there.',
  },
};
