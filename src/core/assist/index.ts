import type { FolderSnapshot } from '../analysis/model.ts';
import type { HandlerContext } from '../handler/context.ts';
import { completionsAt } from './completion.ts';
import { linksIn } from './links.ts';
import type { AssistAnswer, AssistQuestion } from './model.ts';
import { definitionsAt, handlerHover, referencesAt } from './navigation.ts';
import { renameAt, renameableAt } from './rename.ts';

/** Answers an editor's question about handler strings and what they name, from what is known of all its folders. */
export async function assist(
  question: AssistQuestion,
  snapshots: readonly FolderSnapshot[],
  context: HandlerContext,
): Promise<AssistAnswer> {
  switch (question.kind) {
    case 'completions':
      return { kind: question.kind, answer: await completionsAt(snapshots, question.at, context) };
    case 'definitions':
      return { kind: question.kind, answer: definitionsAt(snapshots, question.at) };
    case 'references':
      return { kind: question.kind, answer: referencesAt(snapshots, question.at) };
    case 'hover':
      return { kind: question.kind, answer: handlerHover(snapshots, question.at) };
    case 'links':
      return { kind: question.kind, answer: await linksIn(snapshots, question.path, context.files) };
    case 'renameable':
      return { kind: question.kind, answer: await renameableAt(snapshots, question.at, context) };
    case 'rename':
      return { kind: question.kind, answer: await renameAt(snapshots, question.at, question.newName, context) };
  }
}
