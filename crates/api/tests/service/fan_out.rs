//! Many clients of one board: what they are told costs what it costs for one.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::join_all;
use tokio::time::timeout;

use crate::support::{Dashboard, Reading, Setup, listed, upserted};

const CLIENTS: usize = 200;
const EVENTS: usize = 20;
/// The bound of every wait.
const BOUND: Duration = Duration::from_mins(1);

/// Published events that were encoded so far.
async fn frames_encoded(dashboard: &Dashboard) -> usize {
    let text = dashboard.get("/metrics").await;
    let name = "kube_ingress_dash_frames_encoded_total ";
    text.text().lines().find_map(|line| line.strip_prefix(name)).unwrap().parse().unwrap()
}

/// Clients that follow, half of them with a filter.
async fn clients(dashboard: &Dashboard) -> Vec<Reading> {
    let mut clients = Vec::new();
    for number in 0..CLIENTS {
        let query = if number % 2 == 0 { "" } else { "?namespaces=shop" };
        let mut client = dashboard.stream(query).await;
        client.until("ready").await;
        clients.push(client);
    }
    clients
}

async fn chunks(client: &mut Reading) -> Vec<Bytes> {
    let mut chunks = Vec::new();
    for _ in 0..EVENTS {
        chunks.push(timeout(BOUND, client.chunk()).await.expect("a frame comes").unwrap());
    }
    chunks
}

#[tokio::test]
async fn an_event_is_encoded_once_and_a_client_that_does_not_read_delays_nobody() {
    let mut dashboard = Dashboard::live(Setup::default());
    let mut reading = clients(&dashboard).await;
    let mut slow = reading.split_off(CLIENTS - 2);
    assert_eq!(frames_encoded(&dashboard).await, 0);
    for version in 0..EVENTS {
        dashboard.apply(upserted("shop", "web", &format!("v{version}")));
    }

    let heard = join_all(reading.iter_mut().map(chunks)).await;

    let place = |chunks: &[Bytes]| chunks.iter().map(|chunk| chunk.as_ptr()).collect::<Vec<_>>();
    assert!(heard.iter().all(|chunks| place(chunks) == place(&heard[0])), "the very same bytes");
    assert_eq!(frames_encoded(&dashboard).await, EVENTS);
    for client in &mut slow {
        assert_eq!(place(&chunks(client).await), place(&heard[0]), "nothing is lost for who reads late");
    }
    assert_eq!(frames_encoded(&dashboard).await, EVENTS);
}

#[tokio::test]
async fn what_concerns_no_client_is_not_encoded() {
    let mut dashboard = Dashboard::live(Setup::default());
    let mut client = dashboard.stream("?namespaces=shop").await;
    client.until("ready").await;
    dashboard.apply(listed("pay", &["api", "new"]));
    let waits = poll_fn(|context| {
        let mut next = std::pin::pin!(client.chunk());
        Poll::Ready(next.as_mut().poll(context).is_pending())
    });
    assert!(waits.await);
    assert_eq!(frames_encoded(&dashboard).await, 0);
}
