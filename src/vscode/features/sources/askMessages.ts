import * as vscode from 'vscode';
import { itemProblem } from '../../../core/sources/attributeValue.ts';
import { eventProblem, exampleEvent } from '../../../core/sources/eventText.ts';
import type { RuleSource, Source, TopicSource } from '../../../core/sources/model.ts';
import { attributesProblem } from '../../../core/sources/publicationText.ts';

/** What is to be sent; into a batch one after the other, until the person sends it. Undefined: the person gave up. */
export async function askMessages(source: Source, isTable: boolean): Promise<readonly string[] | undefined> {
  if (source.kind === 'schedule') return [];
  if (source.kind === 'topic') return await askPublication(source);
  if (source.kind === 'rule') return await askEvent(source);
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

/** A message, and its attributes where the subscription filters by them. */
async function askPublication({ topic, filter }: TopicSource): Promise<readonly string[] | undefined> {
  const title = `Publish to the topic ${topic}`;
  const message = await vscode.window.showInputBox({ title, prompt: 'The message: JSON, or any other text', value: '{}' });
  if (message === undefined || filter?.scope !== 'MessageAttributes') return message === undefined ? undefined : [message];
  const attributes = await vscode.window.showInputBox({
    title,
    prompt: `Its attributes, as JSON; the subscription asks for ${JSON.stringify(filter.policy)}`,
    value: '{}',
    validateInput: attributesProblem,
  });
  return attributes === undefined ? undefined : [message, attributes];
}

async function askEvent({ bus, pattern }: RuleSource): Promise<readonly string[] | undefined> {
  const event = await vscode.window.showInputBox({
    title: `Put on the event bus ${bus}`,
    prompt: 'An event with its source, detail-type and detail, as JSON',
    value: JSON.stringify(exampleEvent(pattern)),
    validateInput: eventProblem,
  });
  return event === undefined ? undefined : [event];
}
