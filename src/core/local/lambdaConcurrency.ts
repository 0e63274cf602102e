import type { ApiRequest, ApiResponse } from './api.ts';
import { invalidParameter, validationError } from './awsError.ts';
import { type Cloud, findFunction } from './cloud.ts';
import { readFields } from './fields.ts';
import type { CloudFunction } from './functionModel.ts';
import { parseFunctionName } from './functionName.ts';

const FUNCTIONS_ONLY =
  'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.';

/** Reserves as many environments for a function as may run at once; 0 lets none run. */
export async function putConcurrency(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const reserved = readFields(request.body).integer('ReservedConcurrentExecutions');
  if (reserved === undefined || reserved < 0) {
    throw validationError(
      reserved ?? 'null',
      'reservedConcurrentExecutions',
      reserved === undefined ? 'Member must not be null' : 'Member must have value greater than or equal to 0',
    );
  }
  const name = request.params['name'] ?? '';
  if (parseFunctionName(name).qualifier !== undefined) throw invalidParameter(FUNCTIONS_ONLY);
  // Lambda names the version that it looked for.
  findFunction(cloud, name, '$LATEST');
  await change(cloud, request, (fn) => ({ ...fn, reservedConcurrency: reserved }));
  return { status: 200, body: { ReservedConcurrentExecutions: reserved } };
}

export function getConcurrency(cloud: Cloud, request: ApiRequest): ApiResponse {
  const { fn } = findFunction(cloud, request.params['name'] ?? '');
  return { status: 200, body: fn.reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: fn.reservedConcurrency } };
}

export async function deleteConcurrency(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  await change(cloud, request, ({ reservedConcurrency: _, ...fn }) => fn);
  return { status: 204 };
}

async function change(cloud: Cloud, request: ApiRequest, to: (fn: CloudFunction) => CloudFunction): Promise<void> {
  const { fn } = findFunction(cloud, request.params['name'] ?? '');
  await cloud.functions.exclusive(fn.name, () => cloud.functions.put(to(findFunction(cloud, fn.name).fn)));
}
