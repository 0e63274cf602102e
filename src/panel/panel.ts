import type { LogRecord } from '../core/logs/model.ts';
import type { ToPanel } from '../shared/panelProtocol.ts';
import type { Host, SavedState } from './host.ts';
import { type Filter, isFiltering, noFilter } from './model/filter.ts';
import { LineStore } from './model/lineStore.ts';
import { plainText } from './model/rowText.ts';
import { element } from './view/dom.ts';
import { emptyState } from './view/emptyState.ts';
import { LogList } from './view/logList.ts';
import { ResultPane } from './view/resultPane.ts';
import { openSourcesMenu, sourcesLabel } from './view/sourcesMenu.ts';
import type { OpenSource } from './view/spansView.ts';
import { splitter } from './view/splitter.ts';
import { Toolbar } from './view/toolbar.ts';

/** The page: a bar, the lines, the result beside them; and what is true of them together. */
export class Panel {
  readonly root: HTMLElement;
  readonly #host: Host;
  readonly #store = new LineStore();
  readonly #toolbar: Toolbar;
  readonly #list: LogList;
  readonly #result: ResultPane;
  readonly #notice = element('div', { class: 'notice', attributes: { role: 'status' } });
  readonly #empty = element('div', { class: 'empty' });
  #saved: SavedState;
  /** Lines held back while paused, the newest of what the store can hold; undefined when not paused. */
  #held: LogRecord[] | undefined;
  #unseen = 0;
  #hasResult = false;

  constructor(host: Host) {
    this.#host = host;
    this.#saved = host.load();
    this.#store.setFilter(this.#saved.filter);
    const open: OpenSource = ({ path, line, column }) => host.post({ type: 'open', path, line, column });
    this.#list = new LogList({ store: this.#store, open, onFollow: () => this.#followChanged() });
    this.#result = new ResultPane({ post: (message) => host.post(message), open, collapse: () => this.#collapse(true) });
    this.#toolbar = new Toolbar({
      changeText: (text) => this.#setFilter({ text }),
      changeLevel: (level) => this.#setFilter({ level }),
      openSources: (anchor) => this.#openSources(anchor),
      toggleFollow: () => this.#toggleFollow(),
      togglePause: () => (this.#held === undefined ? this.#pause() : this.#resume()),
      clear: () => host.post({ type: 'clear' }),
      openAsDocument: () => host.post({ type: 'openAsDocument', text: this.#store.visible.map(plainText).join('\n') }),
      showResult: () => this.#collapse(false),
      leave: () => this.#list.root.focus(),
    });
    this.#notice.hidden = true;
    const edge = splitter({ width: this.#saved.paneWidth, onChange: (width, done) => this.#resizePane(width, done) });
    const lines = element('main', { class: 'lines' }, this.#notice, this.#list.root, this.#empty);
    this.root = element('div', { class: 'panel' }, this.#toolbar.root, element('div', { class: 'body' }, lines, edge, this.#result.root));
    this.#resizePane(this.#saved.paneWidth, false);
    this.#listenToKeys();
    this.#update();
  }

  receive(message: ToPanel): void {
    switch (message.type) {
      case 'reset':
        this.#held = undefined;
        this.#unseen = 0;
        this.#store.reset(message.records, message.maxLines);
        this.#list.rebuild();
        // Of an empty list there is nothing to look back at: what comes next is followed again.
        if (message.records.length === 0) this.#list.follow();
        if (message.invocation !== undefined) this.#showResult(message.invocation);
        break;
      case 'append':
        this.#append(message.records);
        break;
      case 'invocation':
        this.#showResult(message.invocation);
        break;
      case 'show':
        this.#setFilter({ ...noFilter, sources: { kind: 'function', name: message.functionName } });
        this.#resume();
        this.#list.follow();
        break;
      case 'notice':
        this.#notice.hidden = message.text === undefined;
        this.#notice.textContent = message.text ?? '';
        break;
    }
    this.#update();
  }

  #append(records: readonly LogRecord[]): void {
    if (this.#held !== undefined) {
      this.#held = [...this.#held, ...records].slice(-this.#store.maxLines);
      this.#unseen += records.length;
      return;
    }
    const result = this.#store.append(records);
    if (!this.#list.following) this.#unseen += result.added;
    this.#list.appended(result);
  }

  #showResult(invocation: Extract<ToPanel, { type: 'invocation' }>['invocation']): void {
    this.#hasResult = true;
    this.#result.show(invocation);
    const { state } = invocation;
    if (state.kind !== 'finished' || state.error === undefined) return;
    if (this.#store.fail(state.requestId, state.error.type)) this.#list.rebuild();
  }

  #setFilter(change: Partial<Filter>): void {
    const filter = { ...this.#store.filter, ...change };
    this.#store.setFilter(filter);
    this.#save({ filter });
    this.#list.rebuild();
    this.#update();
  }

  #pause(): void {
    this.#held = [];
    this.#unseen = 0;
    this.#update();
  }

  #resume(): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    this.#unseen = 0;
    this.#append(held);
    this.#update();
  }

  #toggleFollow(): void {
    if (this.#held !== undefined) this.#resume();
    this.#list.follow();
    this.#unseen = 0;
    this.#update();
  }

  #followChanged(): void {
    if (this.#list.following && this.#held === undefined) this.#unseen = 0;
    this.#update();
  }

  #openSources(anchor: HTMLElement): void {
    openSourcesMenu({
      anchor,
      sources: this.#store.sources,
      filter: this.#store.filter.sources,
      onChange: (sources) => this.#setFilter({ sources }),
      onClose: () => this.#toolbar.focusSources(),
    });
  }

  #collapse(paneCollapsed: boolean): void {
    this.#save({ paneCollapsed });
    this.#update();
    if (!paneCollapsed) this.#result.root.focus();
  }

  #resizePane(paneWidth: number, done: boolean): void {
    this.root.style.setProperty('--pane-width', `${paneWidth}px`);
    if (done) this.#save({ paneWidth });
  }

  #save(change: Partial<SavedState>): void {
    this.#saved = { ...this.#saved, ...change };
    this.#host.save(this.#saved);
  }

  #update(): void {
    const { filter, visible, total } = this.#store;
    this.#toolbar.update({
      filter,
      sourcesLabel: sourcesLabel(filter.sources),
      shown: visible.length,
      total,
      following: this.#list.following,
      paused: this.#held !== undefined,
      unseen: this.#unseen,
      hiddenResult: this.#hasResult && this.#saved.paneCollapsed,
    });
    this.root.classList.toggle('with-result', this.#hasResult && !this.#saved.paneCollapsed);
    const isEmpty = visible.length === 0;
    this.#empty.hidden = !isEmpty;
    this.#list.root.hidden = isEmpty;
    if (isEmpty) {
      const clearFilter = () => this.#setFilter(noFilter);
      this.#empty.replaceChildren(emptyState({ total, filter: isFiltering(filter) ? filter : undefined, clearFilter }));
    }
  }

  #listenToKeys(): void {
    document.addEventListener('keydown', (event) => {
      if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.#toolbar.focusFilter();
    });
    // Without a selection, copying takes the row that has the focus.
    document.addEventListener('copy', (event) => {
      const text = this.#list.activeText();
      if (document.getSelection()?.type === 'Range' || !this.#list.root.contains(document.activeElement) || text === undefined) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
    });
  }
}
