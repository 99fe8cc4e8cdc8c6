//! The canaries of the path that answers, which share its requests.

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
        canaries: &[Route<'a>],
    ) -> Vec<Canary> {
        let mut shares = Vec::new();
        for route in canaries {
            let Some((own, terms)) = route.path.zip(route.entry.nginx.canary.as_ref()) else { continue };
            let is_of_winner = Host::of(route.host).is_of(winner.host)
                && own.effective() == path.effective()
                && route.kind(self.dialect) == winner.kind(self.dialect)
                && !own.backend.is_resource();
            if is_of_winner {
                let sentence =
                    format!("{} is a canary of it and takes {}.", route.entry.key, terms.describe());
                self.step(Reason::Canary, sentence, shares.len() + 2);
                self.candidates.add(Verdict::Shares, *route);
                let (ingress, backend) = (route.entry.key.clone(), own.backend.told());
                shares.push(Canary { ingress, backend, terms: (**terms).clone() });
            } else {
                self.add_canary_of_another(*route);
            }
        }
        shares
    }

    pub(super) fn add_canary_of_another(&mut self, route: Route<'a>) {
        if route.answer(&self.asked, self.dialect).is_some() {
            self.candidates.add(Verdict::CanaryOfAnother, route);
        }
    }
}
