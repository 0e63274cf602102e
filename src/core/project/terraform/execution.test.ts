import { expect, test } from 'vitest';
import { folder } from '../testing.ts';
import { resource } from './testing.ts';

/** The layers of a function whose `layers` are these, with whatever stands beside it. */
async function layers(written: string, after = ''): Promise<readonly string[]> {
  const { execution } = await resource(`handler = "a.b"\nlayers = ${written}`, after);
  return (execution?.layers ?? []).map((layer) =>
    layer.kind === 'elsewhere' ? `${layer.name} elsewhere` : `${layer.name} in ${layer.path.replace(folder, '.')}`,
  );
}

const ARCHIVE = 'data "archive_file" "deps" {\ntype = "zip"\nsource_dir = "${path.module}/deps"\noutput_path = "deps.zip"\n}\n';
const LAYER = 'resource "aws_lambda_layer_version" "deps" {\nlayer_name = "deps"\nfilename = data.archive_file.deps.output_path\n}\n';

test.each<[string, string, string, readonly string[]]>([
  ['a folder that an archive packs', '[aws_lambda_layer_version.deps.arn]', LAYER + ARCHIVE, ['deps in ./deps']],
  [
    'by the path of the archive',
    '[aws_lambda_layer_version.deps.arn]',
    LAYER.replace('data.archive_file.deps.output_path', '"deps.zip"') + ARCHIVE,
    ['deps in ./deps'],
  ],
  [
    'through a local',
    'local.all',
    `${LAYER}${ARCHIVE}locals {\nall = [aws_lambda_layer_version.deps.arn, "arn:x"]\n}\n`,
    ['deps in ./deps', 'arn:x elsewhere'],
  ],
  [
    'a zip that something else makes',
    '[aws_lambda_layer_version.deps.arn]',
    LAYER.replace('data.archive_file.deps.output_path', '"${path.module}/made.zip"'),
    ['deps in ./made.zip'],
  ],
  [
    'one of S3',
    '[aws_lambda_layer_version.deps.arn]',
    LAYER.replace('filename = data.archive_file.deps.output_path', 's3_key = "x"'),
    ['deps elsewhere'],
  ],
  ['those of AWS', '["arn:aws:lambda:eu-west-1:1:layer:x:1"]', '', ['arn:aws:lambda:eu-west-1:1:layer:x:1 elsewhere']],
  ['what only a deployment knows', '[aws_ssm_parameter.layer.value]', '', ['aws_ssm_parameter.layer.value elsewhere']],
  ['none', '[]', '', []],
])('layers: %s', async (_, written, after, expected) => {
  expect(await layers(written, after)).toEqual(expected);
});

test('concurrency, logging, snapshots and dead letters are read for runs', async () => {
  const { execution } = await resource(
    [
      'reserved_concurrent_executions = 3',
      'logging_config {\nlog_format = "JSON"\nsystem_log_level = "WARN"\n}',
      'snap_start {\napply_on = "PublishedVersions"\n}',
      'dead_letter_config {\ntarget_arn = aws_sqs_queue.dead.arn\n}',
    ].join('\n'),
  );
  expect(execution).toMatchObject({
    reservedConcurrency: { value: 3 },
    logging: { format: { value: 'JSON' }, systemLevel: { value: 'WARN' }, group: { kind: 'absent' } },
    snapStart: true,
    asynchronous: { deadLetterTarget: 'aws_sqs_queue.dead.arn' },
  });
});

test.each(['-1', 'var.most'])('%s, Terraform’s word for no reserved concurrency, reserves none', async (written) => {
  const { execution } = await resource(`reserved_concurrent_executions = ${written}`, 'variable "most" {\ndefault = -1\n}\n');
  expect(execution?.reservedConcurrency).toEqual({ kind: 'absent' });
});
