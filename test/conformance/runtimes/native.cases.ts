import type { RuntimeCase } from './case.ts';

/** The function of `natives/go` on AWS's own `aws-lambda-go`: lambda.md, 7.4, rows 98 and 99. */
export const GO_CASES: readonly RuntimeCase[] = [
  { handler: 'bootstrap', expected: '{"do":"","k":1}' },
  { handler: 'bootstrap', event: '{"do":"fail"}', expected: 'ERROR errorString: boom' },
  { handler: 'bootstrap', event: '{"do":"fail with a type"}', expected: 'ERROR MyErr: mine' },
  { handler: 'bootstrap', event: '{"do":"panic"}', expected: 'ERROR string: too much' },
  { handler: 'bootstrap', event: '{"do":"exit"}', expected: 'ERROR Runtime.ExitError: Error: Runtime exited with error: exit status 3' },
  { handler: 'bootstrap', event: '{"k":"x"}', expected: 'ERROR UnmarshalTypeError: json: cannot unmarshal string' },
  { handler: 'bootstrap', event: '{bad', expected: 'ERROR SyntaxError: invalid character' },
  { handler: 'bootstrap', event: '{"do":"channel"}', expected: 'ERROR UnsupportedTypeError: json: unsupported type: chan int' },
];

/** The function of `natives/rust` on AWS's own `lambda_runtime`. */
export const RUST_CASES: readonly RuntimeCase[] = [
  { handler: 'bootstrap', expected: '{"k":1}' },
  {
    handler: 'bootstrap',
    event: '{"do":"fail"}',
    expected: 'ERROR &alloc::boxed::Box<dyn core::error::Error + core::marker::Send + core::marker::Sync>: boom',
  },
  {
    handler: 'bootstrap',
    event: '{"do":"panic"}',
    expected: 'ERROR &alloc::boxed::Box<dyn core::any::Any + core::marker::Send>: Lambda panicked: too much',
  },
  { handler: 'bootstrap', event: '{"do":"exit"}', expected: 'ERROR Runtime.ExitError: Error: Runtime exited with error: exit status 3' },
  { handler: 'bootstrap', event: '{bad', expected: 'ERROR &lambda_runtime::deserializer::DeserializeError: failed to deserialize' },
];
