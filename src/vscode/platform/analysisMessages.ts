import type { FileFindings, SnapshotDelta, TemplateChange } from '../../core/analysis/delta.ts';
import type { AnalysedFunction, AnalysedTemplate } from '../../core/analysis/model.ts';
import type { AssistAnswer, Completion, Definition, PathLink, RenameAnswer, TextEdit } from '../../core/assist/model.ts';
import type { Finding } from '../../core/lint/model.ts';
import type { FileRange } from '../../core/text.ts';
import type { FolderChanges, FromAnalysisWorker } from '../../shared/analysisProtocol.ts';

/** A message from the analysis worker, if this is one: whatever features look at by name or place is there. */
export function readWorkerMessage(value: unknown): FromAnalysisWorker | undefined {
  return isMessage(value) ? value : undefined;
}

function isMessage(value: unknown): value is FromAnalysisWorker {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'log':
      return ['debug', 'info', 'warn', 'error'].includes(String(value['level'])) && typeof value['message'] === 'string';
    case 'failed':
      return typeof value['requestId'] === 'number' && typeof value['message'] === 'string';
    case 'changes':
      return typeof value['requestId'] === 'number' && isChanges(value['changes']);
    case 'answer':
      return typeof value['requestId'] === 'number' && isAnswer(value['answer']);
    default:
      return false;
  }
}

function isAnswer(value: unknown): value is AssistAnswer {
  if (!isRecord(value)) return false;
  const { kind, answer } = value;
  switch (kind) {
    case 'completions':
      return isListOf(
        answer,
        (item): item is Completion => isRecord(item) && isText(item['label']) && isText(item['text']) && isRange(item['range']),
      );
    case 'definitions':
      return isListOf(answer, (item): item is Definition => isRecord(item) && isRange(item['from']) && isFileRange(item['to']));
    case 'references':
      return isListOf(answer, isFileRange);
    case 'links':
      return isListOf(answer, (item): item is PathLink => isRecord(item) && isRange(item['range']) && isRecord(item['target']));
    case 'hover':
    case 'renameable':
      return answer === undefined || (isRecord(answer) && isRange(answer['range']));
    case 'rename':
      return answer === undefined || isRename(answer);
    default:
      return false;
  }
}

function isRename(value: unknown): value is RenameAnswer {
  if (!isRecord(value)) return false;
  if (value['kind'] === 'refused') return typeof value['message'] === 'string';
  const isEdit = (item: unknown): item is TextEdit => isFileRange(item) && 'text' in item && isText(item.text);
  return isFileRange(value['declaration']) && isListOf(value['strings'], isEdit) && isListOf(value['source'], isEdit);
}

function isChanges(value: unknown): value is FolderChanges {
  if (!isRecord(value)) return false;
  const { since, version, delta, more } = value;
  return (since === undefined || typeof since === 'number') && typeof version === 'number' && typeof more === 'boolean' && isDelta(delta);
}

function isDelta(value: unknown): value is SnapshotDelta {
  if (!isRecord(value)) return false;
  return isListOf(value['templates'], isTemplateChange) && isListOf(value['gone'], isText) && isListOf(value['findings'], isFileFindings);
}

function isTemplateChange(value: unknown): value is TemplateChange {
  if (!isRecord(value) || typeof value['path'] !== 'string') return false;
  if (value['kind'] === 'whole') return isTemplate(value['template']);
  return value['kind'] === 'functions' && isListOf(value['changed'], isFunction) && isListOf(value['ids'], isText);
}

function isTemplate(value: unknown): value is AnalysedTemplate {
  if (!isRecord(value) || typeof value['path'] !== 'string') return false;
  if (value['kind'] === 'broken') return typeof value['message'] === 'string' && isRange(value['range']);
  return value['kind'] === 'template' && typeof value['format'] === 'string' && isListOf(value['functions'], isFunction);
}

function isFunction(value: unknown): value is AnalysedFunction {
  if (!isRecord(value)) return false;
  const { definition, resolution } = value;
  if (!isRecord(definition) || !isRecord(resolution)) return false;
  const { id, folder, name, definedIn, range, bodyRange } = definition;
  return [id, folder, name, definedIn, resolution['kind']].every(isText) && isRange(range) && isRange(bodyRange);
}

function isFileFindings(value: unknown): value is FileFindings {
  if (!isRecord(value) || typeof value['path'] !== 'string') return false;
  return typeof value['first'] === 'number' && typeof value['last'] === 'number' && isListOf(value['findings'], isFinding);
}

function isFinding(value: unknown): value is Finding {
  if (!isRecord(value)) return false;
  const { code, severity, message, at, fixes, related } = value;
  return [code, severity, message].every(isText) && isRecord(at) && isRange(at['range']) && Array.isArray(fixes) && Array.isArray(related);
}

function isFileRange(value: unknown): value is FileRange {
  return isRecord(value) && isText(value['path']) && isRange(value['range']);
}

function isRange(value: unknown): boolean {
  return isRecord(value) && isPosition(value['start']) && isPosition(value['end']);
}

function isPosition(value: unknown): boolean {
  return isRecord(value) && typeof value['line'] === 'number' && typeof value['character'] === 'number';
}

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
