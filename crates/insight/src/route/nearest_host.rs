//! The host whose rules decide: that of the URL, else a wildcard for it, else any.

use kube_ingress_dash_model::url::HostFit;

use super::alike::{Alike, count_of};
use super::contest::Contest;
use super::explanation::{Dialect, Reason, Verdict};
use super::routes::Route;
use crate::wording::{self, count};

impl<'a> Contest<'a> {
    /// Leaves the routes of the nearest host, in reading order. There may be thousands for any host, which are only
    /// counted where others decide.
    pub(super) fn choose_host(
        &mut self,
        named: Vec<Alike<'a>>,
        for_any: Vec<Alike<'a>>,
    ) -> (Vec<Alike<'a>>, Option<HostFit>) {
        let is_wildcard = |route: &Route<'_>| route.fit == HostFit::Wildcard && route.path.is_some();
        self.wildcard = named.iter().map(|alike| alike.first).find(is_wildcard).and_then(|route| route.host);
        let Some(nearest) = named.iter().map(|alike| alike.first.fit).min() else {
            let host = (!for_any.is_empty()).then_some(HostFit::Any);
            self.tell_any_host(&for_any);
            return (for_any, host);
        };
        let (group, wildcards): (Vec<_>, Vec<_>) =
            named.into_iter().partition(|alike| alike.first.fit == nearest);
        let others = self.leave_out(wildcards.into_iter().chain(for_any));
        self.tell_host(nearest, &group, others);
        (group, Some(nearest))
    }

    /// Counts routes of less specific hosts, and lists those that match.
    fn leave_out(&mut self, routes: impl Iterator<Item = Alike<'a>>) -> usize {
        let is_open = self.dialect == Dialect::Specification;
        let mut number = 0;
        for alike in routes {
            number += alike.count;
            let may_match = || is_open && alike.first.may_begin(&self.asked);
            if alike.first.answer(&self.asked, self.dialect).is_some() || may_match() {
                self.candidates.add_alike(Verdict::LessSpecificHost, alike);
            }
        }
        number
    }

    fn tell_host(&mut self, nearest: HostFit, group: &[Alike<'a>], others: usize) {
        let (asked, paths) = (self.url.host(), count_paths(group));
        let (reason, mut sentence) = if nearest == HostFit::Exact {
            (Reason::ExactHost, format!("{asked} is named by rules, with {paths}."))
        } else {
            let named = wording::host(group.first().and_then(|alike| alike.first.host));
            let sentence = format!("No rule names {asked}; rules for {named}, with {paths}, stand for it.");
            (Reason::WildcardHost, sentence)
        };
        if others > 0 {
            let others = count(others, "path");
            sentence = format!("{sentence} Less specific hosts are not looked at ({others}).");
        }
        self.step(reason, sentence, count_of(group));
    }

    fn tell_any_host(&mut self, group: &[Alike<'a>]) {
        let asked = self.url.host();
        let (reason, sentence) = if group.is_empty() {
            (Reason::NoHost, format!("No rule is for {asked}."))
        } else {
            let paths = count_paths(group);
            (Reason::AnyHost, format!("No rule names {asked}; rules for any host, with {paths}, do."))
        };
        self.step(reason, sentence, count_of(group));
    }
}

fn count_paths(group: &[Alike<'_>]) -> String {
    count(count_of(group.iter().filter(|alike| alike.first.path.is_some())), "path")
}
