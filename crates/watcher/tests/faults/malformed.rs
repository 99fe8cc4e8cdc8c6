//! What cannot be read: it is skipped or listed again, and never hides what can.

use std::num::NonZeroU32;

use http::StatusCode;
use kube_ingress_dash_core::attempt;
use kube_ingress_dash_core::stack::Settings;
use kube_ingress_dash_model::status::WatchState;
use kube_ingress_dash_simulator::{Answer, Effect, Part, Rule};
use serde_json::json;

use crate::Watched;
use crate::board::{Terms, ingresses, rows};
use crate::cluster::{Cluster, all_live, assert_follows, event, lists, version_of, watches};
use crate::objects::ingress;

#[tokio::test]
async fn an_event_that_is_cut_short_comes_again() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch(&["shop"]).await;
    cluster.trouble_next(1, watches(), Effect::Truncate(Part::Half));
    cluster.end_watches();
    cluster.until_watched(2).await;
    cluster.create("shop", "b");
    watched.until_rows(&["shop/a", "shop/b"]).await;
    assert_follows(&cluster, &watched).await;
    assert!(watched.announcements().values().all(|&times| times == 1));
}

#[tokio::test]
async fn lines_that_are_no_events_hide_nothing_that_follows() {
    let unreadable: [&[u8]; 12] = [
        b"{\"type\":\"ADDED\",\"object\":{\"kind\":\"Ingress\",\"metadata\":{\"name\":\"",
        b"{\"type\":\"SURPRISE\",\"object\":{\"metadata\":{\"name\":\"a\",\"namespace\":\"shop\"}}}",
        b"{\"type\":\"ADDED\",\"object\":{}}",
        b"{\"type\":\"ADDED\",\"object\":5}",
        b"{\"type\":\"DELETED\",\"object\":{\"metadata\":{}}}",
        b"{\"type\":\"BOOKMARK\",\"object\":{}}",
        b"{\"type\":\"ERROR\",\"object\":{}}",
        b"{}",
        b"[]",
        b"",
        b"<html>502 Bad Gateway</html>",
        b"\xff\xfe\x00",
    ];
    for line in unreadable {
        let text = String::from_utf8_lossy(line).into_owned();
        let cluster = Cluster::shop(&["a"]).await;
        let watched = cluster.watch(&["shop"]).await;
        cluster.say(line);
        cluster.create("shop", "b");
        let shown = watched
            .until(&format!("b after {text}"), |snapshot| rows(snapshot) == ["shop/a", "shop/b"])
            .await;
        assert_eq!(shown.count(), 2, "{text}");
        all_live(&watched).await;
        assert!(watched.announcements().values().all(|&times| times == 1), "{text}");
        let cost = (cluster.listed(), cluster.watched());
        assert!(cost.0 <= 2 && cost.1 <= 3, "{cost:?} lists and watches for {text}");
    }
}

#[tokio::test]
async fn a_letter_whose_bytes_come_apart_stays_whole() {
    let cluster = Cluster::shop(&[]).await;
    let watched = cluster.watch(&["shop"]).await;
    let mut object = version_of("a", "1000", "one");
    object["metadata"]["annotations"] = json!({"example.com/drink": "café 🍵"});
    let line = format!("{}\n", event("ADDED", &object));
    for byte in line.into_bytes() {
        cluster.inject(&watches(), vec![byte]);
    }
    let shown = watched.until_rows(&["shop/a"]).await;
    assert_eq!(ingresses(&shown)[0].annotations["example.com/drink"], "café 🍵");
}

#[tokio::test]
async fn an_object_of_three_megabytes_is_shown_from_a_list_and_from_a_watch() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch(&["shop"]).await;
    let mut large = ingress("shop", "large");
    large["metadata"]["annotations"] = json!({"example.com/large": "é".repeat(3 * 512 * 1024)});
    cluster.cluster().apply(large).unwrap();
    cluster.create("shop", "z");
    let followed = watched.until_rows(&["shop/a", "shop/large", "shop/z"]).await;
    let listed = cluster.watch(&["shop"]).await.now();
    for snapshot in [followed, listed] {
        let row = &ingresses(&snapshot)[1];
        let value = &row.annotations["example.com/large"];
        assert!(value.len() < 300 && value.ends_with("é…"), "{value}");
    }
}

