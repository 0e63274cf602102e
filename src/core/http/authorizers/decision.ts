import type { Admission } from '../model.ts';
import type { Refusal } from '../refusals.ts';

export type Decision = { readonly kind: 'admitted'; readonly admission: Admission } | { readonly kind: 'refused'; readonly why: Refusal };

export function admitted(admission: Admission): Decision {
  return { kind: 'admitted', admission };
}

export function refused(why: Refusal): Decision {
  return { kind: 'refused', why };
}
