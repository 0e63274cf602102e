/**
 * Which messages of a batch come back, by what the function returned: with `ReportBatchItemFailures` those that it names, else none.
 * A result that names what isn't in the batch, or nothing where a name must be, fails all of it, as the event source has it.
 */
export function failedItems(payload: Uint8Array, ids: readonly string[], reportsFailures: boolean): readonly string[] {
  if (!reportsFailures) return [];
  const text = Buffer.from(payload).toString('utf8');
  if (text === '' || text === 'null') return [];
  try {
    const result = JSON.parse(text) as { readonly batchItemFailures?: unknown } | null;
    const failures = typeof result === 'object' && result !== null ? result.batchItemFailures : undefined;
    if (failures === undefined || failures === null) return [];
    if (!Array.isArray(failures)) return ids;
    const named = failures.map((failure: { readonly itemIdentifier?: unknown } | null) => failure?.itemIdentifier);
    return named.every((id) => typeof id === 'string' && ids.includes(id)) ? ids.filter((id) => named.includes(id)) : ids;
  } catch {
    return ids;
  }
}
