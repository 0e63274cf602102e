import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const role = new aws.iam.Role('role', { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'lambda.amazonaws.com' }) });

new aws.lambda.Function('hook', {
  runtime: aws.lambda.Runtime.NodeJS22dX,
  handler: 'hook.handler',
  code: new pulumi.asset.AssetArchive({ '.': new pulumi.asset.FileArchive('./app') }),
  role: role.arn,
});

new aws.lambda.Function('retry', {
  runtime: 'nodejs22.x',
  handler: 'hook.rety',
  code: new pulumi.asset.FileArchive('./app'),
  role: role.arn,
});