#[tokio::test]
async fn an_object_that_cannot_be_read_hides_no_other_in_a_list_or_a_watch() {
    let cluster = Cluster::shop(&["a", "z"]).await;
    let spoil = |name: &str, field: &str| {
        let mut object = ingress("shop", name);
        object["spec"][field] = json!(5);
        cluster.cluster().apply_unchecked(object).unwrap();
    };
    for field in ["rules", "tls", "defaultBackend"] {
        spoil(&format!("bad-{}", field.to_lowercase()), field);
    }
    let watched = cluster.watch(&["shop"]).await;
    watched.until_rows(&["shop/a", "shop/z"]).await;
    spoil("bad", "rules");
    cluster.create("shop", "b");
    watched.until_rows(&["shop/a", "shop/b", "shop/z"]).await;
    cluster.create("shop", "bad");
    watched.until_rows(&["shop/a", "shop/b", "shop/bad", "shop/z"]).await;
    assert_eq!((cluster.listed(), cluster.watched()), (1, 1));
    assert!(!watched.states("shop").contains(&WatchState::Stale));
}

#[tokio::test]
async fn watches_that_are_answered_with_rubbish_are_told_and_not_opened_in_a_hurry() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch(&["shop"]).await;
    let began = std::time::Instant::now();
    let page = Answer::html(StatusCode::OK, "<html>\n<h1>Sign in</h1>\n</html>\n");
    cluster.trouble(watches(), Effect::Answer(page));
    cluster.end_watches();
    let stale = watched.until_state("shop", WatchState::Stale).await;
    assert_eq!(stale.namespaces[0].error.as_ref().unwrap().reason, "MalformedAnswer");
    assert_eq!(stale.count(), 1, "its rows stay");
    cluster.until_watched(5).await;
    assert!(began.elapsed() >= std::time::Duration::from_secs(3), "{:?}", began.elapsed());
    cluster.faults().clear();
    assert_follows(&cluster, &watched).await;
}

#[tokio::test]
async fn a_line_without_end_is_given_up_and_told() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch(&["shop"]).await;
    // 9 MiB.
    for _ in 0..9 {
        assert_eq!(cluster.inject(&watches(), vec![b'x'; 1024 * 1024]), 1);
    }
    let stale = watched.until_state("shop", WatchState::Stale).await;
    assert_eq!(stale.namespaces[0].error.as_ref().unwrap().reason, "AnswerTooLong");
    assert_eq!(stale.count(), 1, "its rows stay");
    assert_follows(&cluster, &watched).await;
    assert_eq!(cluster.listed(), 2);
}

#[tokio::test]
async fn a_list_whose_pages_expire_and_whose_whole_is_too_long_is_told_and_read_in_pages_again() {
    let cluster = Cluster::shop(&[]).await;
    for number in 0..1100 {
        cluster.create("shop", &format!("web-{number:04}"));
    }
    let gone = Effect::Answer(Answer::status(StatusCode::GONE));
    cluster.faults().add(Rule::new(lists(), gone).after(2).times(NonZeroU32::MIN));
    let defaults = Settings::default();
    // More than a page of 500, less than all.
    let attempt = attempt::Settings { longest_page: 300_000, ..defaults.attempt };
    let terms = Terms { settings: Settings { attempt, ..defaults }, ..Terms::default() };
    let watched = Watched::start_on(cluster.kubeconfig(), &["shop"], terms).await;
    let failed = watched.until("a failure", |snapshot| snapshot.namespaces[0].error.is_some()).await;
    assert_eq!(failed.namespaces[0].error.as_ref().unwrap().reason, "AnswerTooLong");
    let shown = watched.until("rows", |snapshot| snapshot.count() > 0).await;
    assert_eq!(shown.count(), 1100);
    assert_eq!(cluster.listed(), 3 + 1 + 3, "in pages, as a whole, in pages");
}
