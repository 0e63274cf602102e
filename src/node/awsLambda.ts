import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { awsFailure } from '../core/deploy/awsFailure.ts';
import type { DeployedFunction, FunctionSettings, LambdaApi } from '../core/deploy/lambdaApi.ts';
import type { DeployTarget } from '../core/deploy/model.ts';
import { withoutUndefined } from '../core/withoutUndefined.ts';
import { awsClientConfig } from './awsClient.ts';

/** Lambda at a target, through the AWS SDK, which is loaded now. Failures are WorkbenchErrors. */
export async function createLambdaApi(target: DeployTarget): Promise<LambdaApi> {
  const sdk = await import('@aws-sdk/client-lambda');
  const client = new sdk.LambdaClient(awsClientConfig(target));
  // A repeated Invoke would run the function twice.
  const once = new sdk.LambdaClient({ ...awsClientConfig(target), maxAttempts: 1 });

  async function explained<T>(action: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw awsFailure(error, action, target);
    }
  }

  return {
    getFunction: (functionName) =>
      explained(`read the function ${functionName}`, async () => {
        try {
          const { Configuration, Tags } = await client.send(new sdk.GetFunctionCommand({ FunctionName: functionName }));
          return deployed(Configuration ?? {}, Tags);
        } catch (error) {
          if (isNotFound(error)) return undefined;
          throw error;
        }
      }),
    listFunctions: () =>
      explained('list the functions', async () => {
        const all: DeployedFunction[] = [];
        for await (const page of sdk.paginateListFunctions({ client }, {})) {
          for (const configuration of page.Functions ?? []) all.push(deployed(configuration));
        }
        return all;
      }),
    createFunction: ({ functionName, zip, ...settings }) =>
      explained(`create the function ${functionName}`, async () => {
        const { architecture, role } = settings;
        const input = { ...configuration(settings), FunctionName: functionName, Role: role, Code: { ZipFile: zip } };
        return deployed(
          await client.send(new sdk.CreateFunctionCommand({ ...input, ...(architecture && { Architectures: [architecture] }) })),
        );
      }),
    updateFunctionCode: ({ functionName, zip, architecture, revisionId }) =>
      explained(`update the code of ${functionName}`, async () => {
        const optional = { ...(architecture && { Architectures: [architecture] }), ...(revisionId && { RevisionId: revisionId }) };
        return deployed(await client.send(new sdk.UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile: zip, ...optional })));
      }),
    updateFunctionConfiguration: ({ functionName, revisionId, ...settings }) =>
      explained(`update the settings of ${functionName}`, async () => {
        const input = { ...configuration(settings), FunctionName: functionName, ...(revisionId && { RevisionId: revisionId }) };
        return deployed(await client.send(new sdk.UpdateFunctionConfigurationCommand(input)));
      }),
    deleteFunction: (functionName) =>
      explained(`remove the function ${functionName}`, async () => {
        try {
          await client.send(new sdk.DeleteFunctionCommand({ FunctionName: functionName }));
        } catch (error) {
          if (!isNotFound(error)) throw error;
        }
      }),
    invoke: (functionName, payload, { signal } = {}) =>
      explained(`invoke the function ${functionName}`, async () => {
        const command = new sdk.InvokeCommand({ FunctionName: functionName, Payload: payload, LogType: 'Tail' });
        const answer = await once.send(command, signal === undefined ? {} : { abortSignal: signal });
        return {
          payload: answer.Payload ?? new Uint8Array(),
          logTail: Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'),
          ...withoutUndefined({
            functionError: answer.FunctionError,
            executedVersion: answer.ExecutedVersion,
            requestId: answer.$metadata.requestId,
          }),
        };
      }),
  };
}

function configuration(settings: FunctionSettings): object {
  return withoutUndefined({
    Runtime: settings.runtime,
    Handler: settings.handler,
    Role: settings.role,
    Description: settings.description,
    MemorySize: settings.memoryMb,
    Timeout: settings.timeoutSeconds,
    EphemeralStorage: settings.ephemeralStorageMb === undefined ? undefined : { Size: settings.ephemeralStorageMb },
    Environment: settings.environment === undefined ? undefined : { Variables: settings.environment },
    Layers: settings.layers,
  });
}

function deployed(from: FunctionConfiguration, tags?: Readonly<Record<string, string>>): DeployedFunction {
  const architecture = from.Architectures?.[0];
  return {
    functionName: from.FunctionName ?? '',
    functionArn: from.FunctionArn ?? '',
    packageType: from.PackageType === 'Image' ? 'Image' : 'Zip',
    codeSha256: from.CodeSha256 ?? '',
    ...withoutUndefined({
      runtime: from.Runtime as string | undefined,
      handler: from.Handler,
      role: from.Role,
      description: from.Description,
      memoryMb: from.MemorySize,
      timeoutSeconds: from.Timeout,
      ephemeralStorageMb: from.EphemeralStorage?.Size,
      architecture: architecture === 'arm64' || architecture === 'x86_64' ? architecture : undefined,
      environment: from.Environment?.Variables,
      environmentUnreadable: from.Environment?.Error === undefined ? undefined : true,
      layers: from.Layers?.map((layer) => layer.Arn ?? ''),
      revisionId: from.RevisionId,
      state: from.State as string | undefined,
      stateReason: from.StateReason,
      lastUpdateStatus: from.LastUpdateStatus as string | undefined,
      lastUpdateStatusReason: from.LastUpdateStatusReason,
      lastModified: from.LastModified,
      tags,
      logGroup: from.LoggingConfig?.LogGroup,
    }),
  };
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && error.name === 'ResourceNotFoundException';
}
