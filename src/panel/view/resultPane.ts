import type { FromPanel, InvocationView } from '../../shared/panelProtocol.ts';
import { duration, elapsed } from '../model/format.ts';
import { type ResultStatus, resultStatus } from '../model/resultStatus.ts';
import { button, element } from './dom.ts';
import { type IconName, icon } from './icons.ts';
import { resultBody } from './resultBody.ts';
import type { OpenSource } from './spansView.ts';

export interface ResultPaneOptions {
  readonly post: (message: FromPanel) => void;
  readonly open: OpenSource;
  readonly collapse: () => void;
}

/** What became of the last invocation, or how long it is running. */
export class ResultPane {
  readonly root = element('section', { class: 'result', attributes: { 'aria-label': 'Result', tabindex: '-1' } });
  readonly #options: ResultPaneOptions;
  #ticking: number | undefined;

  constructor(options: ResultPaneOptions) {
    this.#options = options;
    this.root.hidden = true;
  }

  show(view: InvocationView): void {
    clearInterval(this.#ticking);
    this.root.hidden = false;
    const status = resultStatus(view.state);
    const clock = element('span', { class: 'clock', title: 'Since Run was pressed, build and start included' });
    this.root.replaceChildren(this.#heading(view, this.#status(status, clock, view)));
    const { state } = view;
    if (state.kind === 'finished') clock.textContent = duration(state.elapsedMs);
    else if (status.running) {
      const tick = () => {
        clock.textContent = elapsed(Date.now() - view.startedAt);
      };
      tick();
      this.#ticking = window.setInterval(tick, matchMedia('(prefers-reduced-motion: reduce)').matches ? 1000 : 100);
    }
    this.root.append(resultBody(view, this.#options.open));
  }

  /** Name, status and buttons: one line where there is room for it, else two. */
  #heading(view: InvocationView, status: HTMLElement): HTMLElement {
    return element(
      'header',
      { class: 'result-head' },
      element(
        'h2',
        { title: `${view.functionName} · ${view.eventName} · ${view.target}` },
        element('span', { class: 'name' }, view.functionName),
        element('span', { class: 'target' }, ` · ${view.eventName} · ${view.target}`),
      ),
      button({ class: 'tool', title: 'Hide the result', icon: icon('close'), onClick: () => this.#options.collapse() }),
      status,
      this.#actions(view),
    );
  }

  #status(status: ResultStatus, clock: HTMLElement, view: InvocationView): HTMLElement {
    const cold = view.state.kind === 'finished' && view.state.coldStart;
    return element(
      'div',
      { class: `status tone-${status.tone}` },
      icon(icons[status.tone]),
      element('span', { class: 'word', attributes: { role: 'status' } }, status.word),
      clock,
      cold ? element('span', { class: 'chip cold', title: 'The environment was started for this run' }, 'cold start') : undefined,
    );
  }

  #actions(view: InvocationView): HTMLElement {
    const { post } = this.#options;
    const invocationId = view.id;
    const running = resultStatus(view.state).running;
    const actions = running
      ? [
          button({
            class: 'action',
            icon: icon('stop'),
            text: 'Cancel',
            title: 'Cancel this run',
            onClick: () => post({ type: 'cancel', invocationId }),
          }),
        ]
      : [
          button({
            class: 'action primary',
            icon: icon('rerun'),
            text: 'Run Again',
            title: 'Run again with the same event',
            onClick: () => post({ type: 'rerun', invocationId, debug: false }),
          }),
          button({
            class: 'action',
            icon: icon('debug'),
            text: 'Debug',
            title: 'Debug with the same event',
            onClick: () => post({ type: 'rerun', invocationId, debug: true }),
          }),
        ];
    if (view.state.kind === 'finished' && view.state.payload !== '') {
      actions.push(
        button({
          class: 'action',
          icon: icon('open'),
          text: 'Open Payload',
          title: 'Open the payload in an editor',
          onClick: () => post({ type: 'openPayload', invocationId }),
        }),
      );
    }
    return element('div', { class: 'actions' }, ...actions);
  }
}

const icons: Readonly<Record<ResultStatus['tone'], IconName>> = {
  good: 'pass',
  warn: 'warning',
  bad: 'fail',
  late: 'clock',
  quiet: 'stop',
  busy: 'spinner',
};
