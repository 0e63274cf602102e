import type { InvocationView } from '../../shared/panelProtocol.ts';
import { duration } from '../model/format.ts';
import { timeShares } from '../model/resultStatus.ts';
import { capped } from '../model/rowText.ts';
import { memoryWarning } from './chips.ts';
import { element } from './dom.ts';
import { icon } from './icons.ts';
import { jsonView } from './jsonView.ts';
import { type OpenSource, spansView } from './spansView.ts';

type Finished = Extract<InvocationView['state'], { readonly kind: 'finished' }>;

/** What is below the buttons: the failure, the error, the payload, the figures, the notes. */
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

function errorView(error: NonNullable<Finished['error']>, open: OpenSource): HTMLElement {
  const frames = element('div', { class: 'stack' });
  for (const frame of error.stack) frames.append(element('div', {}, spansView(frame, '', open)));
  return element(
    'div',
    { class: 'error' },
    element('div', { class: 'error-type' }, error.type),
    element('div', { class: 'error-message' }, spansView(error.message, '', open)),
    error.stack.length > 0 ? frames : undefined,
  );
}

function payloadView(state: Finished, open: OpenSource): HTMLElement {
  const body = element('div', { class: 'payload', attributes: { tabindex: '0', role: 'region', 'aria-label': 'Payload' } });
  const value = state.payloadLanguage === 'json' ? parsed(state.payload) : undefined;
  if (value !== undefined) body.append(jsonView(value.json, () => undefined));
  else body.append(spansView(capped(state.payload, false).text, '', open));
  // A failed function's payload is its error once more: folded away.
  const details = element('details', { class: 'section' }, element('summary', {}, 'Payload'), body);
  details.open = state.error === undefined;
  return details;
}

function figuresView(state: Finished): HTMLElement {
  const { report, elapsedMs } = state;
  const initMs = report.initDurationMs ?? 0;
  const shares = timeShares(elapsedMs, initMs, report.durationMs);
  const used = report.memorySizeMb === 0 ? 0 : report.maxMemoryUsedMb / report.memorySizeMb;
  const table = element('div', { class: 'figures', attributes: { role: 'group', 'aria-label': 'Figures' } });
  const add = (name: string, value: string, title: string, bar?: HTMLElement) =>
    table.append(
      element(
        'div',
        { title },
        element('span', { class: 'figure-name' }, name),
        element('span', { class: 'figure' }, value),
        bar ?? emptyBar(),
      ),
    );
  add('Duration', duration(report.durationMs), 'In the handler', shareBar('handler', shares.before + shares.init, shares.handler));
  if (report.initDurationMs !== undefined)
    add('Init', duration(initMs), 'Loading the code, before the handler', shareBar('init', shares.before, shares.init));
  add('Billed', duration(report.billedDurationMs), 'Billed duration');
  const memory = `${report.maxMemoryUsedMb}/${report.memorySizeMb} MB`;
  add(
    'Memory',
    memory,
    `${Math.round(used * 100)} % of the memory was used`,
    shareBar(used >= memoryWarning ? 'tight' : 'handler', 0, used),
  );
  return table;
}

/** A stretch of a line that stands for the whole. */
function shareBar(look: string, from: number, share: number): HTMLElement {
  const fill = element('span', { class: `fill ${look}` });
  fill.style.left = `${Math.min(from, 0.98) * 100}%`;
  fill.style.width = `${Math.min(1, share) * 100}%`;
  return element('span', { class: 'bar', attributes: { 'aria-hidden': 'true' } }, fill);
}

/** Keeps the figures of a row on one line with those that have a bar. */
function emptyBar(): HTMLElement {
  return element('span', { class: 'bar none' });
}

function parsed(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
