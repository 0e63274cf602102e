import type { ReadableFileSystem } from '../../ports.ts';
import { valueForRuns } from '../assumptions.ts';
import type { ExecutionSettings, LayerSource } from '../execution.ts';
import type { Value } from '../model.ts';
import { isGiven } from './archive.ts';
import { locatePackage } from './code.ts';
import { scopeOf } from './scope.ts';
import { type Evaluated, numberValue, type Reference, resolved, textValue } from './value.ts';

/** How a resource or a module has the arguments of its nested blocks. */
export type Nested = (block: string, argument: string) => Evaluated | undefined;

/** What of a function, and of the layers beside it, only an execution environment heeds. */
export async function readExecution(
  get: (name: string) => Evaluated | undefined,
  nested: Nested,
  files: ReadableFileSystem,
): Promise<ExecutionSettings> {
  const reserved = numberValue(get('reserved_concurrent_executions'));
  const deadLetters = nested('dead_letter_config', 'target_arn');
  return {
    layers: await layersOf(get('layers'), files),
    logging: {
      format: textValue(nested('logging_config', 'log_format')),
      systemLevel: textValue(nested('logging_config', 'system_log_level')),
      applicationLevel: textValue(nested('logging_config', 'application_log_level')),
      group: textValue(nested('logging_config', 'log_group')),
    },
    // -1 is Terraform's word for none.
    reservedConcurrency: (valueForRuns(reserved) ?? 0) < 0 ? absent : reserved,
    snapStart: isText(nested('snap_start', 'apply_on'), 'PublishedVersions'),
    asynchronous: {
      maximumRetryAttempts: absent,
      maximumEventAgeSeconds: absent,
      onSuccess: undefined,
      onFailure: undefined,
      deadLetterTarget: deadLetters === undefined ? undefined : nameOf(deadLetters),
    },
  };
}

const absent: Value<number> = { kind: 'absent' };

function isText(value: Evaluated | undefined, text: string): boolean {
  const found = value === undefined ? undefined : resolved(value);
  return found?.kind === 'scalar' && found.value === text;
}

async function layersOf(value: Evaluated | undefined, files: ReadableFileSystem): Promise<readonly LayerSource[]> {
  if (!isGiven(value)) return [];
  const found = resolved(value);
  if (found.kind !== 'list') return [{ kind: 'elsewhere', name: undefined }];
  return Promise.all(found.items.filter(isGiven).map((item) => layerOf(item, files)));
}

/** A layer of these files whose content is on this machine, or one that only AWS has, or a build makes. */
async function layerOf(item: Evaluated, files: ReadableFileSystem): Promise<LayerSource> {
  const reference = layerVersion(item);
  const scope = reference === undefined ? undefined : scopeOf(reference);
  if (reference?.block === undefined || scope === undefined) return { kind: 'elsewhere', name: nameOf(item) };
  const { address, block, key } = reference;
  const name = address.slice(address.indexOf('.') + 1);
  const instances = scope.instances(block);
  const instance = instances.find((each) => each.key === key) ?? instances[0];
  const filename = instance === undefined ? undefined : scope.evaluate(block, 'filename', instance);
  const { code } = filename === undefined ? { code: undefined } : await locatePackage(filename, scope, files);
  if (code?.kind === 'directory') return { kind: 'folder', name, path: code.path };
  return code?.kind === 'archive' ? { kind: 'archive', name, path: code.path } : { kind: 'elsewhere', name };
}

/** The layer whose ARN a value is, through variables, outputs and whatever else stands between. */
function layerVersion(value: Evaluated): Reference | undefined {
  if (value.kind !== 'reference') return undefined;
  if (value.address.startsWith('aws_lambda_layer_version.')) return value;
  const written = value.written();
  return written === undefined || written === value ? undefined : layerVersion(written);
}

function nameOf(value: Evaluated): string {
  if (value.kind === 'reference') return [value.address, ...value.path].join('.');
  const found = resolved(value);
  return found.kind === 'scalar' ? String(found.value) : 'that is decided when it is deployed';
}
