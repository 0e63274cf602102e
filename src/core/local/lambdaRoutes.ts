import { MAX_PAYLOAD_BYTES } from '../runner/limits.ts';
import { createAlias, deleteAlias, getAlias, listAliases, updateAlias } from './aliases.ts';
import { type ApiRequest, type ApiResponse, DOWNLOAD_PREFIX, type Route } from './api.ts';
import type { Cloud } from './cloud.ts';
import { invoke } from './invoke.ts';
import { invokeWithResponseStream } from './invokeStreaming.ts';
import { deleteConcurrency, getConcurrency, putConcurrency } from './lambdaConcurrency.ts';
import {
  createFunction,
  deleteFunction,
  downloadPackage,
  getFunction,
  getFunctionConfiguration,
  listFunctions,
} from './lambdaFunctions.ts';
import { updateFunctionCode, updateFunctionConfiguration } from './lambdaUpdates.ts';
import { listVersions, publishVersion } from './lambdaVersions.ts';
import { listTags, tagResource, untagResource } from './tags.ts';

type Run = (cloud: Cloud, request: ApiRequest) => Promise<ApiResponse> | ApiResponse;

/** AWS's limit of a request that carries a package, and one of ours for those that carry settings. */
const PACKAGE = 70_167_211;
const SMALL = 1_048_576;
const FUNCTIONS = '/2015-03-31/functions';
const ONE = `${FUNCTIONS}/{name}`;
const TAGS = '/2017-03-31/tags/{arn}';

/** Lambda's REST API, as far as the local cloud has it: a row an operation. */
const operations: readonly (readonly [operation: string, method: string, path: string, maxBodyBytes: number, run: Run])[] = [
  ['CreateFunction', 'POST', FUNCTIONS, PACKAGE, createFunction],
  ['ListFunctions', 'GET', FUNCTIONS, SMALL, listFunctions],
  ['GetFunction', 'GET', ONE, SMALL, getFunction],
  ['DeleteFunction', 'DELETE', ONE, SMALL, deleteFunction],
  ['GetFunctionConfiguration', 'GET', `${ONE}/configuration`, SMALL, getFunctionConfiguration],
  ['UpdateFunctionConfiguration', 'PUT', `${ONE}/configuration`, SMALL, updateFunctionConfiguration],
  ['UpdateFunctionCode', 'PUT', `${ONE}/code`, PACKAGE, updateFunctionCode],
  // A little more than is allowed, so that the refusal is Invoke's own.
  ['Invoke', 'POST', `${ONE}/invocations`, 2 * MAX_PAYLOAD_BYTES, invoke],
  [
    'InvokeWithResponseStream',
    'POST',
    '/2021-11-15/functions/{name}/response-streaming-invocations',
    2 * MAX_PAYLOAD_BYTES,
    invokeWithResponseStream,
  ],
  ['PutFunctionConcurrency', 'PUT', '/2017-10-31/functions/{name}/concurrency', SMALL, putConcurrency],
  ['DeleteFunctionConcurrency', 'DELETE', '/2017-10-31/functions/{name}/concurrency', SMALL, deleteConcurrency],
  ['GetFunctionConcurrency', 'GET', '/2019-09-30/functions/{name}/concurrency', SMALL, getConcurrency],
  ['PublishVersion', 'POST', `${ONE}/versions`, SMALL, publishVersion],
  ['ListVersionsByFunction', 'GET', `${ONE}/versions`, SMALL, listVersions],
  ['CreateAlias', 'POST', `${ONE}/aliases`, SMALL, createAlias],
  ['ListAliases', 'GET', `${ONE}/aliases`, SMALL, listAliases],
  ['GetAlias', 'GET', `${ONE}/aliases/{alias}`, SMALL, getAlias],
  ['UpdateAlias', 'PUT', `${ONE}/aliases/{alias}`, SMALL, updateAlias],
  ['DeleteAlias', 'DELETE', `${ONE}/aliases/{alias}`, SMALL, deleteAlias],
  ['ListTags', 'GET', TAGS, SMALL, listTags],
  ['TagResource', 'POST', TAGS, SMALL, tagResource],
  ['UntagResource', 'DELETE', TAGS, SMALL, untagResource],
  ['GetAccountSettings', 'GET', '/2016-08-19/account-settings', SMALL, getAccountSettings],
  ['DownloadPackage', 'GET', `${DOWNLOAD_PREFIX}{name}/{version}/{token}`, SMALL, downloadPackage],
];

export function lambdaRoutes(cloud: Cloud): readonly Route[] {
  return operations.map(([operation, method, path, maxBodyBytes, run]) => ({
    operation,
    method,
    path,
    maxBodyBytes,
    run: (request) => run(cloud, request),
  }));
}

function getAccountSettings(cloud: Cloud): ApiResponse {
  const functions = cloud.functions.list();
  const sizes = functions.flatMap((fn) => [fn.latest, ...fn.versions]).map((version) => version.code.size);
  return {
    status: 200,
    body: {
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: 1000,
        UnreservedConcurrentExecutions: 1000,
      },
      AccountUsage: { TotalCodeSize: sizes.reduce((sum, size) => sum + size, 0), FunctionCount: functions.length },
    },
  };
}
