/**
 * A line of a log without the end of a stack trace that is ours: from the first frame in `bootstraps` (an absolute folder) on, all that
 * follows is how the function came to be called. In plain text and in the JSON of an error; what Lambda's own would say stays.
 */
export function withoutOwnFrames(text: string, bootstraps: string): string {
  if (!text.includes(' at ')) return text;
  const isOwn = (frame: string): boolean => {
    const path = frame.replaceAll('\\\\', '\\');
    return path.includes(`${bootstraps}/`) || path.includes(`${bootstraps}\\`);
  };
  return text
    .replace(/(?:\r?\n[ \t]+at .*)+/g, (frames) => cut(frames, /\r?\n[ \t]+at .*/g, isOwn))
    .replace(/(?:,\s*"[ \t]+at (?:[^"\\]|\\.)*")+/g, (frames) => cut(frames, /,\s*"[ \t]+at (?:[^"\\]|\\.)*"/g, isOwn));
}

function cut(frames: string, each: RegExp, isOwn: (frame: string) => boolean): string {
  const list = frames.match(each) ?? [];
  const first = list.findIndex(isOwn);
  return first === -1 ? frames : list.slice(0, first).join('');
}
