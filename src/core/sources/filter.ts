import { matchesPattern } from './pattern.ts';

/** Whether one of the patterns of an event source mapping matches. Without patterns everything does. */
export function passesFilters(record: unknown, filters: readonly unknown[]): boolean {
  return filters.length === 0 || filters.some((pattern) => matchesPattern(record, pattern));
}
