import type { ScaffoldChoice } from './model.ts';
import type { FunctionNames } from './names.ts';

/** A function's source and its unit test, as text. Paths are relative to the template's folder. */
export interface ScaffoldSources {
  readonly source: { readonly path: string; readonly text: string };
  readonly test: { readonly path: string; readonly text: string };
}

export function sourcesFor(choice: ScaffoldChoice, names: FunctionNames, codeFolder: string): ScaffoldSources {
  switch (choice.language) {
    case 'javascript':
      return {
        source: { path: `${codeFolder}/index.mjs`, text: `${javaScriptBody(choice.trigger, { event: '', returns: '' })}` },
        test: { path: `tests/${names.folder}.test.mjs`, text: javaScriptTest(choice.trigger, names, `../${codeFolder}/index.mjs`) },
      };
    case 'typescript':
      return {
        source: { path: `${codeFolder}/index.ts`, text: typeScriptSource(choice.trigger) },
        test: { path: `tests/${names.folder}.test.ts`, text: javaScriptTest(choice.trigger, names, `../${codeFolder}/index.ts`) },
      };
    case 'python':
      return {
        source: { path: `${codeFolder}/app.py`, text: pythonSource(choice.trigger) },
        test: { path: `tests/test_${names.module}.py`, text: pythonTest(choice.trigger, names, codeFolder) },
      };
  }
}

type Trigger = ScaffoldChoice['trigger'];

function javaScriptBody(trigger: Trigger, types: { readonly event: string; readonly returns: string }): string {
  const open = `export const handler = async (event${types.event})${types.returns} => {\n`;
  const body: Readonly<Record<Trigger, string>> = {
    api: `  console.log('request', event.rawPath);
  const name = event.queryStringParameters?.name ?? 'world';
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message: \`Hello, \${name}!\` }),
  };
`,
    queue: `  // Only the messages named here come back to the queue.
  const batchItemFailures${types.event === '' ? '' : ': { itemIdentifier: string }[]'} = [];
  for (const record of event.Records) {
    try {
      const message = JSON.parse(record.body);
      console.log('message', message);
    } catch (error) {
      console.error('failed', record.messageId, error);
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
`,
    schedule: `  console.log('started by the schedule at', event.time);
  return { ranAt: event.time };
`,
    plain: `  console.log('event', event);
  return { message: \`Hello, \${event.name ?? 'world'}!\` };
`,
  };
  return `${open}${body[trigger]}};\n`;
}

function typeScriptSource(trigger: Trigger): string {
  const types: Readonly<Record<Trigger, { readonly declaration: string; readonly returns: string }>> = {
    api: {
      declaration: `interface HttpEvent {
  readonly rawPath: string;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
}

interface HttpResponse {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}
`,
      returns: ': Promise<HttpResponse>',
    },
    queue: {
      declaration: `interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}
`,
      returns: '',
    },
    schedule: { declaration: `interface ScheduleEvent {\n  readonly time: string;\n}\n`, returns: '' },
    plain: { declaration: `interface GreetingEvent {\n  readonly name?: string;\n}\n`, returns: '' },
  };
  const { declaration, returns } = types[trigger];
  const eventType = /interface (\w+)/.exec(declaration)?.[1] ?? 'unknown';
  return `${declaration}\n${javaScriptBody(trigger, { event: `: ${eventType}`, returns })}`;
}

function javaScriptTest(trigger: Trigger, names: FunctionNames, source: string): string {
  const call: Readonly<Record<Trigger, string>> = {
    api: `  const response = await handler({ rawPath: '/${names.folder}', queryStringParameters: { name: 'Ada' } });
  assert.equal(response.statusCode, 200);
  assert.deepEqual(JSON.parse(response.body), { message: 'Hello, Ada!' });
`,
    queue: `  const result = await handler({ Records: [{ messageId: '1', body: '{"id":1}' }, { messageId: '2', body: 'not JSON' }] });
  assert.deepEqual(result, { batchItemFailures: [{ itemIdentifier: '2' }] });
`,
    schedule: `  assert.deepEqual(await handler({ time: '2026-01-01T02:00:00Z' }), { ranAt: '2026-01-01T02:00:00Z' });
`,
    plain: `  assert.deepEqual(await handler({ name: 'Ada' }), { message: 'Hello, Ada!' });
`,
  };
  return `// Run with: node --test
import assert from 'node:assert/strict';
import test from 'node:test';
import { handler } from '${source}';

test('${names.name}', async () => {
${call[trigger]}});
`;
}

function pythonSource(trigger: Trigger): string {
  const bodies: Readonly<Record<Trigger, string>> = {
    api: `import json


def lambda_handler(event, context):
    print("request", event.get("rawPath"))
    name = (event.get("queryStringParameters") or {}).get("name", "world")
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps({"message": f"Hello, {name}!"}),
    }
`,
    queue: `import json


def lambda_handler(event, context):
    # Only the messages named here come back to the queue.
    failures = []
    for record in event["Records"]:
        try:
            message = json.loads(record["body"])
            print("message", message)
        except ValueError as error:
            print("failed", record["messageId"], error)
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
`,
    schedule: `def lambda_handler(event, context):
    print("started by the schedule at", event["time"])
    return {"ranAt": event["time"]}
`,
    plain: `def lambda_handler(event, context):
    print("event", event)
    return {"message": f"Hello, {event.get('name', 'world')}!"}
`,
  };
  return bodies[trigger];
}

function pythonTest(trigger: Trigger, names: FunctionNames, codeFolder: string): string {
  const call: Readonly<Record<Trigger, string>> = {
    api: `        response = app.lambda_handler({"rawPath": "/${names.folder}", "queryStringParameters": {"name": "Ada"}}, None)
        self.assertEqual(response["statusCode"], 200)
        self.assertEqual(json.loads(response["body"]), {"message": "Hello, Ada!"})
`,
    queue: `        records = [{"messageId": "1", "body": '{"id": 1}'}, {"messageId": "2", "body": "not JSON"}]
        result = app.lambda_handler({"Records": records}, None)
        self.assertEqual(result, {"batchItemFailures": [{"itemIdentifier": "2"}]})
`,
    schedule: `        result = app.lambda_handler({"time": "2026-01-01T02:00:00Z"}, None)
        self.assertEqual(result, {"ranAt": "2026-01-01T02:00:00Z"})
`,
    plain: `        self.assertEqual(app.lambda_handler({"name": "Ada"}, None), {"message": "Hello, Ada!"})
`,
  };
  return `# Run with: python -m unittest discover tests
import importlib.util
${trigger === 'api' ? 'import json\n' : ''}import pathlib
import unittest

source = pathlib.Path(__file__).parent.parent / "${codeFolder}" / "app.py"
spec = importlib.util.spec_from_file_location("${names.module}", source)
app = importlib.util.module_from_spec(spec)
spec.loader.exec_module(app)


class ${names.logicalId}Test(unittest.TestCase):
    def test_handler(self):
${call[trigger]}

if __name__ == "__main__":
    unittest.main()
`;
}
