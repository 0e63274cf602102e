use lambda_runtime::{run, service_fn, Error, LambdaEvent};

async fn hello(event: LambdaEvent<String>) -> Result<String, Error> {
    Ok(format!("hello {}", event.payload))
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    run(service_fn(hello)).await
}
