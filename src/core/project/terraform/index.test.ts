import { describe, expect, test } from 'vitest';
import { brief, show, summary, where } from '../testing.ts';
import { functionsOf, readTerraform, resource } from './testing.ts';

describe('a resource', () => {
  const check = async (args: string, expected: string, after = '') => expect(show((await resource(args, after)).handler)).toBe(expected);

  test('its handler, with the place of the text', async () => {
    await check('handler = "app.handler"', '"app.handler" at 1:11-22');
    await check('handler="app.${local.b}"', '"app.handler" at 1:9-23', 'locals { b = "handler" }');
    await check('handler = local.a', '"app.handler" at 3:14-25', 'locals { a = "app.handler" }');
    await check('handler = "${local.a}"', '"app.handler" at 3:14-25', 'locals { a = "app.handler" }');
    await check('handler = format("%s.%s", "app", local.b)', '"app.handler" at 1:10-41', 'locals { b = "handler" }');
    await check('handler = local.a.b["c"]', '"x.y" at 3:26-29', 'locals { a = { b = { c = "x.y" } } }');
    await check('handler = local.a ? "b.c" : "d.e"', '"b.c" at 1:21-24', 'locals { a = 1 == 1 }');
    await check('handler = try(local.a.none, "d.e")', '"d.e" at 1:29-32', 'locals { a = {} }');
    await check('handler = "${try(split(".", basename(null))[0], "fallback")}.h"', '"fallback.h" at 1:11-62');
    await check('handler = try(constructor(1), toString())', 'unknown: the function constructor');
    await check('handler = coalesce(null, "", "d.e")', '"d.e" at 1:30-33');
    await check('runtime = "x"', 'absent');
    await check('handler = null', 'absent');
  });

  test('what isn’t known is unknown, with the reason', async () => {
    await check('handler = var.h', 'unknown: the variable h');
    await check('handler = var.h', 'unknown: the variable h', 'variable "h" {\n default = "a.b"\n}');
    await check(
      'handler = "${var.a}.${var.b}"',
      'unknown: the variables a, b',
      'variable a {\n default = 1\n}\nvariable b {\n default = 2\n}',
    );
    await check('handler = var.p ? "a.b" : "c.d"', 'unknown: a condition on the variable p');
    await check('handler = data.x.y.z', 'unknown: the data source x.y');
    await check('handler = aws_x.y.z', 'unknown: the resource aws_x.y');
    await check('handler = module.m.h', 'unknown: the module m');
    await check('handler = jsondecode("x")', 'unknown: the function jsondecode');
    await check('handler = local.none', 'unknown: the local value none');
    await check('handler = local.a', 'unknown: local.a, which is made of itself', 'locals {\n a = local.b\n b = local.a\n}');
    await check('handler = terraform.workspace', 'unknown: terraform.workspace');
    await check('handler = ["a"]', 'unknown: a list stands where a single value is expected');
    await check('handler = "a.b', 'unknown: what stands here can’t be read: a closing quote is missing');
  });

  test('a default and a tfvars file are assumed', async () => {
    const assumed = async (tree: Readonly<Record<string, string>>) => {
      const { handler } = await resource('handler = var.h', 'variable "h" { default = "a.b" }', tree);
      return handler.kind === 'unknown' ? handler.assumed : handler;
    };
    expect(await assumed({})).toEqual({ value: 'a.b', because: 'the default of the variable h' });
    expect(await assumed({ 'terraform.tfvars': 'h = "c.d"' })).toEqual({
      value: 'c.d',
      because: 'the value of the variable h in terraform.tfvars',
    });
    expect(await assumed({ 'dev.tfvars': 'h = "c.d"' })).toEqual({ value: 'a.b', because: 'the default of the variable h' });
  });

  test('its other arguments', async () => {
    const definition = await resource(
      `function_name = "shop-orders"
       runtime = "nodejs22.x"
       timeout = 30
       memory_size = "512"
       architectures = ["arm64"]
       layers = ["arn:a", "arn:b"]
       role = aws_iam_role.r.arn
       description = "Takes \${local.what}"
       ephemeral_storage {
         size = 1024
       }
       environment {
         variables = merge(local.common, { A = "1", B = aws_sqs_queue.q.url }, var.more)
       }`,
      'locals {\n what = "orders"\n common = { C = true }\n}\n',
    );
    const { name, logicalId, runtime, timeoutSeconds, memoryMb, architecture, layers, role, description, ephemeralStorageMb } = definition;
    expect([
      name,
      logicalId,
      ...[runtime, timeoutSeconds, memoryMb, architecture, layers, role, description, ephemeralStorageMb].map(brief),
    ]).toEqual([
      'shop-orders',
      'aws_lambda_function.f',
      'nodejs22.x',
      30,
      512,
      'arm64',
      ['arn:a', 'arn:b'],
      'unknown: the resource aws_iam_role.r',
      'Takes orders',
      1024,
    ]);
    expect(Object.entries(definition.environment).map(([key, value]) => [key, brief(value)])).toEqual([
      ['C', 'true'],
      ['A', '1'],
      ['B', 'unknown: the resource aws_sqs_queue.q'],
    ]);
    expect(definition.environmentGap).toBe('the variable more');
    expect([definition.range.start, definition.bodyRange.start]).toEqual([
      { line: 0, character: 32 },
      { line: 0, character: 0 },
    ]);
  });

  test('is one for each element, or none', async () => {
    const ids = async (text: string) =>
      (await functionsOf({ 'main.tf': text })).map(({ logicalId, handler }) => `${logicalId} ${show(handler)}`);
    expect(
      await ids(
        'locals {\n fns = {\n  a = { handler = "a.h" }\n  b = { handler = "b.h" }\n }\n}\nresource "aws_lambda_function" "f" {\n for_each = local.fns\n handler = each.value.handler\n}',
      ),
    ).toEqual(['aws_lambda_function.f["a"] "a.h" at 2:19-22', 'aws_lambda_function.f["b"] "b.h" at 3:19-22']);
    expect(await ids('resource "aws_lambda_function" "f" {\n for_each = toset(["a", "b"])\n handler = "${each.key}.h"\n}')).toEqual([
      'aws_lambda_function.f["a"] "a.h" at 2:12-25',
      'aws_lambda_function.f["b"] "b.h" at 2:12-25',
    ]);
    expect(
      await ids('resource "aws_lambda_function" "f" {\n for_each = { for n in ["a"] : n => "${n}.h" }\n handler = each.value\n}'),
    ).toEqual(['aws_lambda_function.f["a"] "a.h" at 1:37-43']);
    expect(await ids('resource "aws_lambda_function" "f" {\n for_each = var.fns\n handler = each.value.handler\n}')).toEqual([
      'aws_lambda_function.f unknown: each.value, which depends on the variable fns',
    ]);
    expect(await ids('resource "aws_lambda_function" "f" {\n count = 2\n handler = "f${count.index}.h"\n}')).toEqual([
      'aws_lambda_function.f[0] "f0.h" at 2:12-29',
      'aws_lambda_function.f[1] "f1.h" at 2:12-29',
    ]);
    expect(await ids('resource "aws_lambda_function" "f" {\n count = var.on ? 1 : 0\n handler = "f.h"\n}')).toEqual([
      'aws_lambda_function.f "f.h" at 2:12-15',
    ]);
    expect(await ids('resource "aws_lambda_function" "f" {\n count = 0\n}')).toEqual([]);
  });
});

