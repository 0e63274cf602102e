import { basename } from 'node:path';
import * as vscode from 'vscode';
import { WorkbenchError } from '../../../core/errors.ts';
import type { ApiDefinition } from '../../../core/project/apis/model.ts';
import { type ApiKey, allApis, apiId, apiTypeName, isApiKey } from '../../platform/apis.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';

export interface PickedApi {
  readonly key: ApiKey;
  readonly api: ApiDefinition;
}

/**
 * Finds out which API a command is about: the one of the view's node, the only one, or the one that the person picks. Undefined: the
 * person picked none. `among` is what is offered.
 */
export async function pickApi(
  functions: WorkspaceFunctions,
  argument: unknown,
  among: (key: ApiKey) => boolean = () => true,
): Promise<PickedApi | undefined> {
  await functions.settled();
  const all = allApis(functions.folders);
  if (isApiKey(argument)) {
    const named = all.find(({ key }) => apiId(key) === apiId(argument));
    if (named === undefined) throw goneApi(argument);
    return named;
  }
  const offered = all.filter(({ key }) => among(key));
  if (offered.length === 0) throw noApi();
  return offered.length === 1 ? offered[0] : await ask(offered);
}

export function goneApi({ name }: ApiKey): WorkbenchError {
  return new WorkbenchError('function-not-found', `${name} is no longer in its template.`, 'Pick an API in the Functions view.');
}

function noApi(): WorkbenchError {
  return new WorkbenchError(
    'function-not-found',
    'There is no API and no function URL in this workspace.',
    'Routes are read from SAM and CloudFormation templates, OpenAPI documents, the Serverless Framework and Terraform.',
  );
}

async function ask(offered: readonly PickedApi[]): Promise<PickedApi | undefined> {
  const items = offered.map((picked) => ({
    label: picked.key.type === 'FunctionUrl' ? `URL of ${picked.key.name}` : picked.key.name,
    description: apiTypeName(picked.key.type),
    detail: basename(picked.key.template),
    choice: picked,
  }));
  const item = await vscode.window.showQuickPick(items, { placeHolder: 'Which API?', matchOnDescription: true, matchOnDetail: true });
  return item?.choice;
}
