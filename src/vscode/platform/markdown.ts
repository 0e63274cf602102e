/** Text of the user's files, harmless in Markdown. */
export function markdownText(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-!<>|$~]/g, '\\$&');
}
