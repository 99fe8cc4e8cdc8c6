//! The host whose rules decide: that of the URL, else a wildcard for it, else any.

use kube_ingress_dash_model::url::HostFit;

use super::contest::Contest;
use super::explanation::{Dialect, Reason, Verdict};
use super::routes::Route;
use crate::wording::{self, count};

impl<'a> Contest<'a> {
    /// Leaves the routes of the nearest host, in reading order. There may be thousands for any host, which are only
    /// counted where others decide.
    pub(super) fn choose_host(
        &mut self,
        named: Vec<Route<'a>>,
        for_any: impl Iterator<Item = Route<'a>>,
        most_for_any: usize,
    ) -> (Vec<Route<'a>>, Option<HostFit>) {
        let is_wildcard = |route: &&Route<'_>| route.fit == HostFit::Wildcard && route.path.is_some();
        self.wildcard = named.iter().find(is_wildcard).and_then(|route| route.host);
        let Some(nearest) = named.iter().map(|route| route.fit).min() else {
            let mut group = Vec::with_capacity(most_for_any);
            group.extend(for_any);
            let host = (!group.is_empty()).then_some(HostFit::Any);
            self.tell_any_host(&group);
            return (group, host);
        };
        let (group, wildcards): (Vec<_>, Vec<_>) = named.into_iter().partition(|route| route.fit == nearest);
        let others = self.leave_out(wildcards.into_iter().chain(for_any));
        self.tell_host(nearest, &group, others);
        (group, Some(nearest))
    }

    /// Counts routes of less specific hosts, and lists those that match.
    fn leave_out(&mut self, routes: impl Iterator<Item = Route<'a>>) -> usize {
        let is_open = self.dialect == Dialect::Specification;
        let mut number = 0;
        for route in routes {
            number += 1;
            let may_match = || is_open && route.may_begin(&self.asked);
            if route.answer(&self.asked, self.dialect).is_some() || may_match() {
                self.candidates.add(Verdict::LessSpecificHost, route);
            }
        }
        number
    }

    fn tell_host(&mut self, nearest: HostFit, group: &[Route<'a>], others: usize) {
        let (asked, paths) = (self.url.host(), count_paths(group));
        let (reason, mut sentence) = if nearest == HostFit::Exact {
            (Reason::ExactHost, format!("{asked} is named by rules, with {paths}."))
        } else {
            let named = wording::host(group.first().and_then(|route| route.host));
            let sentence = format!("No rule names {asked}; rules for {named}, with {paths}, stand for it.");
            (Reason::WildcardHost, sentence)
        };
        if others > 0 {
            let others = count(others, "path");
            sentence = format!("{sentence} Less specific hosts are not looked at ({others}).");
        }
        self.step(reason, sentence, group.len());
    }

    fn tell_any_host(&mut self, group: &[Route<'a>]) {
        let asked = self.url.host();
        let (reason, sentence) = if group.is_empty() {
            (Reason::NoHost, format!("No rule is for {asked}."))
        } else {
            let paths = count_paths(group);
            (Reason::AnyHost, format!("No rule names {asked}; rules for any host, with {paths}, do."))
        };
        self.step(reason, sentence, group.len());
    }
}

fn count_paths(routes: &[Route<'_>]) -> String {
    count(routes.iter().filter(|route| route.path.is_some()).count(), "path")
}
