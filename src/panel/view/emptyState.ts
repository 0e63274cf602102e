import type { Filter } from '../model/filter.ts';
import { count } from '../model/format.ts';
import { button, element } from './dom.ts';

export interface EmptyOptions {
  /** Lines held, of which the filter lets none through. */
  readonly total: number;
  readonly filter: Filter | undefined;
  readonly clearFilter: () => void;
}

/** What stands where lines would be: why there are none, and what to do about it. */
export function emptyState(options: EmptyOptions): HTMLElement {
  const { filter, total } = options;
  if (filter === undefined) {
    return element(
      'div',
      { class: 'empty-text' },
      element('p', {}, 'No log lines yet.'),
      element('p', { class: 'hint' }, 'Run a function, or press Logs on one.'),
    );
  }
  const onlyFunction = filter.sources.kind === 'function' && filter.text === '' && filter.level === 'all';
  const what =
    onlyFunction && filter.sources.kind === 'function' ? `No log lines of ${filter.sources.name} yet.` : 'No line matches the filter.';
  const link = button({ class: 'link', text: 'Clear the filter', title: 'Show all lines', onClick: options.clearFilter });
  const of =
    total === 0 ? undefined : element('p', { class: 'hint' }, `${count(total)} ${total === 1 ? 'line is' : 'lines are'} hidden. `, link);
  return element('div', { class: 'empty-text' }, element('p', {}, what), of ?? element('p', { class: 'hint' }, link));
}
