//! The path that answers by its type: the longest, then the more exact, then that of the oldest Ingress.

use super::caveat::Caveat;
use super::contest::Contest;
use super::explanation::{Dialect, Reason, Verdict};
use super::path::{Answer, Kind};
use super::routes::Route;
use crate::rule::HttpPath;
use crate::wording::{count, list};

impl<'a> Contest<'a> {
    pub(super) fn choose_plain_path(&mut self, routes: &[Route<'a>]) -> Option<(Route<'a>, &'a HttpPath)> {
        let mut matching: Vec<(Route<'a>, &'a HttpPath, Answer)> = Vec::new();
        let mut differing = 0;
        for (route, path) in routes.iter().filter_map(|route| Some((route, route.path?))) {
            if let Some(answer) = route.answer(&self.asked, self.dialect) {
                matching.push((*route, path, answer));
            } else {
                self.candidates.add(Verdict::PathDiffers, *route);
                differing += 1;
            }
        }
        self.tell_matches(matching.len(), matching.len() + differing);
        let is_certain = matching.iter().any(|(_, _, answer)| !answer.is_possible_only);
        if is_certain && self.drop(&mut matching, Verdict::MayMatch, |answer| answer.is_possible_only) {
            let sentence = "What matches by its type comes before what the controller may match.";
            self.step(Reason::CertainMatch, sentence.to_owned(), matching.len());
        }
        let longest = matching.iter().map(|(_, _, answer)| answer.length).max()?;
        if self.drop(&mut matching, Verdict::ShorterPath, |answer| answer.length != longest) {
            let path = matching.first().map_or("/", |(_, path, _)| path.effective());
            self.step(Reason::LongestPath, format!("{path} is the longest."), matching.len());
        }
        let preferred = matching.iter().map(|(_, _, answer)| answer.kind).min()?;
        if self.drop(&mut matching, Verdict::PrefixBesideExact, |answer| answer.kind != preferred) {
            let sentence = match preferred {
                Kind::Exact => "An Exact path comes before a Prefix of the same length.",
                _ => "A Prefix comes before an ImplementationSpecific path of the same length.",
            };
            self.step(Reason::ExactPath, sentence.to_owned(), matching.len());
        }
        let ((winner, path, answer), losers) = matching.split_first()?;
        self.candidates.add(Verdict::Wins, *winner);
        self.tell_equal(*winner, losers.iter().map(|(route, _, _)| route));
        if answer.kind == Kind::Specific {
            self.caveats.push(Caveat::winner_is_specific(path.effective()));
        }
        if let Some(route) = self.candidates.first(Verdict::MayMatch) {
            let path = route.path.map_or("/", HttpPath::effective);
            self.caveats.push(Caveat::may_match(&route.entry.key, path));
        }
        Some((*winner, path))
    }

    fn drop(
        &mut self,
        matching: &mut Vec<(Route<'a>, &'a HttpPath, Answer)>,
        verdict: Verdict,
        loses: impl Fn(&Answer) -> bool,
    ) -> bool {
        let before = matching.len();
        matching.retain(|(route, _, answer)| {
            let loses = loses(answer);
            if loses {
                self.candidates.add(verdict, *route);
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
    pub(super) fn tell_equal<'b>(
        &mut self,
        winner: Route<'a>,
        losers: impl Iterator<Item = &'b Route<'a>> + Clone,
    ) where
        'a: 'b,
    {
        let is_own = |route: &&Route<'_>| std::ptr::eq(route.entry, winner.entry);
        let (mut own, mut others) = (0, 0);
        for route in losers.clone() {
            if is_own(&route) {
                own += 1;
                self.candidates.add(Verdict::LaterInIngress, *route);
            } else {
                others += 1;
                self.candidates.add(Verdict::Younger, *route);
            }
        }
        let is_other =
            |route: &Route<'_>| route.path.map(HttpPath::effective) != winner.path.map(HttpPath::effective);
        if self.dialect == Dialect::Specification && others == 0 && losers.clone().any(is_other) {
            self.caveats.push(Caveat::equal_rules(&winner.entry.key.to_string()));
        }
        if others > 0 {
            let names = list(losers.filter(|route| !is_own(route)).map(|route| &route.entry.key), others);
            let sentence = format!("Equal rules are in {names}; {} is the oldest.", winner.entry.key);
            self.step(Reason::Oldest, sentence, 1);
            if self.dialect == Dialect::Specification {
                self.caveats.push(Caveat::equal_rules(&format!("{}, {names}", winner.entry.key)));
            }
        } else if own > 0 {
            let sentence = format!("{} has the path more than once; the first is taken.", winner.entry.key);
            self.step(Reason::FirstInIngress, sentence, 1);
        }
    }
}
