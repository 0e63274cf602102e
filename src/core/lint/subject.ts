import type { AnalysedFunction } from '../analysis/model.ts';
import type { CodeFacts } from './facts/model.ts';

/** What a rule about one function sees. */
export interface FunctionSubject extends AnalysedFunction {
  readonly facts: CodeFacts;
  /** `2026-11-26`, by this machine's clock. */
  readonly today: string;
}
