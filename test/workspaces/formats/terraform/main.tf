locals {
  functions = {
    hello = { handler = "hello.handler", timeout = 5 }
    bye   = { handler = "bye.hanlder", timeout = 10 }
  }
}

data "archive_file" "app" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/build/app.zip"
}

data "archive_file" "single" {
  type        = "zip"
  source_file = "${path.module}/python/report.py"
  output_path = "${path.module}/build/report.zip"
}

resource "aws_lambda_function" "greet" {
  for_each      = local.functions
  function_name = "greet-${each.key}"
  runtime       = "nodejs22.x"
  handler       = each.value.handler
  timeout       = each.value.timeout
  filename      = data.archive_file.app.output_path
  role          = aws_iam_role.lambda.arn
}

resource "aws_lambda_function" "report" {
  function_name    = "report"
  runtime          = "python3.13"
  handler          = "report.handler"
  filename         = data.archive_file.single.output_path
  source_code_hash = data.archive_file.single.output_base64sha256
  role             = aws_iam_role.lambda.arn

  environment {
    variables = {
      TABLE = "reports"
    }
  }
}

module "worker" {
  source        = "terraform-aws-modules/lambda/aws"
  version       = "8.1.0"
  function_name = "worker"
  runtime       = "python3.13"
  handler       = "worker.lambda_handler"
  source_path   = "./python"
}

resource "aws_iam_role" "lambda" {
  name               = "lambda"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
