import * as vscode from 'vscode';
import { itemProblem } from '../../../core/sources/attributeValue.ts';
import type { Source } from '../../../core/sources/model.ts';

/** What is to be in one batch, one after the other, until the person sends it. Undefined: the person gave up. */
export async function askMessages(source: Source, isTable: boolean): Promise<readonly string[] | undefined> {
  if (source.kind === 'schedule') return [];
  const noun = source.kind === 'queue' ? 'message' : isTable ? 'item' : 'record';
  const title = source.kind === 'queue' ? `Send to the queue ${source.queue}` : `Put into ${source.stream}`;
  const texts: string[] = [];
  for (;;) {
    const text = await vscode.window.showInputBox({
      title,
      prompt: isTable ? 'An item, as plain JSON or as DynamoDB writes it' : `The ${noun}: JSON, or any other text`,
      value: texts.at(-1) ?? '{}',
      ...(isTable && { validateInput: itemProblem }),
    });
    if (text === undefined) return undefined;
    texts.push(text);
    if (texts.length >= source.batchSize) return texts;
    const send = { label: `$(send) Send ${texts.length} ${noun}${texts.length === 1 ? '' : 's'}` };
    const more = { label: `$(add) Add another ${noun} to the batch`, description: `up to ${source.batchSize}` };
    const choice = await vscode.window.showQuickPick([send, more], { title });
    if (choice === undefined) return undefined;
    if (choice === send) return texts;
  }
}