describe('code', () => {
  const check = async (args: string, after: string, expected: string, tree: Readonly<Record<string, string>> = {}) =>
    expect(where(await resource(args, after, tree))).toBe(expected);
  const archive = (body: string) => `data "archive_file" "zip" {\n type = "zip"\n ${body}\n output_path = "\${path.module}/build/f.zip"\n}`;
  const byReference = 'filename = data.archive_file.zip.output_path';

  test('of an archive_file', async () => {
    await check(byReference, archive('source_dir = "${path.module}/src"'), 'directory /work/shop/src');
    await check(byReference, archive('source_dir = "${path.module}/src/"'), 'directory /work/shop/src');
    await check(byReference, archive('source_dir = "${path.module}/../${path.module}/src"'), 'directory /work/src');
    await check(byReference, archive('source_dir = "src"'), 'directory /work/shop/src', { 'src/a.py': '' });
    await check(byReference, archive('source_dir = "src"'), 'directory /work/shop/src', { 'p.tf': 'provider "aws" {}' });
    await check(
      byReference,
      archive('source_dir = "src"'),
      'unknown: the place of src, which Terraform looks for from where it is started',
    );
    await check(byReference, archive('source_dir = var.dir'), 'unknown: the variable dir');
    await check(byReference, archive('source_file = "${path.module}/src/app.py"'), 'files app.py');
    await check(
      byReference,
      archive('source {\n filename = "a/index.js"\n content = "x"\n}\n source {\n filename = "b.js"\n content = file("b.js")\n}'),
      'files a/index.js, b.js',
    );
    await check(byReference, archive('source_content = "x"\n source_content_filename = "index.py"'), 'files index.py');
    await check(
      'filename = archive_file.zip.output_path',
      archive('source_dir = "${path.module}/src"').replace('data', 'resource'),
      'directory /work/shop/src',
    );
    await check(
      'filename = local.zip',
      `${archive('source_dir = "${path.module}/src"')}\nlocals { zip = data.archive_file.zip.output_path }`,
      'directory /work/shop/src',
    );
    await check('filename = "build/f.zip"', archive('source_dir = "${path.module}/src"'), 'directory /work/shop/src');
    await check(
      'filename = data.archive_file.zip[0].output_path',
      archive('count = 1\n source_dir = "${path.module}/src"'),
      'directory /work/shop/src',
    );
    await check(
      'filename = data.archive_file.zip["b"].output_path',
      archive('for_each = { a = "x", b = "y" }\n source_dir = "${path.module}/${each.value}"'),
      'directory /work/shop/y',
    );
  });

  test('of the Cloud Control provider', async () => {
    const cloudControl = async (args: string) => {
      const [only] = await functionsOf({ 'main.tf': `resource "awscc_lambda_function" "f" {\n${args}\n}` });
      return only === undefined
        ? 'none'
        : `${only.id} ${show(only.handler)} ${where(only)} ${brief(only.environment['A'] ?? { kind: 'absent' })}`;
    };
    expect(await cloudControl('handler = "index.h"\n code = {\n  zip_file = "x"\n }\n environment = { variables = { A = "b" } }')).toBe(
      'main.tf#awscc_lambda_function.f "index.h" at 1:11-18 inline "x" b',
    );
    expect(await cloudControl('code = { s3_bucket = "b" }')).toBe(
      'main.tf#awscc_lambda_function.f absent unknown: the code is in S3 absent',
    );
    expect(await cloudControl('code = { image_uri = "b" }')).toBe('main.tf#awscc_lambda_function.f absent image absent');
  });

  test('that is packed already, or elsewhere', async () => {
    await check('filename = "${path.module}/f.zip"', '', 'archive /work/shop/f.zip');
    await check('image_uri = aws_ecr.x.url', '', 'image');
    await check('package_type = "Image"', '', 'image');
    await check('s3_bucket = "b"\n s3_key = "k.zip"', '', 'unknown: the code is in S3');
    await check('handler = "a.b"', '', 'unknown: the resource doesn’t say where its code is');
    await check(
      's3_bucket = "b"\n s3_key = aws_s3_object.o.key',
      `${archive('source_dir = "${path.module}/src"')}\nresource "aws_s3_object" "o" {\n key = "k"\n source = data.archive_file.zip.output_path\n}`,
      'directory /work/shop/src',
    );
    await check(
      'filename = "${path.module}/f.zip"',
      'resource "null_resource" "make" {\n provisioner "local-exec" {\n  command = "zip -r f.zip ."\n }\n}',
      'unknown: null_resource.make, which makes f.zip when it is deployed',
    );
    await check('filename = data.external.build.result.zip', '', 'unknown: the data source external.build');
  });

  test('whose changes are ignored is a placeholder', async () => {
    const zip = 'filename = "${path.module}/f.zip"\n lifecycle {\n  ignore_changes = ';
    await check(`${zip}[filename, layers]\n}`, '', 'unknown: it is deployed apart from Terraform, which ignores changes of filename');
    await check(`${zip}all\n}`, '', 'unknown: it is deployed apart from Terraform, which ignores changes of all');
    await check(`${zip}[tags]\n}`, '', 'archive /work/shop/f.zip');
  });
});

