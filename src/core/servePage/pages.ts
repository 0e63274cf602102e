import { exampleEvent } from '../sources/eventText.ts';
import type { RuleSource } from '../sources/model.ts';
import { page } from './frame.ts';
import { html } from './html.ts';

/** Where a message for a queue is written. */
export function queuePage(name: string): string {
  return page(
    html``,
    html`<header><h1>Send to ${name}</h1><p><a href="/">All functions</a></p></header>
    <form method="post"><textarea name="body" autofocus aria-label="The message’s body">{}</textarea><button>Send message</button></form>`,
  );
}

/** Where a record for a stream of Kinesis is written. */
export function streamPage(name: string): string {
  return page(
    html``,
    html`<header><h1>Put a record on ${name}</h1><p><a href="/">All functions</a></p></header>
    <form method="post"><label>Partition key <input name="key" value="1" required></label>
      <textarea name="data" autofocus aria-label="The record’s data">{}</textarea><button>Put record</button></form>`,
  );
}

/** Where a change of a table's item is written. `problem`: what is wrong with the one that was sent. */
export function tablePage(name: string, keys: readonly string[], problem = ''): string {
  const example = JSON.stringify(Object.fromEntries((keys.length === 0 ? ['id'] : keys).map((key) => [key, '1'])));
  return page(
    html``,
    html`<header><h1>Change an item of ${name}</h1><p><a href="/">All functions</a></p></header>
    <p class="bad">${problem}</p>
    <form method="post"><label>New image, as JSON; none where the item is removed
      <textarea name="new" autofocus>${example}</textarea></label>
      <label>Old image, as JSON; none where the item is new<textarea name="old"></textarea></label><button>Put record</button></form>`,
  );
}

/** Where a message for a topic is written. `problem`: what is wrong with the one that was sent. */
export function topicPage(name: string, problem = ''): string {
  return page(
    html``,
    html`<header><h1>Publish to ${name}</h1><p><a href="/">All functions</a></p></header>
    <p class="bad">${problem}</p>
    <form method="post"><label>Message<textarea name="message" autofocus>{}</textarea></label>
      <label>Attributes, as JSON: {"kind": "order", "total": 5}<textarea name="attributes"></textarea></label><button>Publish message</button></form>`,
  );
}

/** Where an event for a bus is written; begun with what a rule of it asks for. */
export function busPage(name: string, rules: readonly RuleSource[], problem = ''): string {
  return page(
    html``,
    html`<header><h1>Put an event on ${name}</h1><p><a href="/">All functions</a></p></header>
    <p class="bad">${problem}</p>
    <form method="post"><textarea name="event" autofocus aria-label="The event">${JSON.stringify(exampleEvent(rules[0]?.pattern), undefined, 2)}</textarea>
      <button>Put event</button></form>`,
  );
}
