import { type JsonLine, jsonLines } from '../model/jsonLines.ts';
import { button, element } from './dom.ts';
import { icon } from './icons.ts';

/** Formatted JSON whose objects and arrays fold. `onResize` is called after a fold changed the height. */
export function jsonView(value: unknown, onResize: () => void): HTMLElement {
  const folded = new Set<string>();
  let all = false;
  const root = element('div', { class: 'json', attributes: { role: 'group', 'aria-label': 'JSON' } });
  const render = (focused: string | undefined) => {
    const lines = jsonLines(value, folded);
    const shown = all ? lines : lines.slice(0, lineLimit);
    root.replaceChildren(...shown.map((line) => lineView(line, toggle)));
    if (shown.length < lines.length) root.append(showAll(lines.length - shown.length));
    if (focused !== undefined) root.querySelector<HTMLElement>(`[data-pointer="${CSS.escape(focused)}"]`)?.focus();
  };
  const toggle = (pointer: string) => {
    if (!folded.delete(pointer)) folded.add(pointer);
    render(pointer);
    onResize();
  };
  const showAll = (rest: number) =>
    button({
      class: 'link',
      text: `Show ${rest.toLocaleString('en-US')} more lines`,
      title: 'Show all lines of this JSON',
      onClick: (event) => {
        event.stopPropagation();
        all = true;
        render(undefined);
        onResize();
      },
    });
  render(undefined);
  return root;
}

/** A payload can hold six megabytes: the rest waits for a click. */
const lineLimit = 400;

function lineView(line: JsonLine, toggle: (pointer: string) => void): HTMLElement {
  const view = element('div', { class: 'json-line' });
  view.style.setProperty('--depth', String(line.depth));
  if (line.fold !== undefined) {
    const open = line.fold === 'open';
    view.append(
      button({
        class: 'fold',
        icon: icon(open ? 'chevronDown' : 'chevronRight'),
        title: open ? 'Fold' : 'Unfold',
        attributes: { 'aria-expanded': String(open), 'data-pointer': line.pointer },
        onClick: (event) => {
          event.stopPropagation();
          toggle(line.pointer);
        },
      }),
    );
  }
  view.append(...line.tokens.map((token) => element('span', { class: `json-${token.kind}` }, token.text)));
  return view;
}
