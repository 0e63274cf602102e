import type { ReportFigures } from '../../core/logs/model.ts';
import { duration } from '../model/format.ts';
import { element } from './dom.ts';

/** The figures of a REPORT line, drawn: of a run under the debugger without its times, which are the debugger's. */
export function reportView(report: ReportFigures, isDebugged: boolean): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const failed = report.status !== undefined && report.status !== 'success';
  if (isDebugged) fragment.append(element('span', { class: 'chip', title: DEBUGGED }, 'debugged'), memoryChip(report));
  else fragment.append(...timesView(report, failed));
  if (failed) fragment.append(element('span', { class: 'chip bad' }, report.errorType ?? report.status));
  return fragment;
}

const DEBUGGED = 'It ran under the debugger: its times say nothing of the function, and the debugger uses some of the memory';

/** A bar against the longest run in the list, then what differs from run to run. */
function timesView(report: ReportFigures, failed: boolean): readonly HTMLElement[] {
  const { durationMs, billedDurationMs, initDurationMs } = report;
  const coldTitle = 'Cold start: the environment was initialised first';
  return [
    durationBar(durationMs, failed),
    element('span', { class: failed ? 'figure bad' : 'figure', title: 'Duration' }, duration(durationMs)),
    memoryChip(report),
    element('span', { class: 'chip', title: 'Billed duration' }, `billed ${duration(billedDurationMs)}`),
    ...(initDurationMs === undefined
      ? []
      : [element('span', { class: 'chip cold', title: coldTitle }, `cold +${duration(initDurationMs)}`)]),
  ];
}

/** Share of memory above which a function is near its end. */
export const memoryWarning = 0.9;

function durationBar(durationMs: number, failed: boolean): HTMLElement {
  const fill = element('span', { class: failed ? 'fill bad' : 'fill' });
  fill.style.setProperty('--ms', String(durationMs));
  return element(
    'span',
    {
      class: 'bar',
      title: 'Its length is the duration, as a share of the longest run among the lines: a longer one makes all others shorter',
      attributes: { 'aria-hidden': 'true' },
    },
    fill,
  );
}

function memoryChip(report: ReportFigures): HTMLElement {
  const tight = report.maxMemoryUsedMb >= report.memorySizeMb * memoryWarning;
  return element(
    'span',
    { class: tight ? 'chip tight' : 'chip', title: 'Memory: most used, and size' },
    `${report.maxMemoryUsedMb}/${report.memorySizeMb} MB`,
  );
}
