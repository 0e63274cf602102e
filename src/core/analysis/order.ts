import type { Finding } from '../lint/model.ts';
import { comparePositions } from '../text.ts';

export function compareFindings(a: Finding, b: Finding): number {
  return compareTexts(a.at.path, b.at.path) || comparePositions(a.at.range.start, b.at.range.start) || compareTexts(a.code, b.code);
}

/** By code units: the same order on every machine. */
export function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
