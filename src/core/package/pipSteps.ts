/** What a person who waits for pip wants to know, of a line that it says; undefined for other lines. */
export function pipStep(line: string): string | undefined {
  return STEP.exec(line)?.[1];
}

/** Without where in a list the requirement stands. */
const STEP = /^\s*((?:Collecting|Downloading|Building wheels? for|Installing collected packages:)\s.*?)(?: \(from .*\))?$/;
