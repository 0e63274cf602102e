/** What the keyboard does to the list. */
export interface KeyTarget {
  readonly active: number | undefined;
  readonly count: number;
  readonly page: number;
  activate(index: number): void;
  toggle(index: number, open?: boolean): void;
  follow(): void;
}

/** Arrows, Home, End and pages move; Enter and Space open and close; End also follows. */
export function listKeys(event: KeyboardEvent, list: KeyTarget): void {
  if (event.ctrlKey || event.metaKey || event.altKey || isInside(event)) return;
  const active = list.active ?? list.count - 1;
  const actions: Readonly<Record<string, () => void>> = {
    ArrowDown: () => list.activate(active + 1),
    ArrowUp: () => list.activate(active - 1),
    PageDown: () => list.activate(active + list.page),
    PageUp: () => list.activate(active - list.page),
    Home: () => list.activate(0),
    End: () => {
      list.activate(list.count - 1);
      list.follow();
    },
    ArrowRight: () => list.toggle(active, true),
    ArrowLeft: () => list.toggle(active, false),
    Enter: () => list.toggle(active),
    ' ': () => list.toggle(active),
  };
  const action = actions[event.key];
  if (action === undefined) return;
  event.preventDefault();
  action();
}

/** Links and buttons in a row keep their own Enter and Space. */
function isInside(event: KeyboardEvent): boolean {
  const onControl = event.target instanceof Element && event.target.closest('a, button') !== null;
  return onControl && (event.key === 'Enter' || event.key === ' ');
}
