//! The path that answers by its type: the longest, then the more exact, then that of the oldest Ingress.

use super::alike::{Alike, count_of};
use super::caveat::Caveat;
use super::contest::Contest;
use super::explanation::{Dialect, Reason, Verdict};
use super::path::{Answer, Kind};
use super::routes::Route;
use crate::rule::HttpPath;
use crate::wording::{count, list};

impl<'a> Contest<'a> {
    pub(super) fn choose_plain_path(&mut self, routes: &[Alike<'a>]) -> Option<(Route<'a>, &'a HttpPath)> {
        let mut matching = Vec::new();
        let mut differing = 0;
        for alike in routes.iter().filter(|alike| alike.first.path.is_some()) {
            if let Some(answer) = alike.first.answer(&self.asked, self.dialect) {
                matching.push((*alike, answer));
            } else {
                self.candidates.add_alike(Verdict::PathDiffers, *alike);
                differing += alike.count;
            }
        }
        self.tell_matches(remaining(&matching), remaining(&matching) + differing);
        let is_certain = matching.iter().any(|(_, answer)| !answer.is_possible_only);
        if is_certain && self.drop(&mut matching, Verdict::MayMatch, |answer| answer.is_possible_only) {
            let sentence = "What matches by its type comes before what the controller may match.";
            self.step(Reason::CertainMatch, sentence.to_owned(), remaining(&matching));
        }
        let longest = matching.iter().map(|(_, answer)| answer.length).max()?;
        if self.drop(&mut matching, Verdict::ShorterPath, |answer| answer.length != longest) {
            let path = matching.first().and_then(|(alike, _)| alike.first.path);
            let path = path.map_or("/", HttpPath::effective);
            self.step(Reason::LongestPath, format!("{path} is the longest."), remaining(&matching));
        }
        let preferred = matching.iter().map(|(_, answer)| answer.kind).min()?;
        if self.drop(&mut matching, Verdict::PrefixBesideExact, |answer| answer.kind != preferred) {
            let sentence = match preferred {
                Kind::Exact => "An Exact path comes before a Prefix of the same length.",
                _ => "A Prefix comes before an ImplementationSpecific path of the same length.",
            };
            self.step(Reason::ExactPath, sentence.to_owned(), remaining(&matching));
        }
        let ((first, answer), others) = matching.split_first()?;
        let winner = first.first;
        let path = winner.path?;
        let losers: Vec<_> = first.rest().into_iter().chain(others.iter().map(|(alike, _)| *alike)).collect();
        self.candidates.add(Verdict::Wins, winner);
        self.tell_equal(winner, &losers);
        if answer.kind == Kind::Specific {
            self.caveats.push(Caveat::winner_is_specific(path.effective()));
        }
        if let Some(route) = self.candidates.first(Verdict::MayMatch) {
            let path = route.path.map_or("/", HttpPath::effective);
            self.caveats.push(Caveat::may_match(&route.entry.key, path));
        }
        Some((winner, path))
    }

    fn drop(
        &mut self,
        matching: &mut Vec<(Alike<'a>, Answer)>,
        verdict: Verdict,
        loses: impl Fn(&Answer) -> bool,
    ) -> bool {
        let before = matching.len();
        matching.retain(|(alike, answer)| {
            let loses = loses(answer);
            if loses {
                self.candidates.add_alike(verdict, *alike);
            }
            !loses
        });
        matching.len() < before
    }

    pub(super) fn tell_matches(&mut self, matching: usize, paths: usize) {
        let asked = self.asked.clone();
        match (matching, paths) {
            (0, 0) => self.step(Reason::NoPath, "There is no path to match.".to_owned(), 0),
            (0, _) => {
                self.step(Reason::NoPath, format!("{asked} matches none of {}.", count(paths, "path")), 0);
            }
            _ => {
                let sentence = format!("{asked} matches {matching} of {}.", count(paths, "path"));
                self.step(Reason::MatchingPath, sentence, matching);
            }
        }
    }

    /// Says why the first of equal routes is taken.
    pub(super) fn tell_equal(&mut self, winner: Route<'a>, losers: &[Alike<'a>]) {
        let mut others = Vec::new();
        for alike in losers {
            // Those of the winner's Ingress come first, since it is the oldest.
            let is_own = |route: &Route<'_>| std::ptr::eq(route.entry, winner.entry);
            let mut number = 0;
            for own in alike.routes().take_while(is_own) {
                self.candidates.add(Verdict::LaterInIngress, own);
                number += 1;
            }
            others.extend(alike.after(number));
        }
        for alike in &others {
            self.candidates.add_alike(Verdict::Younger, *alike);
        }
        let path = |route: Route<'a>| route.path.map(HttpPath::effective);
        let is_other = |alike: &Alike<'a>| path(alike.first) != path(winner);
        if self.dialect == Dialect::Specification && others.is_empty() && losers.iter().any(is_other) {
            self.caveats.push(Caveat::equal_rules(&winner.entry.key.to_string()));
        }
        if !others.is_empty() {
            let names = list(self.candidates.younger(), count_ingresses(others));
            let sentence = format!("Equal rules are in {names}; {} is the oldest.", winner.entry.key);
            self.step(Reason::Oldest, sentence, 1);
            if self.dialect == Dialect::Specification {
                self.caveats.push(Caveat::equal_rules(&format!("{}, {names}", winner.entry.key)));
            }
        } else if !losers.is_empty() {
            let sentence = format!("{} has the path more than once; the first is taken.", winner.entry.key);
            self.step(Reason::FirstInIngress, sentence, 1);
        }
    }
}

fn count_ingresses(mut routes: Vec<Alike<'_>>) -> usize {
    routes.dedup_by(|one, other| std::ptr::eq(one.first.entry, other.first.entry));
    routes.into_iter().map(Alike::count_ingresses).sum()
}

fn remaining(matching: &[(Alike<'_>, Answer)]) -> usize {
    count_of(matching.iter().map(|(alike, _)| alike))
}
