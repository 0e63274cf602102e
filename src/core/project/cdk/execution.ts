import type { ExecutionSettings } from '../execution.ts';
import type { Value } from '../model.ts';
import { executionOf, isNothing, layerSources, literal, numberValue, type ProgramValue } from '../program/index.ts';
import { cdkLayerOf } from './layers.ts';
import { cdkName } from './names.ts';
import type { Construct } from './properties.ts';

/** What of a construct only an execution environment heeds. `base`: the folder that the program is run in. */
export function readExecution({ get }: Construct, base: string | undefined): ExecutionSettings {
  return executionOf({
    layers: layerSources(get('layers'), (item) => cdkLayerOf(item, base)),
    logging: {
      format: constant(get('loggingFormat')),
      systemLevel: constant(get('systemLogLevelV2') ?? get('systemLogLevel')),
      applicationLevel: constant(get('applicationLogLevelV2') ?? get('applicationLogLevel')),
      group: { kind: 'absent' },
    },
    reservedConcurrency: numberValue(get('reservedConcurrentExecutions')),
    snapStart: isOnVersions(get('snapStart')),
  });
}

/** `LoggingFormat.JSON`, `ApplicationLogLevel.DEBUG`, or the plain text of one. */
function constant(value: ProgramValue | undefined): Value<string> {
  if (isNothing(value)) return { kind: 'absent' };
  if (value.kind === 'text') return literal(value.text, value.place);
  const name = value.kind === 'symbol' ? cdkName(value) : undefined;
  return name === undefined ? { kind: 'absent' } : literal(name.slice(name.lastIndexOf('.') + 1), value.place, false);
}

function isOnVersions(value: ProgramValue | undefined): boolean {
  return value?.kind === 'symbol' && cdkName(value) === 'aws-lambda.SnapStartConf.ON_PUBLISHED_VERSIONS';
}
