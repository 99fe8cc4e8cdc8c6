//! An API server that sheds load is left alone for as long as it wishes, within reason.

use std::time::{Duration, Instant};

use http::StatusCode;
use http::header::HeaderValue;
use jiff::Timestamp;
use kube_ingress_dash_model::status::WatchState;
use kube_ingress_dash_simulator::{Answer, Effect, Options};

use crate::cluster::{Cluster, all_live, assert_follows, watches};

/// Longer than what a source waits by itself.
const WISH: Duration = Duration::from_secs(4);

/// In plain text, as the API server answers while it sheds load.
fn overloaded(retry_after: &str) -> Effect {
    let answer = Answer::text(StatusCode::TOO_MANY_REQUESTS, "Too many requests, please try again later.\n");
    Effect::Answer(answer.retry_after(HeaderValue::from_str(retry_after).unwrap()))
}

#[tokio::test]
async fn fifty_watches_that_are_refused_with_429_wait_as_wished_and_list_nothing() {
    let names: Vec<String> = (0..50).map(|number| format!("team-{number:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let cluster = Cluster::with(Options::default(), &names, &["web"]).await;
    let watched = cluster.watch(&names).await;
    assert_eq!((cluster.listed(), cluster.watched()), (50, 50));
    let began = Instant::now();
    cluster.trouble_next(50, watches(), overloaded("4"));
    cluster.end_watches();
    cluster.until_watched(101).await;
    assert!(began.elapsed() >= WISH, "{:?}", began.elapsed());
    assert_eq!(watched.now().count(), 50, "rows stay");
    cluster.until_watched(150).await;
    all_live(&watched).await;
    assert_eq!((cluster.listed(), cluster.watched()), (50, 150));
    assert_eq!(cluster.counts().answered(&watches(), 429), 50);
}

#[tokio::test]
async fn a_watch_that_is_refused_with_429_again_and_again_waits_each_time() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch(&["shop"]).await;
    let began = Instant::now();
    cluster.trouble_next(2, watches(), overloaded("4"));
    cluster.end_watches();
    cluster.until_watched(4).await;
    assert!(began.elapsed() >= WISH * 2, "{:?}", began.elapsed());
    assert_follows(&cluster, &watched).await;
    assert_eq!(cluster.listed(), 1);
}

/// How long the source waits after a refusal with this wish.
async fn wait_after(retry_after: &str) -> Duration {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch(&["shop"]).await;
    let began = Timestamp::now();
    cluster.trouble(watches(), overloaded(retry_after));
    cluster.end_watches();
    let stale = watched.until_state("shop", WatchState::Stale).await;
    let next_attempt = stale.namespaces[0].next_attempt.unwrap();
    assert_eq!(stale.namespaces[0].error.as_ref().unwrap().status, Some(429));
    next_attempt.duration_since(began).try_into().unwrap()
}

#[tokio::test]
async fn a_wish_that_is_a_date_is_granted() {
    let date = Timestamp::now() + Duration::from_secs(90);
    let wait = wait_after(&date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()).await;
    assert!((Duration::from_secs(45)..Duration::from_mins(2)).contains(&wait), "{wait:?}");
}

#[tokio::test]
async fn a_wish_without_end_is_granted_for_two_minutes() {
    for wish in ["1000000000000", "99999999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"] {
        let wait = wait_after(wish).await;
        assert!((Duration::from_mins(2)..Duration::from_secs(150)).contains(&wait), "{wish}: {wait:?}");
    }
}

#[tokio::test]
async fn a_wish_that_makes_no_sense_is_none() {
    for wish in ["-5", "soon", "", "1.5", "Wed, 21 Oct 2015 07:28:00 GMT", "2, 3"] {
        let wait = wait_after(wish).await;
        assert!(wait < Duration::from_secs(30), "{wish}: {wait:?}");
    }
}