describe('calls of modules', () => {
  const list = async (tree: Readonly<Record<string, string>>, name = 'main.tf') =>
    (await functionsOf(tree, name)).map((each) => `${each.logicalId} ${show(each.handler)} ${where(each)}`);

  test('terraform-aws-modules/lambda', async () => {
    const call = (source: string, args: string) =>
      list({
        'main.tf': `module "m" {\n source = "${source}"\n handler = "a.b"\n ${args}\n}`,
        'fns/a.py': '',
        'one.py': '',
        'lib/x.py': '',
      });
    expect(await call('terraform-aws-modules/lambda/aws', 'source_path = "fns"')).toEqual([
      'module.m "a.b" at 2:12-15 directory /work/shop/fns',
    ]);
    expect(await call('git::https://github.com/terraform-aws-modules/terraform-aws-lambda.git?ref=v7', 'source_path = "one.py"')).toEqual([
      'module.m "a.b" at 2:12-15 files one.py',
    ]);
    expect(
      await call(
        'terraform-aws-modules/lambda/aws',
        'source_path = ["lib", { path = "${path.module}/fns", commands = ["npm ci", ":zip"] }]',
      ),
    ).toEqual(['module.m "a.b" at 2:12-15 directory /work/shop/fns']);
    expect(await call('terraform-aws-modules/lambda/aws', 'source_path = [{ path = "fns", prefix_in_zip = "x" }]')).toEqual([
      'module.m "a.b" at 2:12-15 unknown: it is packed below another folder',
    ]);
    expect(
      await call('terraform-aws-modules/lambda/aws', 'create_package = false\n local_existing_package = "${path.module}/f.zip"'),
    ).toEqual(['module.m "a.b" at 2:12-15 archive /work/shop/f.zip']);
    expect(await call('terraform-aws-modules/lambda/aws', 'create_package = false\n package_type = "Image"\n image_uri = "x"')).toEqual([
      'module.m "a.b" at 2:12-15 image',
    ]);
    expect(await call('terraform-aws-modules/lambda/aws', 'create_function = false\n create_layer = true')).toEqual([]);
    expect(await call('terraform-aws-modules/lambda/aws//modules/alias', '')).toEqual([]);
    expect(await call('example/lambda/aws', 'runtime = "nodejs22.x"')).toEqual([
      'module.m "a.b" at 2:12-15 unknown: the module that is called isn’t in this folder',
    ]);
    expect(await call('example/other/aws', '')).toEqual([]);
  });

  const wrapper = {
    'modules/fn/main.tf': `variable "handler" {}
variable "dir" { default = "src" }
data "archive_file" "zip" {
  source_dir = "\${path.module}/../../\${var.dir}"
  output_path = "x.zip"
}
resource "aws_lambda_function" "this" {
  handler = var.handler
  filename = data.archive_file.zip.output_path
}
resource "aws_lambda_function" "fixed" {
  handler = "fixed.h"
  filename = "\${path.module}/fixed.zip"
}`,
  };

  test('of this workspace: the call is the function where it decides what that is', async () => {
    const tree = {
      ...wrapper,
      'main.tf':
        'module "one" {\n source = "./modules/fn"\n handler = "one.h"\n}\nmodule "two" {\n source = "./modules/fn"\n for_each = { a = "x.h" }\n handler = each.value\n dir = "lib"\n}',
    };
    expect(await list(tree)).toEqual([
      'module.one "one.h" at 2:12-17 directory /work/shop/src',
      'module.two["a"] "x.h" at 6:19-22 directory /work/shop/lib',
    ]);
    expect(await list(tree, 'modules/fn/main.tf')).toEqual([
      'aws_lambda_function.this unknown: the variable handler unknown: the variable dir',
      'aws_lambda_function.fixed "fixed.h" at 11:13-20 archive /work/shop/modules/fn/fixed.zip',
    ]);
    const result = await readTerraform(tree);
    expect(result.kind === 'template' && result.replaces).toEqual(['modules/fn/main.tf#aws_lambda_function.this']);
  });

  test('through several of them', async () => {
    const tree = {
      ...wrapper,
      'modules/group/main.tf':
        'variable "fns" {}\nmodule "inner" {\n source = "../fn"\n for_each = var.fns\n handler = each.value\n}\nmodule "known" {\n source = "../fn"\n handler = "known.h"\n}',
      'main.tf': 'module "g" {\n source = "./modules/group"\n fns = { a = "a.h", b = "b.h" }\n}',
    };
    expect(await list(tree)).toEqual([
      'module.g.module.inner["a"] "a.h" at 2:14-17 directory /work/shop/src',
      'module.g.module.inner["b"] "b.h" at 2:25-28 directory /work/shop/src',
    ]);
    expect(await list(tree, 'modules/group/main.tf')).toEqual([
      'module.inner unknown: each.value, which depends on the variable fns directory /work/shop/src',
      'module.known "known.h" at 8:12-19 directory /work/shop/src',
    ]);
    const result = await readTerraform(tree);
    expect(result.kind === 'template' && result.replaces).toContain('modules/group/main.tf#module.inner');
  });

  test('that see their files from where Terraform is started', async () => {
    const tree = {
      'main.tf': 'provider "aws" {}\nmodule "m" {\n source = "./m"\n}',
      'm/main.tf':
        'data "archive_file" "z" {\n source_dir = "./code"\n output_path = "z.zip"\n}\nresource "aws_lambda_function" "f" {\n handler = "a.h"\n filename = data.archive_file.z.output_path\n}',
    };
    expect(await list(tree)).toEqual(['module.m "a.h" at 5:12-15 directory /work/shop/code']);
    expect(await list(tree, 'm/main.tf')).toEqual([
      'aws_lambda_function.f "a.h" at 5:12-15 unknown: the place of ./code, which Terraform looks for from where it is started',
    ]);
  });

  test('that call each other come to an end', async () => {
    const call = (source: string) =>
      `module "m" {\n source = "${source}"\n handler = var.handler\n runtime = "nodejs22.x"\n}\nresource "aws_lambda_function" "f" {\n handler = var.handler\n}`;
    const tree = { 'main.tf': call('./a'), 'a/main.tf': call('../b'), 'b/main.tf': call('../a') };
    expect(await list(tree)).toHaveLength(3);
  });
});

