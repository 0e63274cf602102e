import type { ReportFigures } from '../../core/logs/model.ts';
import { duration } from '../model/format.ts';
import { element } from './dom.ts';

/** The figures of a REPORT line, drawn: a bar against the longest run in the list, then what differs from run to run. */
export function reportView(report: ReportFigures): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const failed = report.status !== undefined && report.status !== 'success';
  fragment.append(
    durationBar(report.durationMs, failed),
    element('span', { class: failed ? 'figure bad' : 'figure', title: 'Duration' }, duration(report.durationMs)),
    memoryChip(report),
    element('span', { class: 'chip', title: 'Billed duration' }, `billed ${duration(report.billedDurationMs)}`),
  );
  if (report.initDurationMs !== undefined) {
    fragment.append(
      element(
        'span',
        { class: 'chip cold', title: 'Cold start: the environment was initialised first' },
        `cold +${duration(report.initDurationMs)}`,
      ),
    );
  }
  if (failed) fragment.append(element('span', { class: 'chip bad' }, report.errorType ?? report.status));
  return fragment;
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
