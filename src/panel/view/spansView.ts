import type { SourceLink } from '../model/frames.ts';
import { toSpans } from '../model/spans.ts';
import { element } from './dom.ts';

export type OpenSource = (link: SourceLink) => void;

/** Text with its colours, links into source and marked matches. */
export function spansView(text: string, needle: string, open: OpenSource): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const span of toSpans(text, needle)) {
    const { style, link } = span;
    const classes = [
      style.color === undefined ? '' : `ansi-${style.color}`,
      ...(['bold', 'dim', 'italic', 'underline'] as const).map((name) => (style[name] === true ? `ansi-${name}` : '')),
    ].filter((name) => name !== '');
    const inner = span.match ? element('mark', {}, span.text) : span.text;
    if (link !== undefined) fragment.append(sourceLink(link, inner, classes, open));
    else if (classes.length > 0) fragment.append(element('span', { class: classes.join(' ') }, inner));
    else fragment.append(inner);
  }
  return fragment;
}

function sourceLink(link: SourceLink, inner: Node | string, classes: readonly string[], open: OpenSource): HTMLElement {
  const anchor = element(
    'a',
    {
      class: ['frame', ...classes].join(' '),
      title: `Open ${link.path}, line ${link.line}`,
      attributes: { href: '#' },
      onClick: (event) => {
        event.preventDefault();
        event.stopPropagation();
        open(link);
      },
    },
    inner,
  );
  return anchor;
}
