import { calledBy, type Source, type Sources } from '../sources/model.ts';
import { type SourcesOf, sourcesOf } from '../sources/read.ts';
import { functionsOf, messagingOf } from './lastKnown.ts';
import type { AnalysedTemplate } from './model.ts';

/** What a template has call its functions, besides APIs. */
export function sourcesIn(template: AnalysedTemplate): Sources {
  const messaging = messagingOf(template);
  const one: SourcesOf = { functions: functionsOf(template).map(({ definition }) => definition), ...(messaging && { messaging }) };
  return sourcesOf([one]);
}

/** By the name of a function, those that call it, in an order that stays. */
export function byFunction({ queues, streams, topics, rules, schedules }: Sources): ReadonlyMap<string, readonly Source[]> {
  const found = new Map<string, Source[]>();
  for (const source of [...queues, ...streams, ...topics, ...rules, ...schedules]) {
    const name = calledBy(source);
    if (name === undefined) continue;
    const known = found.get(name);
    if (known === undefined) found.set(name, [source]);
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
    case 'topic':
      return source.topic;
    case 'rule':
      return source.name;
    case 'schedule':
      return source.id;
  }
}
