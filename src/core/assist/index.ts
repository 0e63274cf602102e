import type { FolderSnapshot } from '../analysis/model.ts';
import type { HandlerContext } from '../handler/context.ts';
import { completionsAt } from './completion.ts';
import { hoverAt } from './hover.ts';
import { linksIn } from './links.ts';
import type { AssistAnswer, AssistQuestion } from './model.ts';
import { definitionsAt, referencesAt } from './navigation.ts';
import { renameAt, renameableAt } from './rename.ts';

/** Answers an editor's question about handler strings and what they name, from what is known of all its folders. `now`: milliseconds since 1970. */
export async function assist(
  question: AssistQuestion,
  snapshots: readonly FolderSnapshot[],
  context: HandlerContext,
  now: number,
): Promise<AssistAnswer> {
  switch (question.kind) {
    case 'completions':
      return { kind: question.kind, answer: await completionsAt(snapshots, question.at, context) };
    case 'definitions':
      return { kind: question.kind, answer: definitionsAt(snapshots, question.at) };
    case 'references':
      return { kind: question.kind, answer: referencesAt(snapshots, question.at) };
    case 'hover':
      return { kind: question.kind, answer: hoverAt(snapshots, question.at, now) };
    case 'links':
      return { kind: question.kind, answer: await linksIn(snapshots, question.path, context.files) };
    case 'renameable':
      return { kind: question.kind, answer: await renameableAt(snapshots, question.at, context) };
    case 'rename':
      return { kind: question.kind, answer: await renameAt(snapshots, question.at, question.newName, context) };
  }
}
