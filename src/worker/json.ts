import { parentPort, workerData } from 'node:worker_threads';
import { formatJson } from '../core/formatJson.ts';

/** A thread for one large text: answers it as JSON with a line for each value, or undefined where it isn't JSON. */
parentPort?.postMessage(formatJson(workerData as string));
