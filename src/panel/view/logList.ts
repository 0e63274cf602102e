import type { LogRecord } from '../../core/logs/model.ts';
import { RowHeights } from '../model/heights.ts';
import type { AppendResult, LineStore } from '../model/lineStore.ts';
import { plainText, rowText } from '../model/rowText.ts';
import { element } from './dom.ts';
import { listKeys } from './listKeys.ts';
import { rowView } from './row.ts';
import type { OpenSource } from './spansView.ts';

export interface LogListOptions {
  readonly store: LineStore;
  readonly open: OpenSource;
  /** Following began or ended, by scrolling or by `follow`. */
  readonly onFollow: (following: boolean) => void;
}

/**
 * The lines, of which only those in sight are in the page. Rows are one line high, those that a run begins with a little more, and an open
 * row as high as it is measured. The row with the focus stays in the page wherever it is, or the focus would be lost.
 */
export class LogList {
  readonly root: HTMLElement;
  readonly #options: LogListOptions;
  readonly #canvas: HTMLElement;
  readonly #heights = new RowHeights();
  readonly #rendered = new Map<LogRecord, HTMLElement>();
  /** Measured height of the open part, CSS pixels. Weak: lines are dropped when there are too many. */
  readonly #expanded = new WeakMap<LogRecord, number>();
  #following = true;
  #active: number | undefined;
  /** The row that `#markActive` marked last. */
  #marked: HTMLElement | undefined;
  #frame: number | undefined;
  /** Where `#toEnd` scrolled to last. */
  #pinnedTop = -1;

