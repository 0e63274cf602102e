import type { LogSource } from '../../core/logs/model.ts';
import { type SourceFilter, sourceKey, targetLabel } from '../model/filter.ts';
import { element } from './dom.ts';
import { icon } from './icons.ts';

export interface SourcesMenuOptions {
  readonly anchor: HTMLElement;
  readonly sources: readonly LogSource[];
  readonly filter: SourceFilter;
  readonly onChange: (filter: SourceFilter) => void;
  readonly onClose: () => void;
}

/** A menu of tick boxes, one a source. Stays open while ticking; Escape, Tab or a click outside closes it. */
export function openSourcesMenu(options: SourcesMenuOptions): void {
  let { filter } = options;
  const menu = element('div', { class: 'menu', attributes: { role: 'menu', 'aria-label': 'Sources' } });
  const close = () => {
    document.removeEventListener('pointerdown', outside, true);
    menu.remove();
    options.anchor.setAttribute('aria-expanded', 'false');
    options.onClose();
  };
  const outside = (event: Event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) close();
  };
  const change = (next: SourceFilter, row: number) => {
    filter = next;
    options.onChange(next);
    render(row);
  };
  const render = (focused: number) => {
    const items = [
      item('All sources', '', filter.kind === 'all', () => change({ kind: 'all' }, 0)),
      ...options.sources.map((source, index) =>
        item(source.functionName, targetLabel(source), isTicked(filter, source), () =>
          change(ticked(filter, source, options.sources), index + 1),
        ),
      ),
    ];
    menu.replaceChildren(...items);
    items[focused]?.focus();
  };
  menu.addEventListener('keydown', (event) => {
    const items = [...menu.querySelectorAll<HTMLElement>('.menu-item')];
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'Escape' || event.key === 'Tab') close();
    else if (event.key === 'ArrowDown') items[(at + 1) % items.length]?.focus();
    else if (event.key === 'ArrowUp') items[(at - 1 + items.length) % items.length]?.focus();
    else return;
    event.preventDefault();
  });
  const at = options.anchor.getBoundingClientRect();
  menu.style.top = `${at.bottom + 2}px`;
  menu.style.right = `${Math.max(4, document.documentElement.clientWidth - at.right)}px`;
  document.body.append(menu);
  options.anchor.setAttribute('aria-expanded', 'true');
  document.addEventListener('pointerdown', outside, true);
  render(0);
}

/** What the menu's button says. */
export function sourcesLabel(filter: SourceFilter): string {
  switch (filter.kind) {
    case 'all':
      return 'All sources';
    case 'function':
      return filter.name;
    case 'picked':
      return filter.keys.length === 1 ? (filter.keys[0] ?? '').replace('\n', ' · ') : `${filter.keys.length} sources`;
  }
}

function isTicked(filter: SourceFilter, source: LogSource): boolean {
  if (filter.kind === 'all') return false;
  return filter.kind === 'function' ? filter.name === source.functionName : filter.keys.includes(sourceKey(source));
}

/** The filter after a click on a source: the last one unticked means all again. */
function ticked(filter: SourceFilter, source: LogSource, sources: readonly LogSource[]): SourceFilter {
  const before = sources.filter((other) => isTicked(filter, other)).map(sourceKey);
  const key = sourceKey(source);
  const keys = before.includes(key) ? before.filter((other) => other !== key) : [...before, key];
  return keys.length === 0 ? { kind: 'all' } : { kind: 'picked', keys };
}

function item(name: string, target: string, on: boolean, pick: () => void): HTMLElement {
  return element(
    'button',
    { class: 'menu-item', attributes: { type: 'button', role: 'menuitemcheckbox', 'aria-checked': String(on) }, onClick: pick },
    element('span', { class: 'tick' }, on ? icon('pass') : undefined),
    element('span', { class: 'name' }, name),
    element('span', { class: 'target' }, target),
  );
}
