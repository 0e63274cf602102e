import { AwsError, conflict } from './awsError.ts';
import { type CloudFunction, type FunctionVersion, functionArn } from './functionModel.ts';

/** Changes are refused while the function is being created or updated. */
export function checkReady(fn: CloudFunction): void {
  if (fn.latest.state === 'Pending') {
    throw conflict('The operation cannot be performed at this time. The function is currently in the following state: Pending');
  }
  if (fn.latest.lastUpdate === 'InProgress') {
    throw conflict(`The operation cannot be performed at this time. An update is in progress for resource: ${functionArn(fn.name)}`);
  }
}

/** What goes on from the code of `$LATEST` needs it to be there. */
export function refuseUnpacked({ latest }: CloudFunction): void {
  if (latest.problem !== undefined) throw conflict(latest.problem);
}

export function checkRevision(latest: Pick<FunctionVersion, 'revisionId'>, revisionId: string | undefined): void {
  if (revisionId === undefined || revisionId === latest.revisionId) return;
  throw new AwsError(
    412,
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
  );
}
