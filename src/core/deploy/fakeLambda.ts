import { WorkbenchError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { DeployedFunction, FunctionSettings, LambdaApi } from './lambdaApi.ts';

/**
 * For tests: Lambda's control plane as AWS behaves. What is made or changed is in progress for `looks` reads; until then another
 * change is refused (409); a change based on an old revision is refused (412); the revision changes at both ends of an update.
 */
export class FakeLambda implements LambdaApi {
  readonly functions = new Map<string, DeployedFunction>();
  /** `updateFunctionCode f`, in order, without reads. */
  readonly calls: string[] = [];
  /** Thrown by the next call of that name. */
  readonly failures = new Map<string, Error[]>();
  looks = 2;
  /** What the next update ends with. */
  updateFailure: string | undefined;
  #remaining = 0;
  #revisions = 0;

  set(functionName: string, parts: Partial<DeployedFunction> = {}): void {
    const base = { functionArn: `arn:aws:lambda:eu-west-1:1:function:${functionName}`, packageType: 'Zip', codeSha256: 'old' } as const;
    this.functions.set(functionName, {
      functionName,
      ...base,
      runtime: 'nodejs22.x',
      handler: 'a.handler',
      state: 'Active',
      lastUpdateStatus: 'Successful',
      ...parts,
      revisionId: this.#revision(),
    });
  }

  async getFunction(name: string): Promise<DeployedFunction | undefined> {
    this.#fail('getFunction');
    const known = this.functions.get(name);
    if (known !== undefined && this.#remaining > 0 && --this.#remaining === 0) {
      const { updateFailure } = this;
      const ended = updateFailure === undefined ? 'Successful' : 'Failed';
      this.#put({
        ...known,
        state: 'Active',
        lastUpdateStatus: ended,
        ...(updateFailure === undefined ? {} : { lastUpdateStatusReason: updateFailure }),
      });
    }
    return known && this.functions.get(name);
  }

  async listFunctions(): Promise<readonly DeployedFunction[]> {
    return [...this.functions.values()];
  }

  async createFunction({ functionName, zip, ...settings }: Parameters<LambdaApi['createFunction']>[0]): Promise<DeployedFunction> {
    this.#record('createFunction', functionName);
    if (this.functions.has(functionName)) throw conflict(`Function already exist: ${functionName}`);
    this.set(functionName, { ...settings, codeSha256: text(zip), state: 'Pending' });
    return this.#begin(functionName, {}, 'Pending');
  }

  async updateFunctionCode(request: Parameters<LambdaApi['updateFunctionCode']>[0]): Promise<DeployedFunction> {
    this.#record('updateFunctionCode', request.functionName);
    this.#check(request.functionName, request.revisionId);
    const { architecture } = request;
    return this.#begin(request.functionName, { codeSha256: text(request.zip), ...(architecture && { architecture }) }, 'Active');
  }

  async updateFunctionConfiguration(request: FunctionSettings & { functionName: string; revisionId?: string }): Promise<DeployedFunction> {
    const { functionName, revisionId, ...settings } = request;
    this.#record('updateFunctionConfiguration', `${functionName} ${Object.keys(settings).sort().join(',')}`);
    this.#check(functionName, revisionId);
    return this.#begin(functionName, settings, 'Active');
  }

  async deleteFunction(name: string): Promise<void> {
    this.#record('deleteFunction', name);
    this.functions.delete(name);
  }

  invoke(): never {
    throw new Error('Deploying invokes nothing.');
  }

  #record(name: string, what: string): void {
    this.calls.push(`${name} ${what}`);
    this.#fail(name);
  }

  #fail(name: string): void {
    const failure = this.failures.get(name)?.shift();
    if (failure !== undefined) throw failure;
  }

  #check(name: string, revisionId: string | undefined): void {
    const known = this.functions.get(name);
    if (known === undefined) throw new WorkbenchError('deploy-failed', `Function not found: ${name}`, '');
    if (this.#remaining > 0) throw conflict('The operation cannot be performed at this time. An update is in progress.');
    if (revisionId !== known.revisionId) throw conflict('The Revision Id provided does not match the latest Revision Id.');
  }

  #begin(name: string, parts: Partial<DeployedFunction>, state: string): DeployedFunction {
    const known = this.functions.get(name);
    if (known === undefined) throw new Error(`not there: ${name}`);
    this.#remaining = this.looks;
    return this.#put({ ...known, ...parts, state, lastUpdateStatus: state === 'Active' ? 'InProgress' : 'Successful' });
  }

  #put(value: DeployedFunction): DeployedFunction {
    const stored = { ...value, revisionId: this.#revision() };
    this.functions.set(value.functionName, stored);
    return stored;
  }

  #revision(): string {
    return `revision-${++this.#revisions}`;
  }
}

/** For tests: delays pass at once, and time with them. */
export function hurriedClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    monotonic: () => now,
    schedule(delayMs, callback) {
      let cancelled = false;
      queueMicrotask(() => {
        if (cancelled) return;
        now += delayMs;
        callback();
      });
      return () => {
        cancelled = true;
      };
    },
  };
}

function conflict(message: string): WorkbenchError {
  return new WorkbenchError('deploy-conflict', message, 'Look at a new plan.');
}

/** The fake's hash of a zip is its text. */
function text(zip: Uint8Array): string {
  return new TextDecoder().decode(zip);
}
