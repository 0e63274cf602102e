import type { LogRecord } from '../../core/logs/model.ts';
import { effectiveLevel, targetLabel } from '../model/filter.ts';
import { clockTime, fullTime } from '../model/format.ts';
import { type RowText, rowText } from '../model/rowText.ts';
import { reportView } from './chips.ts';
import { type Detail, detailView } from './detail.ts';
import { element } from './dom.ts';
import { icon } from './icons.ts';
import { spansView } from './spansView.ts';

export interface RowOptions extends Detail {
  readonly expanded: boolean;
  /** A run begins with it. */
  readonly head: boolean;
}

/** One line of the list, and what it opens to. Roles are those of a `treegrid`. */
export function rowView(record: LogRecord, options: RowOptions): HTMLElement {
  const text = rowText(record);
  const kind = record.kind.kind;
  const level = effectiveLevel(record);
  const row = element('div', {
    class: `row kind-${kind} level-${level}${options.expanded ? ' open' : ''}${options.head ? ' head' : ''}`,
    attributes: { role: 'row', tabindex: '-1', ...(text.expandable ? { 'aria-expanded': String(options.expanded) } : {}) },
  });
  const line = element(
    'div',
    { class: 'line', attributes: { role: 'presentation' } },
    element('span', { class: 'twist' }, text.expandable ? icon(options.expanded ? 'chevronDown' : 'chevronRight') : undefined),
    element('span', { class: 'time', title: fullTime(record.timestamp), attributes: { role: 'gridcell' } }, clockTime(record.timestamp)),
    sourceCell(record),
    element('span', { class: 'level', attributes: { role: 'gridcell' } }, levelWord(record)),
    messageCell(record, text, options),
  );
  row.append(line);
  if (options.expanded) row.append(detailView(record, options));
  return row;
}

function sourceCell(record: LogRecord): HTMLElement {
  const { functionName } = record.source;
  const target = targetLabel(record.source);
  return element(
    'span',
    { class: 'source', title: `${functionName}, ${target}\n${record.logStream}`, attributes: { role: 'gridcell' } },
    element('span', { class: 'name' }, functionName),
    element('span', { class: 'target' }, target),
  );
}

function levelWord(record: LogRecord): string {
  switch (record.kind.kind) {
    case 'init':
      return 'INIT';
    case 'start':
      return 'START';
    case 'end':
      return 'END';
    case 'report':
      return 'REPORT';
    case 'platform':
      return 'ERROR';
    case 'message':
      return record.level === undefined ? '' : record.level.toUpperCase();
  }
}

function messageCell(record: LogRecord, text: RowText, options: RowOptions): HTMLElement {
  const cell = element('span', { class: 'message', attributes: { role: 'gridcell' } });
  if (record.kind.kind === 'report') cell.append(reportView(record.kind.report, record.source.isDebugged === true));
  else {
    const { word, rest } = splitKeyword(record, text.main);
    if (word !== '') cell.append(element('span', { class: 'keyword' }, `${word} `));
    if (record.kind.kind === 'start') cell.append(element('span', { class: 'keyword whose' }, `${record.source.functionName} `));
    cell.append(spansView(rest, options.needle, options.open));
    if (text.tail !== '') cell.append(element('span', { class: 'tail' }, ' ', spansView(text.tail, options.needle, options.open)));
  }
  return cell;
}

/** The column says START and END already, where it has room. */
function splitKeyword(record: LogRecord, text: string): { readonly word: string; readonly rest: string } {
  const word = { start: 'START', end: 'END', init: 'INIT_START' }[record.kind.kind as string];
  return word !== undefined && text.startsWith(`${word} `) ? { word, rest: text.slice(word.length + 1) } : { word: '', rest: text };
}
