export { applyDeployment, removeFunction } from './apply.ts';
export { describeOutcome, describePlan, planWords } from './describe.ts';
export { type Desired, desiredFrom } from './desired.ts';
export { type Deployment, planDeployment } from './plan.ts';
