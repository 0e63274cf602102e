import { extname } from 'node:path';
import type { HoverFacts } from '../../../core/assist/model.ts';
import { markdownText } from '../../platform/markdown.ts';

/** What a hover says. `uri`: the address of a line, counted from zero, of a file. */
export function hoverMarkdown(facts: HoverFacts, uri: (path: string, line: number) => string): string {
  if (facts.kind === 'schedule') return schedule(facts);
  if (facts.kind === 'unknown') return `The handler can’t be checked: ${markdownText(facts.reason)}.`;
  const { at, shownPath, exportName, signature, documentation } = facts;
  const parts = [
    ...(signature === undefined ? [] : [fenced(signature, languages[extname(at.path).toLowerCase()] ?? '')]),
    ...(documentation === undefined ? [] : [markdownText(documentation)]),
    `[${markdownText(shownPath)}](${uri(at.path, at.range.start.line)}) · \`${exportName.replaceAll('`', '')}\``,
  ];
  return parts.join('\n\n');
}

function schedule({ runs, counted }: Extract<HoverFacts, { readonly kind: 'schedule' }>): string {
  const title = counted ? 'Next runs, in UTC, if the rule were made now' : 'Next runs, in UTC';
  return [title, '', ...runs.map((run) => `- ${moment.format(run)}`)].join('\n');
}

const moment = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** Language ids of the editor, for colours. */
const languages: Readonly<Record<string, string>> = {
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.jsx': 'javascript',
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.cts': 'typescript',
  '.tsx': 'typescript',
  '.py': 'python',
  '.rb': 'ruby',
  '.java': 'java',
  '.kt': 'kotlin',
  '.scala': 'scala',
  '.cs': 'csharp',
  '.go': 'go',
  '.rs': 'rust',
};

/** `code` is one line: no fence of its own can end it. */
function fenced(code: string, language: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}
