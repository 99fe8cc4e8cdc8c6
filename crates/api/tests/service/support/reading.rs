//! A client that reads a stream.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody as _};
use bytes::Bytes;
use tokio::time::timeout;

/// No stream that ends takes longer for it.
const BOUND: Duration = Duration::from_mins(1);

/// Reads frames one chunk after the other, as a socket with room for one does.
pub struct Reading {
    body: BoxBody,
    /// What was read and not yet taken.
    text: String,
}

impl Reading {
    pub fn new(body: BoxBody) -> Self {
        Self { body, text: String::new() }
    }

    /// The next chunk, or none at the end.
    pub async fn chunk(&mut self) -> Option<Bytes> {
        poll_fn(|context| Pin::new(&mut self.body).poll_next(context)).await.map(Result::unwrap)
    }

    /// Everything up to the end of the next event of this name.
    pub async fn until(&mut self, event: &str) -> String {
        let marker = format!("event: {event}\n");
        loop {
            if let Some(start) = self.text.find(&marker)
                && let Some(length) = self.text[start..].find("\n\n")
            {
                let rest = self.text.split_off(start + length + 2);
                return without_chance(&std::mem::replace(&mut self.text, rest));
            }
            let chunk = self.chunk().await.expect("the stream goes on");
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// What is left until the stream ends.
    pub async fn rest(mut self) -> String {
        let reading = async {
            while let Some(chunk) = self.chunk().await {
                self.text.push_str(std::str::from_utf8(&chunk).unwrap());
            }
        };
        timeout(BOUND, reading).await.expect("the stream ends");
        self.text
    }
}

/// The text with what differs each time replaced: the jitter of `retry`, which is checked, and the clock.
fn without_chance(text: &str) -> String {
    let line = |line: &str| {
        if let Some(wait) = line.strip_prefix("retry: ") {
            assert!((1000..=5000).contains(&wait.parse::<u32>().unwrap()), "{line}");
            return "retry: JITTER\n".to_owned();
        }
        match line.split_once("{\"time\":\"") {
            Some((before, after)) => {
                let (_, after) = after.split_once('"').unwrap();
                format!("{before}{{\"time\":\"NOW\"{after}\n")
            }
            None => format!("{line}\n"),
        }
    };
    text.lines().map(line).collect()
}
