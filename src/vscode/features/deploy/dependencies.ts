import type { Ports } from '../../../core/ports.ts';
import type { Workbench } from '../../../core/workbench.ts';
import type { CommandRegistry } from '../../platform/commands.ts';
import type { FunctionPicker } from '../../platform/functionPicker.ts';
import type { FunctionsView } from '../functionsView/index.ts';
import type { LogTails } from '../logs/tails.ts';
import type { EventPicker } from '../run/eventPicker.ts';
import type { Invocations } from '../run/invocations.ts';
import type { CloudServer } from './cloudServer.ts';
import type { DeploymentsModel } from './deploymentsModel.ts';
import type { Targets } from './targets.ts';

/** What deploying, and acting on what is deployed, stand on. */
export interface DeployDependencies {
  readonly ports: Ports;
  readonly workbench: Workbench;
  readonly cloud: CloudServer;
  readonly targets: Targets;
  readonly deployments: DeploymentsModel;
  readonly events: EventPicker;
  readonly invocations: Invocations;
  readonly tails: LogTails;
  readonly picker: FunctionPicker;
  readonly view: Pick<FunctionsView, 'reveal'>;
  readonly registry: CommandRegistry;
}
