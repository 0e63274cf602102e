import * as vscode from 'vscode';
import { type Asked, credentialsOf, exampleOf, readRequestLine, routeFor, takesBody } from '../../../core/http/asking.ts';
import type { ApiDefinition, ApiRoute } from '../../../core/project/apis/model.ts';
import { toReplace } from './savedRequests.ts';

/** What is asked of a person who sends a request: its line, what authorizers want, and its body. What was sent last is there again. */
export class RequestQuestions {
  /** By API and route; gone with the window, as a token may be in it. */
  readonly #last = new Map<string, Asked>();

  /** `saved`: what a test event of the function asks. Undefined: the person gave up. */
  async ask(api: ApiDefinition, route: ApiRoute, title: string, saved?: Asked): Promise<Asked | undefined> {
    const id = JSON.stringify([api.type, api.name, route.method, route.path]);
    const before = this.#last.get(id) ?? saved;
    const line = await askLine(api, before ?? exampleOf(route), title, before === undefined ? toReplace(route) : undefined);
    if (line === undefined) return undefined;
    // Another route may take it by now.
    const { given, wanted } = credentialsOf(routeFor(api, line)?.route ?? route);
    const headers = [...given];
    for (const name of wanted) {
      const known = before?.headers?.find(([each]) => each === name)?.[1] ?? '';
      const value = await vscode.window.showInputBox({ title, prompt: `The header ${name}, which the authorizer looks at`, value: known });
      if (value === undefined) return undefined;
      headers.push([name, value]);
    }
    const asked = { ...line, headers };
    if (!takesBody(line.method)) return this.#remember(id, asked);
    const body = await vscode.window.showInputBox({ title, prompt: 'The body, as JSON or as any other text', value: before?.body ?? '{}' });
    return body === undefined ? undefined : this.#remember(id, { ...asked, body });
  }

  #remember(id: string, asked: Asked): Asked {
    this.#last.set(id, asked);
    return asked;
  }
}

/** `select`: what of the line a person has to replace; without it, what is most likely to be another one. */
async function askLine(
  api: ApiDefinition,
  { method, target }: Asked,
  title: string,
  select: readonly [start: number, end: number] | undefined,
): Promise<Asked | undefined> {
  const value = `${method} ${target}`;
  const line = await vscode.window.showInputBox({
    title,
    prompt: 'Method and path, with a query where it is wanted: GET /orders/1?full=1',
    value,
    valueSelection: select === undefined ? [value.lastIndexOf('/') + 1, value.length] : [...select],
    validateInput: (text) => lineProblem(api, text),
  });
  return line === undefined ? undefined : readRequestLine(line);
}

/** Why this isn't a request of the API; undefined where it is. */
export function lineProblem(api: ApiDefinition, text: string): string | undefined {
  const line = readRequestLine(text);
  if (line === undefined) return 'A request is a method and a path: GET /orders/1';
  const route = routeFor(api, line)?.route;
  if (route === undefined) return `No route of ${api.name} takes ${line.method} ${line.target}.`;
  return route.target.kind === 'function' ? undefined : `${api.name} answers ${line.method} ${line.target} itself, without a function.`;
}
