import { element } from './dom.ts';

export interface SplitterOptions {
  readonly width: number;
  /** While it moves, and when it is let go. */
  readonly onChange: (width: number, done: boolean) => void;
}

/** The edge between lines and result: dragged, or moved with the arrow keys. */
export function splitter(options: SplitterOptions): HTMLElement {
  let { width } = options;
  const bar = element('div', {
    class: 'splitter',
    attributes: { role: 'separator', 'aria-orientation': 'vertical', 'aria-label': 'Width of the result', tabindex: '0' },
  });
  const set = (wanted: number, done: boolean) => {
    width = Math.round(Math.max(smallest, Math.min(wanted, document.documentElement.clientWidth - 240)));
    bar.setAttribute('aria-valuenow', String(width));
    options.onChange(width, done);
  };
  bar.addEventListener('pointerdown', (event) => {
    bar.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  bar.addEventListener('pointermove', (event) => {
    if (bar.hasPointerCapture(event.pointerId)) set(document.documentElement.clientWidth - event.clientX, false);
  });
  bar.addEventListener('pointerup', () => set(width, true));
  bar.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') set(width + 20, true);
    else if (event.key === 'ArrowRight') set(width - 20, true);
    else return;
    event.preventDefault();
  });
  bar.setAttribute('aria-valuenow', String(width));
  return bar;
}

const smallest = 220;
