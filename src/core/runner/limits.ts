/** Lambda's limits, as the service enforces them, and one of ours. */

/** Bytes of a buffered request or response: 6 MiB and a little. */
export const MAX_PAYLOAD_BYTES = 6_291_556;

/** Bytes of a streamed response. */
export const MAX_STREAM_BYTES = 200 * 1024 * 1024;

/** Log events that are kept of one invocation, the newest: a loop that prints would fill the memory otherwise. `onLog` gets them all. */
export const MAX_KEPT_EVENTS = 20_000;

/** Milliseconds for an initialization before the first event. */
export const MAX_INIT_MS = 10_000;
