import { expect, test } from 'vitest';
import { understand } from '../logs/understand.ts';
import type { PlatformEvent } from './platformEvents.ts';
import { platformLines } from './platformLines.ts';

const requestId = '8c1d3f0e-1111-4222-8333-944455556666';
const version = { runtimeVersion: 'nodejs:22.v1', runtimeVersionArn: 'arn:aws:lambda:eu-west-1::runtime:1' };
const init = { initializationType: 'on-demand', phase: 'init' } as const;
const metrics = { durationMs: 3.1, billedDurationMs: 4, memorySizeMB: 128, maxMemoryUsedMB: 36 };

const EVENTS: readonly PlatformEvent[] = [
  { type: 'platform.initStart', record: { ...init, ...version, functionName: 'shop', functionVersion: '$LATEST' } },
  { type: 'platform.initReport', record: { ...init, status: 'success', metrics: { durationMs: 80.126 } } },
  { type: 'platform.initReport', record: { ...init, status: 'error', errorType: 'Runtime.ExitError', metrics: { durationMs: 80.12 } } },
  { type: 'platform.restoreStart', record: version },
  { type: 'platform.restoreReport', record: { status: 'success', metrics: { durationMs: 12.5 } } },
  { type: 'platform.restoreReport', record: { status: 'error', errorType: 'Runtime.Unknown', metrics: { durationMs: 12.5 } } },
  { type: 'platform.start', record: { requestId, version: '$LATEST' } },
  { type: 'platform.runtimeDone', record: { requestId, status: 'success', metrics: { durationMs: 3.1, producedBytes: 4 } } },
  { type: 'platform.report', record: { requestId, status: 'success', metrics } },
  { type: 'platform.report', record: { requestId, status: 'success', metrics: { ...metrics, initDurationMs: 110.07 } } },
  {
    type: 'platform.report',
    record: { requestId, status: 'success', metrics: { ...metrics, restoreDurationMs: 20, billedRestoreDurationMs: 20 } },
  },
  { type: 'platform.report', record: { requestId, status: 'error', errorType: 'Runtime.OutOfMemory', metrics } },
  { type: 'platform.report', record: { requestId, status: 'timeout', metrics } },
  { type: 'platform.extension', record: { name: 'agent', state: 'Ready', events: ['INVOKE', 'SHUTDOWN'] } },
  { type: 'platform.extension', record: { name: 'agent', state: 'ExitError', events: [], errorType: 'Extension.Crash' } },
  { type: 'platform.telemetrySubscription', record: { name: 'agent', state: 'Subscribed', types: ['platform', 'function'] } },
  { type: 'platform.logsDropped', record: { reason: 'Consumer seems to have fallen behind', droppedRecords: 3, droppedBytes: 99 } },
];

test.each(EVENTS.map((event) => [event.type, event] as const))('%s is understood as its text would be', (_type, event) => {
  const where = { id: '1', source: { target: 'local', functionName: 'shop' }, logStream: 's', timestamp: 5 } as const;
  for (const understood of platformLines(event)) {
    const text = understood.message;
    expect(understand({ ...where, text, understood })).toEqual(understand({ ...where, text }));
  }
});
