//! What has to be found anew since the last settlement.

use std::collections::{HashMap, HashSet};

use super::Index;
use super::by_key::ByKey;
use super::outside::Outside;
use crate::host::Host;

#[derive(Debug, Default)]
pub(super) struct Unsettled {
    /// The hosts that changed, and what the hosts around them rested on before.
    hosts: HashMap<Host, Outside>,
    /// The Ingresses about which other things may be found now, by themselves or because of settled hosts.
    pub(super) rows: HashSet<ByKey>,
}

impl Index {
    /// The host is about to change: what was found because of it may not be true any more.
    pub(super) fn unsettle(&mut self, host: &Host) {
        if !self.unsettled.hosts.contains_key(host) {
            let outside = self.outside(host);
            self.unsettled.hosts.insert(host.clone(), outside);
        }
    }

    /// The hosts that changed, and those around them for which that matters.
    pub(super) fn take_unsettled_hosts(&mut self) -> HashSet<Host> {
        let changed = std::mem::take(&mut self.unsettled.hosts);
        let mut unsettled = HashSet::with_capacity(changed.len());
        for (host, before) in &changed {
            let now = self.outside(host);
            let classes = before.differing_classes(&now);
            if !classes.is_empty() {
                let concerned = self.around(host).filter(|host| {
                    let bucket = self.hosts.get(*host);
                    bucket.is_some_and(|bucket| bucket.has_class(|class| classes.contains(&class)))
                });
                unsettled.extend(concerned.cloned());
            }
        }
        unsettled.extend(changed.into_keys().filter(|host| self.hosts.contains_key(host)));
        unsettled
    }

    /// Nothing where there are no hosts around: those that come are new to what is here.
    fn outside(&self, host: &Host) -> Outside {
        let bucket = self.hosts.get(host).filter(|_| self.around(host).next().is_some());
        bucket.map(|bucket| Outside::of(host, bucket)).unwrap_or_default()
    }

    /// The hosts that a wildcard stands for, and the wildcard that stands for a host.
    fn around(&self, host: &Host) -> impl Iterator<Item = &Host> {
        let below = self.below.get(host).into_iter().flatten();
        let above = host.wildcard().and_then(|wildcard| self.hosts.get_key_value(&wildcard));
        below.chain(above.map(|(wildcard, _)| wildcard))
    }
}
