//! One client cannot take what is there for all, and whoever comes through a proxy is a client by itself.

use std::net::Ipv4Addr;

use futures_util::future::join_all;

use crate::program::{Answer, Program};
use crate::simulated::cluster;

const ONE: Ipv4Addr = Ipv4Addr::LOCALHOST;
const OTHER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

#[tokio::test]
async fn request_one_hundred_and_one_is_refused_and_another_client_is_not() {
    let simulator = cluster().await;
    let program =
        Program::serve(&simulator.kubeconfig(), &["--rate-limit", "1/h", "--rate-burst", "100"]).await;
    let answers = join_all((0..101).map(|_| program.get_as(ONE, "/api/config", &[]))).await;
    let refused: Vec<&Answer> = answers.iter().filter(|answer| answer.status != 200).collect();
    assert_eq!(refused.len(), 1);
    refused[0].problem(429);
    let wait: u64 = refused[0].header("retry-after").unwrap().parse().unwrap();
    assert!((3500..=3600).contains(&wait), "{wait}");
    assert_eq!(program.get_as(OTHER, "/api/config", &[]).await.status, 200);
    assert!(program.get_as(OTHER, "/api/health", &[]).await.status == 200, "probes are never refused");
}

#[tokio::test]
async fn three_hundred_users_behind_one_trusted_proxy_are_three_hundred_clients() {
    let simulator = cluster().await;
    let arguments = ["--rate-limit", "1/h", "--rate-burst", "2", "--trusted-proxies", "127.0.0.0/8"];
    let program = Program::serve(&simulator.kubeconfig(), &arguments).await;
    let users = (0..300).map(|user| format!("203.0.{}.{}", 113 + user / 250, user % 250 + 1));
    let answers =
        join_all(users.map(async |user| {
            program.get_as(ONE, "/api/config", &[("x-forwarded-for", &user)]).await.status
        }))
        .await;
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
}

#[tokio::test]
async fn a_proxy_that_nobody_named_is_warned_of_once() {
    let simulator = cluster().await;
    let program = Program::serve(&simulator.kubeconfig(), &[]).await;
    for _ in 0..3 {
        program.get_as(ONE, "/api/config", &[("x-forwarded-for", "203.0.113.1")]).await;
        program.get_as(OTHER, "/api/config", &[("x-forwarded-for", "203.0.113.2")]).await;
    }
    program.until("it warns", async || !program.logged("--trusted-proxies").is_empty()).await;
    assert_eq!(program.logged("--trusted-proxies").len(), 1);
    assert!(program.logged("127.0.0.1 sends X-Forwarded-For").len() == 1);
}
