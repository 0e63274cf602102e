import * as path from 'node:path';
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';

const RUNTIME = lambda.Runtime.NODEJS_22_X;

export class PhotosStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    new lambda.Function(this, 'Upload', {
      runtime: RUNTIME,
      handler: 'upload.handler',
      code: lambda.Code.fromAsset('lambda'),
      timeout: Duration.seconds(10),
    });

    new lambda.Function(this, 'Thumbnail', {
      runtime: lambda.Runtime.PYTHON_3_13,
      handler: 'thumbnail.handle',
      code: lambda.Code.fromAsset(path.join(__dirname, '../lambda')),
    });

    new NodejsFunction(this, 'album', {
      runtime: RUNTIME,
    });

    new NodejsFunction(this, 'Share', {
      runtime: RUNTIME,
      entry: path.join(__dirname, 'share.ts'),
      handler: 'shareAlbum',
    });

    new lambda.Function(this, 'Ping', {
      runtime: RUNTIME,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => "pong";'),
    });
  }
}
