import { parentPort, workerData } from 'node:worker_threads';
import { createAnalysis } from '../core/analysis/index.ts';
import { createSyntax } from '../core/syntax/index.ts';
import { blockingFiles } from '../node/blockingFiles.ts';
import { systemClock } from '../node/clock.ts';
import { readWorkerData } from './messages.ts';
import { createMessageHandler, createPostingLogger, type Post } from './serve.ts';

/** The analysis worker thread: parsing the user's files never holds the extension host's loop. */
const port = parentPort;
if (port === null) throw new Error('This is the main of a worker thread');

const post: Post = (message) => port.postMessage(message);
const { grammars, exclude } = readWorkerData(workerData);
const analysis = createAnalysis({
  files: blockingFiles(),
  logger: createPostingLogger(post),
  clock: systemClock(),
  syntax: createSyntax({ grammars }),
  exclude,
});
port.on('message', createMessageHandler(analysis, post));
port.on('close', () => analysis.dispose());
