import { expect, test } from 'vitest';
import { frontsOf } from '../../http/fronts.ts';
import { functionsOf } from '../terraform/testing.ts';
import { apisOfTriggers } from './ofTriggers.ts';
import { apiLines } from './testing.ts';

const INVOKE = 'aws_lambda_function.f.invoke_arn';

async function check(text: string, expected: readonly unknown[], notes: readonly RegExp[]): Promise<void> {
  const functions = await functionsOf({
    'main.tf': `resource "aws_lambda_function" "f" {\n function_name = "f"\n handler = "a.b"\n}\n${text}`,
  });
  const fronts = frontsOf([{ apis: apisOfTriggers(functions) }]);
  expect(fronts.fronts.map(apiLines)).toEqual(expected);
  expect(fronts.notes).toEqual(notes.map((note) => expect.stringMatching(note)));
}

test('routes and URLs of Terraform, and what isn’t read of them', () =>
  check(
    `resource "aws_apigatewayv2_api" "a" {\n protocol_type = "HTTP"\n}
resource "aws_apigatewayv2_integration" "i" {\n api_id = aws_apigatewayv2_api.a.id\n integration_uri = ${INVOKE}\n payload_format_version = "2.0"\n}
resource "aws_apigatewayv2_route" "r" {\n route_key = "GET /items"\n target = "integrations/\${aws_apigatewayv2_integration.i.id}"\n}
resource "aws_apigatewayv2_route" "d" {\n route_key = "$default"\n target = "integrations/\${aws_apigatewayv2_integration.i.id}"\n}
resource "aws_api_gateway_rest_api" "r" {\n name = "r"\n}
resource "aws_api_gateway_resource" "x" {\n rest_api_id = aws_api_gateway_rest_api.r.id\n parent_id = aws_api_gateway_rest_api.r.root_resource_id\n path_part = "x"\n}
resource "aws_api_gateway_integration" "x" {\n rest_api_id = aws_api_gateway_rest_api.r.id\n resource_id = aws_api_gateway_resource.x.id\n http_method = "POST"\n type = "AWS_PROXY"\n uri = ${INVOKE}\n}
resource "aws_lambda_function_url" "u" {\n function_name = aws_lambda_function.f.function_name\n authorization_type = "AWS_IAM"\n}
`,
    [
      ['HttpApi aws_apigatewayv2_api.a $default', 'GET /items f 2.0 30000', 'ANY $default f 2.0 30000'],
      ['Api aws_api_gateway_rest_api.r prod', 'POST /x f 1.0 29000'],
      ['FunctionUrl f $default', 'ANY $default f 2.0 - by iam'],
    ],
    [/^aws_apigatewayv2_api\.a is open here/, /^aws_api_gateway_rest_api\.r is open here/, /URL of f takes any AWS signature/],
  ));
