import { withoutUndefined } from '../withoutUndefined.ts';
import { invalidParameter, validationError } from './awsError.ts';
import { checkEnvironment } from './environment.ts';
import type { Fields } from './fields.ts';
import type { FunctionSettings } from './functionModel.ts';
import { retiredRuntimes, runtimes } from './runtimes.ts';

export const defaultSettings = {
  description: '',
  timeoutSeconds: 3,
  memoryMb: 128,
  environment: {},
  architecture: 'x86_64',
  ephemeralStorageMb: 512,
  layers: [],
  tracingMode: 'PassThrough',
  logFormat: 'Text',
} as const;

/**
 * The settings that a request names, checked as AWS checks them. What it leaves out is left out here.
 * VpcConfig, DeadLetterConfig, KMSKeyArn, FileSystemConfigs, ImageConfig and SnapStart mean nothing on one machine: they are not kept.
 */
export function readSettings(fields: Fields): Partial<FunctionSettings> {
  const runtime = given(fields.text('Runtime'), checkRuntime);
  const handler = given(fields.text('Handler'), (value) => checkPattern(value, 'handler', /^\S{1,128}$/, '[^\\s]+'));
  const role = given(fields.text('Role'), (value) =>
    checkPattern(value, 'role', ROLE, 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+'),
  );
  const description = given(fields.text('Description'), (value) => checkLength(value, 'description', 256));
  const timeoutSeconds = given(fields.integer('Timeout'), (value) => checkRange(value, 'timeout', 1, 900));
  const memoryMb = given(fields.integer('MemorySize'), checkMemory);
  const environment = given(fields.object('Environment'), (value) => checkEnvironment(value.object('Variables')?.textMap() ?? {}));
  const architecture = given(fields.texts('Architectures'), checkArchitectures);
  const ephemeralStorageMb = given(fields.object('EphemeralStorage')?.integer('Size'), (value) =>
    checkRange(value, 'ephemeralStorage.size', 512, 10_240),
  );
  const layers = given(fields.texts('Layers'), checkLayers);
  const tracingMode = given(fields.object('TracingConfig')?.text('Mode'), (value) =>
    checkEnum(value, 'tracingConfig.mode', ['Active', 'PassThrough']),
  );
  const logging = fields.object('LoggingConfig');
  const logFormat = given(logging?.text('LogFormat'), (value) => checkEnum(value, 'loggingConfig.logFormat', ['JSON', 'Text']));
  const logGroup = given(logging?.text('LogGroup'), (value) =>
    checkPattern(value, 'loggingConfig.logGroup', LOG_GROUP, '[\\.\\-_/#A-Za-z0-9]+'),
  );
  return withoutUndefined({
    runtime,
    handler,
    role,
    description,
    timeoutSeconds,
    memoryMb,
    environment,
    architecture,
    ephemeralStorageMb,
    layers,
    tracingMode,
    logFormat,
    logGroup,
  });
}

const ROLE = /^arn:aws[a-zA-Z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/;
const LOG_GROUP = /^[.\-_/#A-Za-z0-9]{1,512}$/;

function given<T, R>(value: T | undefined, check: (value: T) => R): R | undefined {
  return value === undefined ? undefined : check(value);
}

function checkRuntime(value: string): string {
  if (retiredRuntimes.has(value)) {
    throw invalidParameter(
      `The runtime parameter of ${value} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
  }
  if (!runtimes.includes(value)) {
    throw invalidParameter(
      `Value ${value} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${runtimes.join(', ')}] or be a valid ARN`,
    );
  }
  return value;
}

function checkMemory(value: number): number {
  if (value <= 32_768 && value > 10_240)
    throw invalidParameter("'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 10240");
  return checkRange(value, 'memorySize', 128, 32_768);
}

function checkArchitectures(values: readonly string[]): string {
  const [value] = values;
  const shown = `[${values.join(', ')}]`;
  if (value === undefined) throw validationError(shown, 'architectures', 'Member must have length greater than or equal to 1');
  if (values.length > 1) throw validationError(shown, 'architectures', 'Member must have length less than or equal to 1');
  if (value !== 'x86_64' && value !== 'arm64') {
    throw validationError(
      shown,
      'architectures',
      'Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]',
    );
  }
  return value;
}

function checkLayers(values: readonly string[]): readonly string[] {
  if (values.length > 5) throw invalidParameter('Cannot reference more than 5 layers.');
  return values;
}

function checkRange(value: number, member: string, low: number, high: number): number {
  if (value < low) throw validationError(value, member, `Member must have value greater than or equal to ${low}`);
  if (value > high) throw validationError(value, member, `Member must have value less than or equal to ${high}`);
  return value;
}

function checkLength(value: string, member: string, max: number): string {
  if (value.length > max) throw validationError(value, member, `Member must have length less than or equal to ${max}`);
  return value;
}

function checkPattern(value: string, member: string, pattern: RegExp, shown: string): string {
  if (!pattern.test(value)) throw validationError(value, member, `Member must satisfy regular expression pattern: ${shown}`);
  return value;
}

function checkEnum(value: string, member: string, values: readonly string[]): string {
  if (!values.includes(value)) throw validationError(value, member, `Member must satisfy enum value set: [${values.join(', ')}]`);
  return value;
}
