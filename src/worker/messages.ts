import type { AssistQuestion, Place } from '../core/assist/model.ts';
import type { AnalysisWorkerData, ToAnalysisWorker } from '../shared/analysisProtocol.ts';

/** A message to the worker, if this is one. */
export function readMessage(value: unknown): ToAnalysisWorker | undefined {
  if (!isRecord(value)) return undefined;
  const { type, requestId, folder, folders, since, path, text } = value;
  switch (type) {
    case 'changes':
      if (typeof requestId !== 'number' || typeof folder !== 'string') return undefined;
      return since === undefined || typeof since === 'number' ? { type, requestId, folder, since } : undefined;
    case 'ask': {
      const question = readQuestion(value['question']);
      return typeof requestId === 'number' && isTexts(folders) && question !== undefined
        ? { type, requestId, folders, question }
        : undefined;
    }
    case 'fileChanged':
      return typeof path === 'string' ? { type, path } : undefined;
    case 'documentChanged':
      return typeof path === 'string' && (text === undefined || typeof text === 'string') ? { type, path, text } : undefined;
    default:
      return undefined;
  }
}

function readQuestion(value: unknown): AssistQuestion | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, at, path, newName } = value;
  switch (kind) {
    case 'links':
      return typeof path === 'string' ? { kind, path } : undefined;
    case 'rename':
      return isPlace(at) && typeof newName === 'string' ? { kind, at, newName } : undefined;
    case 'completions':
    case 'definitions':
    case 'references':
    case 'hover':
    case 'renameable':
      return isPlace(at) ? { kind, at } : undefined;
    default:
      return undefined;
  }
}

/** What the thread was started with. Throws on anything else: without it there is nothing to do. */
export function readWorkerData(value: unknown): AnalysisWorkerData {
  if (isRecord(value)) {
    const { grammars, exclude } = value;
    if (typeof grammars === 'string' && isTexts(exclude)) return { grammars, exclude };
  }
  throw new TypeError('The analysis worker was started without its data');
}

function isPlace(value: unknown): value is Place {
  if (!isRecord(value) || typeof value['path'] !== 'string') return false;
  const { position } = value;
  return isRecord(position) && typeof position['line'] === 'number' && typeof position['character'] === 'number';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
