import type { Finding } from './model.ts';

/** One kind of finding about one kind of thing. */
export interface Rule<Subject> {
  /** Of all that it finds. Names the page `docs/findings/<code>.md`. */
  readonly code: string;
  /** Pure: what is wrong for certain, from what is known already. Nothing where something is unknown. */
  readonly check: (subject: Subject) => readonly Uncoded[];
}

type Uncoded = Omit<Finding, 'code'>;
