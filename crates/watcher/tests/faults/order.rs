//! Events that come twice, and those of different objects in any order.

use std::collections::BTreeMap;

use kube_ingress_dash_model::status::WatchState;

use crate::board::ingresses;
use crate::cluster::{Cluster, event, version_of, watches};

/// A small generator, so that a failure can be seen again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

#[tokio::test]
async fn events_that_come_twice_and_interleaved_leave_what_is_true() {
    for seed in 0..20 {
        let cluster = Cluster::shop(&[]).await;
        let watched = cluster.watch(&["shop"]).await;
        let mut dice = Dice(seed);
        let mut truth: BTreeMap<String, String> = BTreeMap::new();
        for step in 0..200 {
            let name = format!("web-{}", dice.below(5));
            let version = (1000 + step).to_string();
            let object = version_of(&name, &version, "x");
            let kind = match (truth.contains_key(&name), dice.below(3)) {
                (false, _) => "ADDED",
                (true, 0) => "DELETED",
                (true, _) => "MODIFIED",
            };
            if kind == "DELETED" {
                truth.remove(&name);
            } else {
                truth.insert(name, version);
            }
            for _ in 0..=dice.below(3) {
                cluster.say(event(kind, &object));
            }
        }
        let shown = |snapshot: &kube_ingress_dash_watcher::board::Snapshot| {
            let rows = ingresses(snapshot).into_iter().map(|row| (row.name, row.resource_version));
            rows.collect::<BTreeMap<_, _>>()
        };
        cluster.say(event("ADDED", &version_of("zz-last", "2000", "x")));
        truth.insert("zz-last".to_owned(), "2000".to_owned());
        let last = watched.until("the last", |snapshot| shown(snapshot).contains_key("zz-last")).await;
        assert_eq!(shown(&last), truth, "seed {seed}");
        let announcements = watched.announcements();
        assert!(announcements.values().all(|&times| times == 1), "seed {seed}: {announcements:?}");
        assert!(!watched.states("shop").contains(&WatchState::Stale));
        assert_eq!(cluster.counts().open_watches(&watches()), 1);
    }
}