test('what else there is', async () => {
  const check = async (tree: Readonly<Record<string, string>>, expected: string, name?: string) =>
    expect(summary(await readTerraform(tree, name))).toBe(expected);
  await check({ 'main.tf': 'resource "aws_s3_bucket" "b" {}\nmodule "x" {\n source = "./x"\n}' }, 'not-a-template');
  await check({ 'main.tf': '' }, 'not-a-template');
  await check({ 'main.tofu': 'resource aws_lambda_function f {}' }, 'terraform: main.tofu#aws_lambda_function.f', 'main.tofu');
  await check({ 'main.tf': 'resource aws_lambda_function f {}', 'main.tofu': '' }, 'not-a-template');
  await check(
    { 'a.tf.json': '{"resource": {"aws_lambda_function": {"f": {"handler": "a.b"}}}}' },
    'terraform: a.tf.json#aws_lambda_function.f',
    'a.tf.json',
  );
  await check(
    { 'a.tf': 'resource aws_lambda_function f {}\n', 'override.tf': 'resource aws_lambda_function f { handler = "c.d" }' },
    'not-a-template',
    'override.tf',
  );
  await check(
    { 'main.tf': '{% if x %}\nresource aws_lambda_function f {\n handler = "{{ h }}"\n}\n{% endif %}' },
    'terraform: main.tf#aws_lambda_function.f',
  );
});

