import type { ReportFigures } from './model.ts';

/** The figures of a REPORT line: `REPORT RequestId: …\tDuration: 3.01 ms\tBilled Duration: 4 ms\t…`. What is missing counts as 0. */
export function parseReport(line: string, requestId: string): ReportFigures {
  const fields = new Map<string, string>();
  for (const field of line.split(/[\t\n]/)) {
    const colon = field.indexOf(': ');
    if (colon > 0) fields.set(field.slice(0, colon), field.slice(colon + 2));
  }
  const figure = (name: string): number => Number.parseFloat(fields.get(name) ?? '') || 0;
  const init = fields.has('Init Duration') ? 'Init Duration' : 'Restore Duration';
  const status = fields.get('Status');
  const errorType = fields.get('Error Type');
  return {
    requestId,
    durationMs: figure('Duration'),
    billedDurationMs: figure('Billed Duration'),
    memorySizeMb: figure('Memory Size'),
    maxMemoryUsedMb: figure('Max Memory Used'),
    ...(fields.has(init) ? { initDurationMs: figure(init) } : {}),
    ...(status === undefined ? {} : { status }),
    ...(errorType === undefined ? {} : { errorType }),
  };
}
