/** An event source of the catalogue. */
export interface EventTemplate {
  /** `apigateway-v1`, `apigateway-v2`, `s3`, `sqs`, `sns`, `schedule`, `dynamodb`, `plain`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly event: unknown;
}

/** A test event: `events/<logicalId>/<name>.json` beside the template. */
export interface TestEvent {
  /** File name without `.json`. */
  readonly name: string;
  readonly path: string;
  /** `<name>.expected.json` beside it, where there is one: what `lambda-workbench test` holds the result against. */
  readonly expectationPath?: string;
}
