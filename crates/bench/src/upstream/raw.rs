//! The API server's own answers with nothing around them: what the program is compared with.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;
use http_body_util::BodyExt as _;
use kube::Client;
use kube::client::Body;
use memchr::memmem;
use serde_json::Value;

use crate::churn::{Ledger, MARK};
use crate::client::Splitter;
use crate::latency::Latencies;
use crate::outcome::Result;

const INGRESSES: &str = "/apis/networking.k8s.io/v1/ingresses";
const PAGE: usize = 500;

/// What a list in pages cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawList {
    pub(crate) took: Duration,
    pub(crate) bytes: usize,
}

/// Lists all Ingresses in pages like the program's, and decodes none of them.
pub(crate) async fn raw_list(client: &Client) -> Result<RawList> {
    let began = Instant::now();
    let mut bytes = 0;
    let mut path = format!("{INGRESSES}?limit={PAGE}");
    loop {
        let body = get(client, &path).await?;
        bytes += body.len();
        match head(&body)?["metadata"]["continue"].as_str().filter(|token| !token.is_empty()) {
            Some(token) => path = format!("{INGRESSES}?limit={PAGE}&continue={token}"),
            None => return Ok(RawList { took: began.elapsed(), bytes }),
        }
    }
}

/// Watches all Ingresses for ever, and notes how late each change of the ledger comes.
pub(crate) async fn raw_watch(client: Client, ledger: Arc<Ledger>, latencies: Arc<Latencies>) -> Result<()> {
    let body = get(&client, &format!("{INGRESSES}?limit=1")).await?;
    let head = head(&body)?;
    let version = head["metadata"]["resourceVersion"].as_str().ok_or("a list without a version")?;
    let path = format!("{INGRESSES}?watch=true&resourceVersion={version}");
    let mut body = client.send(Request::get(path).body(Body::empty())?).await?.into_body();
    let mut splitter = Splitter::new(b"\n");
    while let Some(piece) = body.frame().await {
        let Ok(piece) = piece?.into_data() else { continue };
        let now = Instant::now();
        splitter.push(&piece, |line| {
            if let Some(made) = mark(line).and_then(|change| ledger.made(change)) {
                latencies.record(now.duration_since(made));
            }
        });
    }
    Ok(())
}

async fn get(client: &Client, path: &str) -> Result<Bytes> {
    let answer = client.send(Request::get(path).body(Body::empty())?).await?;
    if !answer.status().is_success() {
        return Err(format!("the API server answered {} to {path}", answer.status()).into());
    }
    Ok(answer.into_body().collect().await?.to_bytes())
}

/// A list without its items, which are most of it.
fn head(list: &[u8]) -> Result<Value> {
    let items = memmem::find(list, b"\"items\":").ok_or("a list without items")?;
    Ok(serde_json::from_slice(&[&list[..items], b"\"items\":[]}"].concat())?)
}

fn mark(line: &[u8]) -> Option<usize> {
    let key = format!("\"{MARK}\":\"");
    let start = memmem::find(line, key.as_bytes())? + key.len();
    let digits = line[start..].split(|byte| *byte == b'"').next()?;
    str::from_utf8(digits).ok()?.parse().ok()
}
