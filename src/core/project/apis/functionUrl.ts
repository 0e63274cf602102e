import type { ApiDefinition } from './model.ts';
import { corsIn, type Settings, textIn } from './settings.ts';

/** A function URL: of SAM's `FunctionUrlConfig`, or of an `AWS::Lambda::Url`. */
export function functionUrl(name: string, settings: Settings): ApiDefinition {
  const cors = corsIn(settings['Cors']);
  const streams = textIn(settings['InvokeMode']) === 'RESPONSE_STREAM';
  return {
    type: 'FunctionUrl',
    name,
    stages: [{ name: '$default', variables: {} }],
    routes: [
      {
        method: 'ANY',
        path: '$default',
        target: { kind: 'function', name, payloadFormat: '2.0', ...(streams ? { streams } : {}) },
        ...(textIn(settings['AuthType']) === 'AWS_IAM' ? { authorizer: { kind: 'iam' } } : {}),
      },
    ],
    ...(cors === undefined ? {} : { cors }),
    notes: [],
  };
}
