//! Serves the demo cluster for `kubectl` until it is interrupted:
//! `cargo run -p kube-ingress-dash-simulator --example demo -- 127.0.0.1:8001`.

use std::error::Error;

use kube_ingress_dash_simulator::demo;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listen = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let demo = demo::start(&demo::Options::default(), listen.parse()?).await?;
    eprintln!("kubectl get ingress -n shop -w --server {}", demo.simulator().url());
    std::future::pending().await
}
