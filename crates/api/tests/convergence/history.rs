//! What all clients were told together: whether each got every change of its selection once, and each full state was
//! the right one.
//!
//! The witness is connected all the time and selects everything, so that it sees every change that is published. The
//! others are held against it when all is over.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Included};
use std::sync::Arc;

use kube_ingress_dash_model::event::Event;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::status::SHARED;

/// Rows by key.
pub type Rows = BTreeMap<IngressKey, Arc<Ingress>>;

/// The namespaces that a client asks for, or all.
pub type Selection = Option<BTreeSet<String>>;

/// A part of the log that one client followed without a gap.
#[derive(Debug, Clone)]
pub struct Run {
    selection: Selection,
    from: u64,
    to: u64,
    /// The numbers of the frames that it was sent.
    pub seen: Vec<u64>,
}

/// The log as clients saw it, and what they said of their own states.
#[derive(Debug, Default)]
pub struct History {
    log: BTreeMap<u64, (Event, String)>,
    runs: Vec<Run>,
    states: Vec<(u64, Selection, Rows)>,
    expired: Vec<u64>,
    counts: BTreeMap<String, usize>,
}

impl Run {
    pub fn new(selection: Selection, from: u64) -> Self {
        Self { selection, from, to: from, seen: Vec::new() }
    }

    pub fn to(self, to: u64) -> Self {
        Self { to, ..self }
    }
}

impl History {
    /// A client was sent the frame of this number: it is the same for all.
    pub fn published(&mut self, sequence: u64, event: &Event, data: &str) -> Result<(), String> {
        self.count(event.name());
        let known = self.log.entry(sequence).or_insert_with(|| (event.clone(), data.to_owned()));
        if known.1 == data {
            return Ok(());
        }
        Err(format!("two clients were sent different frames as {sequence}: {} and {data}", known.1))
    }

    pub fn followed(&mut self, run: Run) {
        self.runs.push(run);
    }

    /// A client that is complete, or a list, shows these rows at this position.
    pub fn state(&mut self, at: u64, selection: Selection, rows: Rows) {
        self.states.push((at, selection, rows));
    }

    /// The server said that this position of its own cannot be resumed.
    pub fn expired(&mut self, from: u64) {
        self.expired.push(from);
    }

    /// Counts what a test has come across.
    pub fn count(&mut self, what: &str) {
        *self.counts.entry(what.to_owned()).or_default() += 1;
    }

    pub fn counts(&self) -> &BTreeMap<String, usize> {
        &self.counts
    }

    /// Holds every client against what was published. `replay` is how many events the server keeps.
    pub fn verify(&mut self, replay: u64) -> Result<(), String> {
        let latest = self.log.keys().next_back().copied().unwrap_or_default();
        if let Some(early) = self.expired.iter().find(|from| latest.saturating_sub(**from) <= replay) {
            return Err(format!("{early} is called expired, though the log went no further than {latest}"));
        }
        for run in &self.runs {
            self.each_once(run)?;
        }
        self.states_are_right()
    }

    /// What a client of a selection was sent is what concerns it. A run that nobody saw whole proves nothing.
    fn each_once(&self, run: &Run) -> Result<(), String> {
        let numbers = run.from + 1..run.to + 1;
        if !numbers.clone().all(|number| self.log.contains_key(&number)) {
            return Ok(());
        }
        let concerns = |(number, (event, _)): (&u64, &(Event, String))| {
            concerns(event, &run.selection).then_some(*number)
        };
        let expected: Vec<u64> = self.log.range(numbers).filter_map(concerns).collect();
        if expected == run.seen {
            return Ok(());
        }
        let missed: Vec<_> = expected.iter().filter(|number| !run.seen.contains(number)).collect();
        let extra: Vec<_> = run.seen.iter().filter(|number| !expected.contains(number)).collect();
        Err(format!(
            "a client of {:?} that followed from {} to {} missed {missed:?} and was sent {extra:?} besides; the first \
             that it missed is {:?}",
            run.selection,
            run.from,
            run.to,
            missed.first().and_then(|number| self.log.get(number)),
        ))
    }

    /// Every state is what the log makes of the one before it.
    fn states_are_right(&mut self) -> Result<(), String> {
        self.states.sort_by_key(|(at, selection, _)| (*at, selection.is_some()));
        let mut known: Option<(u64, Rows)> = None;
        let mut verified = 0;
        for (at, selection, rows) in &self.states {
            if let Some((reached, all)) = &mut known
                && self.bring(all, *reached, *at)
            {
                *reached = *at;
                verified += 1;
                let selected = all.clone().into_iter().filter(|(key, _)| selects(selection, &key.namespace));
                if let Some(difference) = difference(&selected.collect(), rows) {
                    return Err(format!("at {at} the state of {selection:?} is wrong: {difference}"));
                }
                continue;
            }
            if selection.is_none() {
                known = Some((*at, rows.clone()));
            }
        }
        *self.counts.entry("states verified".to_owned()).or_default() += verified;
        Ok(())
    }

    /// Applies the log to rows from one position to another, if somebody saw all of it.
    fn bring(&self, rows: &mut Rows, from: u64, to: u64) -> bool {
        if !(from + 1..=to).all(|number| self.log.contains_key(&number)) {
            return false;
        }
        for (event, _) in self.log.range((Excluded(from), Included(to))).map(|(_, published)| published) {
            match event {
                Event::Upsert(upsert) => {
                    rows.extend(upsert.ingresses.iter().map(|row| (row.key(), Arc::clone(row))));
                }
                Event::Remove(remove) => remove.keys.iter().for_each(|key| drop(rows.remove(key))),
                _ => {}
            }
        }
        true
    }
}

fn concerns(event: &Event, selection: &Selection) -> bool {
    match event {
        Event::Upsert(upsert) => upsert.ingresses.iter().any(|row| selects(selection, &row.namespace)),
        Event::Remove(remove) => remove.keys.iter().any(|key| selects(selection, &key.namespace)),
        Event::Status(status) => {
            let told = |name: &str| name == SHARED || selects(selection, name);
            status.scope.is_some() || status.namespaces.iter().any(|status| told(&status.namespace))
        }
        _ => false,
    }
}

/// Whether rows of this namespace belong to the selection.
pub fn selects(selection: &Selection, namespace: &str) -> bool {
    selection.as_ref().is_none_or(|selected| selected.contains(namespace))
}

/// How rows differ from what they should be, in a few words; none if they do not.
pub fn difference(expected: &Rows, actual: &Rows) -> Option<String> {
    let missing: Vec<_> = expected.keys().filter(|key| !actual.contains_key(key)).collect();
    let ghosts: Vec<_> = actual.keys().filter(|key| !expected.contains_key(key)).collect();
    let different: Vec<_> = expected
        .iter()
        .filter_map(|(key, row)| Some((row, actual.get(key)?)))
        .filter(|(expected, actual)| expected != actual)
        .collect();
    if missing.is_empty() && ghosts.is_empty() && different.is_empty() {
        return None;
    }
    let few =
        |keys: &[&IngressKey]| -> Vec<String> { keys.iter().take(5).map(ToString::to_string).collect() };
    Some(format!(
        "{} are missing {:?}, {} are ghosts {:?}, {} are different, as {:?}",
        missing.len(),
        few(&missing),
        ghosts.len(),
        few(&ghosts),
        different.len(),
        different.first(),
    ))
}

pub fn by_key<'a>(rows: impl IntoIterator<Item = &'a Arc<Ingress>>) -> Rows {
    rows.into_iter().map(|row| (row.key(), Arc::clone(row))).collect()
}
