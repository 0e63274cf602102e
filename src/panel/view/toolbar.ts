import type { Filter, LevelFilter } from '../model/filter.ts';
import { count } from '../model/format.ts';
import { button, element } from './dom.ts';
import { icon } from './icons.ts';

export interface ToolbarActions {
  changeText(text: string): void;
  changeLevel(level: LevelFilter): void;
  openSources(anchor: HTMLElement): void;
  toggleFollow(): void;
  togglePause(): void;
  clear(): void;
  openAsDocument(): void;
  showResult(): void;
  /** From the filter down into the list. */
  leave(): void;
}

export interface ToolbarState {
  readonly filter: Filter;
  readonly sourcesLabel: string;
  readonly shown: number;
  readonly total: number;
  readonly following: boolean;
  readonly paused: boolean;
  /** Lines that came since following or showing stopped. */
  readonly unseen: number;
  readonly hiddenResult: boolean;
}

/** The bar above the lines. Built once; `update` writes what changed into it. */
export class Toolbar {
  readonly root: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #counter = element('span', { class: 'counter', attributes: { role: 'status' } });
  readonly #level: HTMLSelectElement;
  readonly #levelPill: HTMLElement;
  readonly #sources: HTMLButtonElement;
  readonly #follow: HTMLButtonElement;
  readonly #pause: HTMLButtonElement;
  readonly #result: HTMLButtonElement;

  constructor(actions: ToolbarActions) {
    this.#input = element('input', {
      attributes: {
        type: 'text',
        placeholder: 'Filter lines',
        'aria-label': 'Filter lines by text',
        spellcheck: 'false',
        autocomplete: 'off',
      },
    });
    this.#input.addEventListener('input', () => actions.changeText(this.#input.value));
    this.#input.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#input.value !== '') {
        this.#input.value = '';
        actions.changeText('');
      } else if (event.key === 'ArrowDown' || event.key === 'Escape') actions.leave();
      else return;
      event.preventDefault();
    });
    this.#level = element(
      'select',
      { title: 'Least level', attributes: { 'aria-label': 'Least level' } },
      ...levels.map(([value, text]) => element('option', { attributes: { value } }, text)),
    );
    this.#level.addEventListener('change', () => actions.changeLevel(levels.find(([value]) => value === this.#level.value)?.[0] ?? 'all'));
    this.#levelPill = element('label', { class: 'pill' }, this.#level);
    this.#sources = button({
      class: 'pill',
      title: 'Functions and where they run',
      text: '',
      attributes: { 'aria-haspopup': 'menu', 'aria-expanded': 'false' },
      onClick: () => actions.openSources(this.#sources),
    });
    this.#follow = button({ class: 'pill follow', title: 'Follow the end', text: '', onClick: () => actions.toggleFollow() });
    this.#pause = button({ class: 'tool', title: 'Pause', icon: icon('pause'), onClick: () => actions.togglePause() });
    this.#result = button({ class: 'tool', title: 'Show the result', icon: icon('sidebar'), onClick: () => actions.showResult() });
    this.root = element(
      'div',
      { class: 'toolbar', attributes: { role: 'toolbar', 'aria-label': 'Log lines' } },
      element('label', { class: 'search' }, icon('search'), this.#input, this.#counter),
      this.#levelPill,
      this.#sources,
      this.#follow,
      this.#pause,
      button({ class: 'tool', title: 'Clear all lines', icon: icon('clear'), onClick: () => actions.clear() }),
      button({ class: 'tool', title: 'Open these lines as a document', icon: icon('document'), onClick: () => actions.openAsDocument() }),
      this.#result,
    );
  }

  focusFilter(): void {
    this.#input.focus();
    this.#input.select();
  }

  focusSources(): void {
    this.#sources.focus();
  }

  update(state: ToolbarState): void {
    const { filter, shown, total, following, paused, unseen } = state;
    if (this.#input.value !== filter.text) this.#input.value = filter.text;
    setText(this.#counter, shown === total ? (total === 0 ? '' : `${count(total)} lines`) : `${count(shown)} of ${count(total)}`);
    this.#level.value = filter.level;
    this.#levelPill.classList.toggle('on', filter.level !== 'all');
    setText(this.#sources, `${state.sourcesLabel} ▾`);
    this.#sources.classList.toggle('on', filter.sources.kind !== 'all');
    const waiting = unseen === 0 ? '' : ` · ${count(unseen)} new`;
    setText(this.#follow, paused ? `Paused${waiting}` : following ? 'Following' : `Follow${waiting}`);
    this.#follow.classList.toggle('live', following && !paused);
    this.#follow.setAttribute('aria-pressed', String(following && !paused));
    const pauseTitle = paused ? 'Resume: show new lines' : 'Pause: hold new lines back';
    if (this.#pause.title !== pauseTitle) {
      this.#pause.title = pauseTitle;
      this.#pause.setAttribute('aria-label', pauseTitle);
      this.#pause.replaceChildren(icon(paused ? 'play' : 'pause'));
    }
    this.#result.hidden = !state.hiddenResult;
  }
}

const levels: readonly (readonly [LevelFilter, string])[] = [
  ['all', 'All levels'],
  ['info', 'Info and up'],
  ['warn', 'Warnings and up'],
  ['error', 'Errors'],
];

function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
