import type { Source, Sources } from '../sources/model.ts';
import { type SourcesOf, sourcesOf } from '../sources/read.ts';
import { functionsOf, messagingOf } from './lastKnown.ts';
import type { AnalysedTemplate } from './model.ts';

/** The schedules, queues and streams of a template's functions. */
export function sourcesIn(template: AnalysedTemplate): Sources {
  const messaging = messagingOf(template);
  const one: SourcesOf = { functions: functionsOf(template).map(({ definition }) => definition), ...(messaging && { messaging }) };
  return sourcesOf([one]);
}

/** By the name of a function, those that call it, in an order that stays. */
export function byFunction({ queues, streams, schedules }: Sources): ReadonlyMap<string, readonly Source[]> {
  const found = new Map<string, Source[]>();
  for (const source of [...queues, ...streams, ...schedules]) {
    const known = found.get(source.functionName);
    if (known === undefined) found.set(source.functionName, [source]);
    else known.push(source);
  }
  return found;
}

/** What names a source among those of a function. */
export function sourceName(source: Source): string {
  switch (source.kind) {
    case 'queue':
      return source.queue;
    case 'stream':
      return source.stream;
    case 'schedule':
      return source.id;
  }
}
