//! The canaries of the path that answers, which share its requests.

use super::alike::Alike;
use super::contest::Contest;
use super::explanation::{Canary, Reason, Verdict};
use super::routes::Route;
use crate::host::Host;
use crate::rule::HttpPath;

impl<'a> Contest<'a> {
    /// The canaries of the path that answers: the same host, path and type, and another backend.
    pub(super) fn share(
        &mut self,
        winner: Route<'a>,
        path: &HttpPath,
        canaries: &[Alike<'a>],
    ) -> Vec<Canary> {
        let is_of_winner = |alike: &Alike<'_>| {
            let route = &alike.first;
            Host::of(route.host).is_of(winner.host)
                && route.path.is_some_and(|own| own.effective() == path.effective())
                && route.kind(self.dialect) == winner.kind(self.dialect)
                && !route.is_resource()
        };
        let (own, others): (Vec<_>, Vec<_>) = canaries.iter().copied().partition(is_of_winner);
        for alike in others {
            self.add_canary_of_another(alike);
        }
        let mut own: Vec<_> = own.into_iter().flat_map(Alike::routes).collect();
        own.sort_by(Route::order);
        let mut shares = Vec::new();
        for route in own {
            let Some((own, terms)) = route.path.zip(route.entry.nginx.canary.as_ref()) else { continue };
            let sentence = format!("{} is a canary of it and takes {}.", route.entry.key, terms.describe());
            self.step(Reason::Canary, sentence, shares.len() + 2);
            self.candidates.add(Verdict::Shares, route);
            let (ingress, backend) = (route.entry.key.clone(), own.backend.told());
            shares.push(Canary { ingress, backend, terms: (**terms).clone() });
        }
        shares
    }

    pub(super) fn add_canary_of_another(&mut self, alike: Alike<'a>) {
        if alike.first.answer(&self.asked, self.dialect).is_some() {
            self.candidates.add_alike(Verdict::CanaryOfAnother, alike);
        }
    }
}
