import { aliasesOf, type CloudFunction, type FunctionVersion, functionArn, logGroupOf } from './functionModel.ts';

/** A version as AWS's `FunctionConfiguration`. `qualifier` is what the caller named it by: it becomes part of the ARN. */
export function configurationOf(fn: CloudFunction, version: FunctionVersion, qualifier?: string): Readonly<Record<string, unknown>> {
  return { ...describe(fn, version, qualifier), ...stateOf(version) };
}

/** As lists have it: without the state. */
export function listedConfigurationOf(fn: CloudFunction, version: FunctionVersion, qualifier?: string): Readonly<Record<string, unknown>> {
  return describe(fn, version, qualifier);
}

function describe(fn: CloudFunction, version: FunctionVersion, qualifier?: string): Readonly<Record<string, unknown>> {
  const { settings } = version;
  const levels = settings.logFormat === 'JSON' ? { ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' } : {};
  return {
    FunctionName: fn.name,
    FunctionArn: functionArn(fn.name, version.version === '$LATEST' || isAlias(fn, qualifier) ? qualifier : version.version),
    Runtime: settings.runtime,
    Role: settings.role,
    Handler: settings.handler,
    CodeSize: version.code.size,
    Description: settings.description,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memoryMb,
    LastModified: new Date(version.lastModified).toISOString().replace('Z', '+0000'),
    CodeSha256: version.code.sha256,
    Version: version.version,
    ...(Object.keys(settings.environment).length === 0 ? {} : { Environment: { Variables: settings.environment } }),
    TracingConfig: { Mode: settings.tracingMode },
    RevisionId: version.revisionId,
    ...(settings.layers.length === 0 ? {} : { Layers: settings.layers.map((Arn) => ({ Arn, CodeSize: 0 })) }),
    PackageType: 'Zip',
    Architectures: [settings.architecture],
    EphemeralStorage: { Size: settings.ephemeralStorageMb },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: settings.logFormat, ...levels, LogGroup: logGroupOf(fn.name, settings) },
  };
}

function isAlias(fn: CloudFunction, qualifier: string | undefined): boolean {
  return aliasesOf(fn).some(({ name }) => name === qualifier);
}

const creating = { StateReason: 'The function is being created.', StateReasonCode: 'Creating' };
/** AWS's own words for updates, too. */
const updating = { LastUpdateStatusReason: 'The function is being created.', LastUpdateStatusReasonCode: 'Creating' };

function stateOf(version: FunctionVersion): Readonly<Record<string, unknown>> {
  if (version.problem !== undefined) return { State: 'Failed', StateReason: version.problem, StateReasonCode: 'FunctionError' };
  return {
    State: version.state,
    ...(version.state === 'Pending' ? creating : {}),
    ...(version.lastUpdate === undefined ? {} : { LastUpdateStatus: version.lastUpdate }),
    ...(version.lastUpdate === 'InProgress' ? updating : {}),
  };
}
