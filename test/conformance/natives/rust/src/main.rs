//! One function for every case: the event says which.
use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use serde_json::{json, Value};

async fn handler(event: LambdaEvent<Value>) -> Result<Value, Error> {
    match event.payload["do"].as_str() {
        Some("fail") => Err("boom".into()),
        Some("panic") => panic!("too much"),
        Some("exit") => std::process::exit(3),
        Some("context") => Ok(json!({
            "function": event.context.env_config.function_name,
            "memory": event.context.env_config.memory,
            "arn": event.context.invoked_function_arn,
            "client": event.context.client_context.is_some(),
        })),
        _ => Ok(event.payload),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(handler)).await
}