  constructor(options: LogListOptions) {
    this.#options = options;
    this.#canvas = element('div', { class: 'canvas', attributes: { role: 'presentation' } });
    this.root = element(
      'div',
      { class: 'list', attributes: { role: 'treegrid', 'aria-label': 'Log lines', 'aria-readonly': 'true', tabindex: '0' } },
      this.#canvas,
    );
    this.root.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.root.addEventListener('keydown', (event) => listKeys(event, this));
    this.root.addEventListener('click', (event) => this.#clicked(event));
    this.root.addEventListener('focus', () => this.activate(this.#active ?? this.#heights.count - 1));
    new ResizeObserver(() => this.#resized()).observe(this.root);
  }

  get following(): boolean {
    return this.#following;
  }

  /** Index of the row that has, or had last, the focus. */
  get active(): number | undefined {
    return this.#active;
  }

  get count(): number {
    return this.#heights.count;
  }

  /** Rows in sight: what Page Up and Page Down move by. */
  get page(): number {
    return Math.max(1, Math.floor(this.root.clientHeight / lineHeight) - 1);
  }

  /** After a reset or another filter: everything anew. */
  rebuild(): void {
    const active = this.#active === undefined ? undefined : this.#recordOf(this.#active);
    const { visible } = this.#options.store;
    this.#heights.clear();
    for (const record of visible) this.#heights.push(this.#height(record));
    for (const row of this.#rendered.values()) row.remove();
    this.#rendered.clear();
    const index = active === undefined ? -1 : visible.indexOf(active);
    this.#active = index === -1 ? undefined : index;
    this.#render();
    if (this.#following) this.#toEnd();
    else if (index !== -1) this.#reveal(index);
  }

  appended(result: AppendResult): void {
    const { visible } = this.#options.store;
    if (result.dropped > 0) {
      const gone = this.#heights.dropFront(result.dropped);
      if (this.#active !== undefined) this.#active = this.#active < result.dropped ? undefined : this.#active - result.dropped;
      if (!this.#following) this.root.scrollTop -= gone;
    }
    for (const record of visible.slice(this.#heights.count)) this.#heights.push(this.#height(record));
    this.#schedule();
  }

  follow(): void {
    this.#setFollowing(true);
    this.#toEnd();
  }

  /** Makes a row the one with the focus, and brings it in sight. */
  activate(index: number): void {
    if (this.#heights.count === 0) return;
    this.#active = Math.max(0, Math.min(index, this.#heights.count - 1));
    if (this.#active < this.#heights.count - 1) this.#setFollowing(false);
    this.#reveal(this.#active);
    this.#render();
    this.#activeRow()?.focus({ preventScroll: true });
  }

  /** Opens or closes a row; without `open`, the other way. */
  toggle(index: number, open?: boolean): void {
    const record = this.#recordOf(index);
    if (record === undefined || !rowText(record).expandable) return;
    const expanded = this.#expanded.has(record);
    if (open === expanded) return;
    if (expanded) this.#expanded.delete(record);
    else this.#expanded.set(record, record.text.split('\n').length * lineHeight);
    if (index < this.#heights.count - 1 || !expanded) this.#setFollowing(false);
    const focused = this.#rendered.get(record)?.contains(document.activeElement) === true;
    this.#rendered.get(record)?.remove();
    this.#rendered.delete(record);
    this.#heights.set(index, this.#height(record));
    this.#render();
    if (focused) this.#rendered.get(record)?.focus({ preventScroll: true });
  }

  /** Text of the row with the focus, for copying. */
  activeText(): string | undefined {
    const record = this.#active === undefined ? undefined : this.#recordOf(this.#active);
    return record === undefined ? undefined : plainText(record);
  }

  #recordOf(index: number): LogRecord | undefined {
    return this.#options.store.visible[index];
  }

  #activeRow(): HTMLElement | undefined {
    const record = this.#active === undefined ? undefined : this.#recordOf(this.#active);
    return record === undefined ? undefined : this.#rendered.get(record);
  }

  #height(record: LogRecord): number {
    const head = this.#options.store.isHead(record) ? headHeight : lineHeight;
    return head + (this.#expanded.get(record) ?? 0);
  }

  #scrolled(): void {
    const atEnd = this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < lineHeight / 2;
    // Our own scrolling to the end is heard of late, when more lines may have moved the end on.
    if (Math.abs(this.root.scrollTop - this.#pinnedTop) > 1) this.#setFollowing(atEnd);
    this.#schedule();
  }

  #resized(): void {
    if (this.#following) this.#toEnd();
    this.#schedule();
  }

  #clicked(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null;
    const index = Number(row?.dataset['index'] ?? Number.NaN);
    if (row === null || Number.isNaN(index)) return;
    const wasFollowing = this.#following;
    const selecting = document.getSelection()?.type === 'Range';
    const onLine = event.target instanceof Element && event.target.closest('.line') !== null;
    if (selecting) return;
    if (onLine) {
      this.#active = index;
      row.focus({ preventScroll: true });
      this.toggle(index);
      this.#markActive();
      if (wasFollowing && !this.#following) this.#schedule();
    }
  }

  #setFollowing(following: boolean): void {
    if (this.#following === following) return;
    this.#following = following;
    this.#options.onFollow(following);
  }

  #toEnd(): void {
    const end = Math.max(0, this.#heights.total + bottomPadding - this.root.clientHeight);
    if (Math.abs(this.root.scrollTop - end) > 1) this.root.scrollTop = end;
    this.#pinnedTop = this.root.scrollTop;
    this.#render();
  }

  #reveal(index: number): void {
    const top = this.#heights.top(index);
    const bottom = top + Math.min(this.#heights.height(index), this.root.clientHeight);
    if (top < this.root.scrollTop) this.root.scrollTop = top;
    else if (bottom > this.root.scrollTop + this.root.clientHeight) this.root.scrollTop = bottom + bottomPadding - this.root.clientHeight;
  }

  /** One rendering a frame, however many lines and scroll events come before it. */
  #schedule(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#render();
      if (this.#following) this.#toEnd();
    });
  }

  #render(): void {
    this.#canvas.style.height = `${this.#heights.total + bottomPadding}px`;
    this.root.style.setProperty('--longest', String(Math.max(1, this.#options.store.longestMs)));
    this.root.setAttribute('aria-rowcount', String(this.#heights.count));
    const { first, end } = this.#heights.window(this.root.scrollTop, this.root.clientHeight, drawnAhead);
    const wanted = new Map<LogRecord, number>();
    for (let index = first; index < end; index += 1) this.#want(wanted, index);
    if (this.#active !== undefined) this.#want(wanted, this.#active);
    for (const [record, row] of this.#rendered) {
      if (wanted.has(record)) continue;
      row.remove();
      this.#rendered.delete(record);
    }
    const added: HTMLElement[] = [];
    for (const [record, index] of wanted) {
      let row = this.#rendered.get(record);
      if (row === undefined) {
        row = this.#makeRow(record);
        this.#rendered.set(record, row);
        added.push(row);
      }
      this.#place(row, index);
    }
    this.#canvas.append(...added);
    this.#markActive();
    this.#measure(wanted);
  }

  #want(wanted: Map<LogRecord, number>, index: number): void {
    const record = this.#recordOf(index);
    if (record !== undefined) wanted.set(record, index);
  }

  #makeRow(record: LogRecord): HTMLElement {
    const row = rowView(record, {
      expanded: this.#expanded.has(record),
      head: this.#options.store.isHead(record),
      needle: this.#options.store.filter.text,
      open: this.#options.open,
      resized: () => this.#render(),
    });
    setReachable(row, false);
    return row;
  }

  #place(row: HTMLElement, index: number): void {
    row.style.top = `${this.#heights.top(index)}px`;
    row.dataset['index'] = String(index);
    row.setAttribute('aria-rowindex', String(index + 1));
  }

  /** Tab reaches the row with the focus and what is in it, and skips the others. */
  #markActive(): void {
    const active = this.#activeRow();
    this.root.tabIndex = active === undefined ? 0 : -1;
    if (active === this.#marked) return;
    if (this.#marked !== undefined) setReachable(this.#marked, false);
    if (active !== undefined) setReachable(active, true);
    this.#marked = active;
  }

  /** Open rows are as high as the page says; when one differs from what was thought, those below it move. */
  #measure(wanted: ReadonlyMap<LogRecord, number>): void {
    let moved = false;
    for (const [record, index] of wanted) {
      if (!this.#expanded.has(record)) continue;
      const detail = this.#rendered.get(record)?.querySelector<HTMLElement>('.detail');
      const height = detail?.offsetHeight ?? 0;
      this.#expanded.set(record, height);
      moved = this.#heights.set(index, this.#height(record)) !== 0 || moved;
    }
    if (!moved) return;
    this.#canvas.style.height = `${this.#heights.total + bottomPadding}px`;
    for (const [record, index] of wanted) {
      const row = this.#rendered.get(record);
      if (row !== undefined) this.#place(row, index);
    }
  }
}

function setReachable(row: HTMLElement, on: boolean): void {
  row.tabIndex = on ? 0 : -1;
  row.classList.toggle('active', on);
  for (const inner of row.querySelectorAll<HTMLElement>('a, button')) inner.tabIndex = on ? 0 : -1;
}

/** CSS pixels; `panel.css` has the same figures. */
const lineHeight = 20;
const headHeight = 24;
const bottomPadding = 6;
const drawnAhead = 200;