test('cut off anywhere, it is still answered', async () => {
  const text = `locals { fns = { a = { h = "a.b" } } }
data "archive_file" "z" {
  source { content = file("\${path.module}/a.js")
 filename = "a.js" }
  output_path = "z.zip"
}
resource "aws_lambda_function" "f" {
  for_each = local.fns
  handler = "\${each.value.h}"
  filename = data.archive_file.z.output_path
  environment { variables = { A = "b" } }
}
module "m" { source = "./m"
  handler = <<-E
    x.y
  E
}
`;
  for (let end = 0; end < text.length; end += 1)
    expect((await readTerraform({ 'main.tf': text.slice(0, end), 'm/main.tf': text })).kind).toMatch(/template/);
});

test('values that multiply come to an end', async () => {
  const doubled = Array.from(
    { length: 60 },
    (_, index) => `t${index + 1} = "\${local.t${index}}\${local.t${index}}"\nl${index + 1} = concat(local.l${index}, local.l${index})\n`,
  );
  const text = `locals {\nt0 = "x"\nl0 = ["y"]\n${doubled.join('')}}\nresource "aws_lambda_function" "f" {\n handler = local.t60\n layers = local.l60\n}`;
  const [definition] = await functionsOf({ 'main.tf': text });
  expect(definition && brief(definition.handler)).toMatch(/unknown/);
  const deep = Array.from({ length: 3000 }, (_, index) => `a${index} = local.a${index + 1}\n`).join('');
  expect(await functionsOf({ 'main.tf': `locals {\n${deep}}\nresource "aws_lambda_function" "f" {\n handler = local.a0\n}` })).toHaveLength(
    1,
  );
});
