import type { LogRecord } from '../../core/logs/model.ts';
import { capped } from '../model/rowText.ts';
import { button, element } from './dom.ts';
import { jsonView } from './jsonView.ts';
import { type OpenSource, spansView } from './spansView.ts';

export interface Detail {
  /** What the filter looks for, to be marked. */
  readonly needle: string;
  readonly open: OpenSource;
  /** The detail changed its height. */
  readonly resized: () => void;
}

/** What a row opens to: the whole message, wrapped, and JSON as a tree. */
export function detailView(record: LogRecord, detail: Detail): HTMLElement {
  const isTree = typeof record.json === 'object' && record.json !== null;
  const wholeIsJson = isTree && record.text.trimStart().startsWith('{');
  const root = element('div', { class: 'detail', attributes: { role: 'gridcell' } });
  if (!wholeIsJson || record.message.includes('\n')) root.append(textView(record.message, detail));
  if (isTree) root.append(jsonView(record.json, detail.resized));
  if (record.requestId !== undefined) root.append(element('div', { class: 'origin' }, `request ${record.requestId} · ${record.logStream}`));
  return root;
}

function textView(text: string, detail: Detail): HTMLElement {
  const view = element('div', { class: 'text' });
  const render = (all: boolean) => {
    const part = capped(text, all);
    view.replaceChildren(spansView(part.text, detail.needle, detail.open));
    if (part.rest === 0) return;
    view.append(
      button({
        class: 'link',
        text: `Show all (${part.rest.toLocaleString('en-US')} more characters)`,
        title: 'Show the whole line',
        onClick: (event) => {
          event.stopPropagation();
          render(true);
          detail.resized();
        },
      }),
    );
  };
  render(false);
  return view;
}
