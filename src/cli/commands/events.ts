import { WorkbenchError } from '../../core/errors.ts';
import { eventCatalogue } from '../../core/events/index.ts';
import type { Command } from '../command.ts';
import { table } from '../table.ts';

/** JSON: schemas/events.json, or with SOURCE the event itself. */
export const eventsCommand: Command = {
  name: 'events',
  args: ['[SOURCE]'],
  summary: 'the catalogue of events, or one event to start from',
  details: '',
  options: [],
  examples: ['lambda-workbench events', 'lambda-workbench events sqs > events/Worker/one-message.json'],
  async run(context) {
    const [source] = context.args;
    if (source === undefined) {
      const rows = eventCatalogue.map(({ id, title, description }) => ({ id, title, description }));
      if (context.json) context.stdout(`${JSON.stringify({ events: rows })}\n`);
      else
        context.stdout(
          table(
            ['SOURCE', 'SERVICE', 'EVENT'],
            rows.map((row) => [row.id, row.title, row.description]),
          ),
        );
      return 0;
    }
    const template = eventCatalogue.find((entry) => entry.id === source);
    if (template === undefined) {
      const known = eventCatalogue.map((entry) => entry.id).join(', ');
      throw new WorkbenchError('arguments', `There is no event source "${source}" in the catalogue.`, `It has: ${known}.`);
    }
    context.stdout(`${JSON.stringify(template.event, null, context.json ? 0 : 2)}\n`);
    return 0;
  },
};
