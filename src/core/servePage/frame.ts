import { Html, html } from './html.ts';
import { STYLE } from './style.ts';

/** A whole page. */
export function page(head: Html, body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Lambda Workbench</title>
${head}<link rel="icon" href="data:,"><style>${raw(STYLE)}</style></head><body>${body}</body></html>
`.text;
}

function raw(style: string): Html {
  return new Html(style);
}
