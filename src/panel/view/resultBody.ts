import type { InvocationView } from '../../shared/panelProtocol.ts';
import { bytes, duration } from '../model/format.ts';
import { firstOwnFrame } from '../model/frames.ts';
import { memoryWarning } from './chips.ts';
import { element } from './dom.ts';
import { icon } from './icons.ts';
import { jsonView } from './jsonView.ts';
import { type OpenSource, spansView } from './spansView.ts';

type Finished = Extract<InvocationView['state'], { readonly kind: 'finished' }>;

/** What is below the head: the failure, the error, the figures, the payload, the notes. */
export function resultBody(view: InvocationView, open: OpenSource): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const { state } = view;
  if (state.kind === 'failed') {
    fragment.append(element('p', { class: 'failure' }, spansView(state.message, '', open)));
    if (state.advice !== undefined) fragment.append(element('p', { class: 'advice' }, spansView(state.advice, '', open)));
  }
  if (state.kind !== 'finished') return fragment;
  if (state.error !== undefined) fragment.append(errorView(state.error, open));
  if (state.status !== 'cancelled') fragment.append(figuresView(state));
  if (state.payload !== '') fragment.append(payloadView(state, open));
  for (const note of state.notes) fragment.append(element('p', { class: 'note' }, icon('info'), element('span', {}, note)));
  return fragment;
}

/** The first thing to see: what it is, what it says, and where in the person's own code. */
function errorView({ type, message, stack }: NonNullable<Finished['error']>, open: OpenSource): HTMLElement {
  // Node.js begins a stack with what stands above it here.
  const rest = stack[0]?.startsWith(type) ? stack.slice(1) : stack;
  const own = firstOwnFrame(rest);
  const shown = own === undefined || own === rest[0] ? rest : [own, ...rest];
  const frames = element('div', { class: 'stack' });
  for (const frame of shown) frames.append(element('div', {}, spansView(frame, '', open)));
  return element(
    'div',
    { class: 'error' },
    element('div', { class: 'error-message' }, element('span', { class: 'error-type' }, type), ' ', spansView(message, '', open)),
    shown.length > 0 ? frames : undefined,
  );
}

/** Characters in which links are looked for: that takes its time. */
const linkedLimit = 5000;

function payloadView(state: Finished, open: OpenSource): HTMLElement {
  const body = element('div', { class: 'payload', attributes: { tabindex: '0', role: 'region', 'aria-label': 'Payload' } });
  const value = state.payloadLanguage === 'json' ? parsed(state.payload) : undefined;
  if (value !== undefined) body.append(jsonView(value.json, () => undefined));
  else body.append(state.payload.length > linkedLimit ? state.payload : spansView(state.payload, '', open));
  // A failed function's payload is its error once more: folded away.
  const size = state.shownBytes === undefined ? '' : `: the first ${bytes(state.shownBytes)} of ${bytes(state.payloadBytes)}`;
  const details = element('details', { class: 'section' }, element('summary', {}, `Payload${size}`), body);
  details.open = state.error === undefined;
  return details;
}

function figuresView({ report, isDebugged }: Finished): HTMLElement {
  const memory = `${report.maxMemoryUsedMb}/${report.memorySizeMb} MB`;
  const used = report.memorySizeMb === 0 ? 0 : report.maxMemoryUsedMb / report.memorySizeMb;
  const figures = element('div', { class: 'figures', attributes: { role: 'group', 'aria-label': 'Figures' } });
  const add = (name: string, value: string, title: string, look = '') =>
    figures.append(
      element(
        'span',
        { title },
        element('span', { class: 'figure-name' }, `${name} `),
        element('span', { class: `figure ${look}` }, value),
      ),
    );
  if (isDebugged) figures.append(element('span', { class: 'figure-name' }, 'Under the debugger: times say nothing.'));
  else {
    add('Duration', duration(report.durationMs), 'In the handler');
    if (report.initDurationMs !== undefined) add('Init', duration(report.initDurationMs), 'Loading the code, before the handler');
    add('Billed', duration(report.billedDurationMs), 'Billed duration');
  }
  add('Memory', memory, `${Math.round(used * 100)} % of the memory was used`, used >= memoryWarning ? 'tight' : '');
  return figures;
}

function parsed(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
