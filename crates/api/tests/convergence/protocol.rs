//! The rules of the stream, held against every frame that one client is sent.
//!
//! It is written from the protocol alone and strict where a browser is lenient: a frame that a browser would quietly
//! put up with fails the test here. What one client cannot know by itself goes to the [`History`].

use std::collections::BTreeSet;
use std::sync::Arc;

use kube_ingress_dash_model::event::{BATCH, Event, Ready, Remove, Reset, ResetReason, Status, Upsert};
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::position::Position;
use kube_ingress_dash_model::status::{NamespaceStatus, SHARED, WatchState};
use parking_lot::Mutex;

use crate::history::{History, Rows, Run, Selection, selects};
use crate::sse::Frame;

/// What breaks a rule, in one sentence.
pub type Broken = String;

/// One client's side of the protocol. It outlives connections, as a browser's tab does.
#[derive(Debug, Clone)]
pub struct Protocol {
    selection: Selection,
    /// The rows that the client shows.
    rows: Rows,
    /// What a browser sends as `Last-Event-ID`.
    last: Option<Position>,
    phase: Phase,
    /// What was followed without a gap since the last full state or resume.
    run: Option<Run>,
    history: Arc<Mutex<History>>,
}

#[derive(Debug, Clone)]
enum Phase {
    Away,
    /// Nothing was heard yet.
    Opened(Asked),
    /// The first line was heard.
    Greeted(Asked),
    /// What was missed comes.
    Replaying {
        summed_up: bool,
    },
    /// A full state comes.
    Receiving {
        rows: Rows,
        /// The last ones that came, which are those of the whole.
        statuses: Option<Vec<NamespaceStatus>>,
    },
    Following,
}

/// What a client asks for when it connects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// To go on from here, where its rows stand.
    From(Position),
    /// For what can only be answered by a full state, for this reason.
    Anew(ResetReason),
}

impl Protocol {
    pub fn new(selection: Selection, history: Arc<Mutex<History>>) -> Self {
        Self { selection, rows: Rows::new(), last: None, phase: Phase::Away, run: None, history }
    }

    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    pub fn last(&self) -> Option<&Position> {
        self.last.as_ref()
    }

    pub fn is_following(&self) -> bool {
        matches!(self.phase, Phase::Following)
    }

    /// The same client without its connection, to come back as.
    pub fn away(&self) -> Self {
        Self { phase: Phase::Away, run: None, ..self.clone() }
    }

    /// A connection is opened that asks for this.
    pub fn connect(&mut self, asked: Asked) {
        self.phase = Phase::Opened(asked);
    }

    /// The connection is gone.
    pub fn disconnect(&mut self) {
        self.phase = Phase::Away;
        self.end_run();
    }

    /// Takes the next frame and gives its event.
    pub fn take(&mut self, frame: &Frame) -> Result<Option<Event>, Broken> {
        if let Phase::Opened(asked) = &self.phase {
            self.phase = Phase::Greeted(asked.clone());
            return greeting(frame).map(|()| None);
        }
        if frame.retry.is_some() {
            return Err("`retry` comes again".to_owned());
        }
        let (Some(name), Some(data)) = (&frame.event, &frame.data) else {
            return Err(format!("a frame without an event or without data: {frame:?}"));
        };
        keeps_secrets(data)?;
        let mut json = serde_json::Deserializer::from_str(data);
        let event = Event::deserialize(name, &mut json).map_err(|error| format!("{name} {data}: {error}"))?;
        let event = event.ok_or_else(|| format!("the event {name} is not known"))?;
        json.end().map_err(|error| format!("{name} {data}: {error}"))?;
        let id: Option<Position> = match &frame.id {
            Some(id) => Some(id.parse().map_err(|error| format!("the id {id}: {error}"))?),
            None => None,
        };
        self.stays_in_epoch(id.as_ref())?;
        self.step(id, &event, data).map_err(|broken| format!("{broken}; it came with {}", head(frame)))?;
        Ok(Some(event))
    }

    fn step(&mut self, id: Option<Position>, event: &Event, data: &str) -> Result<(), Broken> {
        if let Phase::Greeted(asked) = &self.phase
            && !matches!(event, Event::Reset(_))
        {
            let Asked::From(from) = asked else {
                return Err("a client that must start anew hears no `reset`".to_owned());
            };
            self.run = Some(Run::new(self.selection.clone(), from.sequence));
            self.phase = Phase::Replaying { summed_up: false };
        }
        match (event, id) {
            (Event::Reset(reset), id) => self.reset(reset, id),
            (Event::Ready(ready), id) => self.ready(ready, id.as_ref()),
            (Event::Heartbeat(heartbeat), Some(id)) if self.is_following() => {
                if heartbeat.position != id {
                    return Err(format!("the heartbeat of {id} says {}", heartbeat.position));
                }
                self.history.lock().count("heartbeat");
                self.advance(id)
            }
            (Event::Heartbeat(_), _) => Err("a heartbeat that follows no `ready` or has no id".to_owned()),
            (event, None) => self.unnumbered(event),
            (event, Some(id)) => self.published(id, event, data),
        }
    }

    fn reset(&mut self, reset: &Reset, id: Option<Position>) -> Result<(), Broken> {
        let reason = reset.reason;
        match &self.phase {
            Phase::Greeted(Asked::Anew(expected)) if reason != *expected => {
                return Err(format!("`reset` for {reason:?} instead of {expected:?}"));
            }
            Phase::Greeted(Asked::From(from)) => {
                if reason != ResetReason::Expired {
                    return Err(format!("{from}, which this server gave, is answered with {reason:?}"));
                }
                self.history.lock().expired(from.sequence);
            }
            Phase::Greeted(Asked::Anew(_)) => {}
            Phase::Following | Phase::Replaying { .. } if reason == ResetReason::Overflow => {}
            phase => return Err(format!("`reset` for {reason:?} while {phase:?}")),
        }
        self.end_run();
        match id {
            Some(id) if id.sequence == 0 => self.last = Some(id),
            id => return Err(format!("`reset` has the id {id:?}, not one that never resumes")),
        }
        self.history.lock().count(reason.as_str());
        self.phase = Phase::Receiving { rows: Rows::new(), statuses: None };
        Ok(())
    }

    fn ready(&mut self, ready: &Ready, id: Option<&Position>) -> Result<(), Broken> {
        if id != Some(&ready.position) {
            return Err(format!("`ready` of {} has the id {id:?}", ready.position));
        }
        match std::mem::replace(&mut self.phase, Phase::Following) {
            Phase::Receiving { rows, statuses: Some(statuses) } => {
                self.rows = rows;
                self.counts(&statuses)?;
                self.run = Some(Run::new(self.selection.clone(), ready.position.sequence));
                self.last = Some(ready.position.clone());
            }
            Phase::Replaying { summed_up: true } => {
                let last = self.last.as_ref().map(|last| last.sequence);
                if self.selection.is_none() && last != Some(ready.position.sequence) {
                    return Err(format!("a resume up to {last:?} is `ready` at {}", ready.position));
                }
                self.advance(ready.position.clone())?;
                self.history.lock().count("resumed");
            }
            phase => return Err(format!("`ready` while {phase:?}")),
        }
        if ready.count != self.rows.len() {
            return Err(format!("`ready` counts {} rows, there are {}", ready.count, self.rows.len()));
        }
        let at = ready.position.sequence;
        self.history.lock().state(at, self.selection.clone(), self.rows.clone());
        Ok(())
    }

    /// A frame without an id: a part of a full state, or the statuses after a resume.
    fn unnumbered(&mut self, event: &Event) -> Result<(), Broken> {
        match (&mut self.phase, event) {
            (Phase::Receiving { rows, statuses }, event) => {
                match event {
                    Event::Upsert(upsert) => {
                        for row in fits(&self.selection, upsert)? {
                            rows.insert(row.key(), Arc::clone(row));
                        }
                    }
                    Event::Remove(remove) => remove.keys.iter().for_each(|key| drop(rows.remove(key))),
                    Event::Status(status) => {
                        whole(&self.selection, status)?;
                        *statuses = Some(status.namespaces.clone());
                    }
                    _ => {}
                }
                Ok(())
            }
            (Phase::Replaying { summed_up }, Event::Status(status)) => {
                *summed_up = true;
                whole(&self.selection, status)?;
                self.counts(&status.namespaces)
            }
            (phase, event) => Err(format!("`{}` without an id while {phase:?}", event.name())),
        }
    }

    /// A frame of the log.
    fn published(&mut self, id: Position, event: &Event, data: &str) -> Result<(), Broken> {
        if !matches!(self.phase, Phase::Following | Phase::Replaying { summed_up: false }) {
            return Err(format!("`{}` has an id while {:?}", event.name(), self.phase));
        }
        let before = self.last.as_ref().map_or(0, |last| last.sequence);
        if id.sequence <= before || (self.selection.is_none() && id.sequence != before + 1) {
            return Err(format!("{id} follows {before}"));
        }
        self.history.lock().published(id.sequence, event, data)?;
        if let Some(run) = &mut self.run {
            run.seen.push(id.sequence);
        }
        self.last = Some(id);
        match event {
            Event::Upsert(upsert) => self.upsert(upsert),
            Event::Remove(remove) => self.remove(remove),
            Event::Status(status) => {
                if status.scope.is_none() && status.namespaces.len() != 1 {
                    return Err("a live status is not of one namespace".to_owned());
                }
                sound(&self.selection, &status.namespaces)?;
                self.counts(&status.namespaces)
            }
            _ => Ok(()),
        }
    }

    fn upsert(&mut self, upsert: &Upsert) -> Result<(), Broken> {
        let rows = fits(&self.selection, upsert)?;
        one_namespace(rows.iter().map(|row| row.namespace.as_str()))?;
        for row in rows {
            let known = self.rows.get(&row.key());
            if known.is_some_and(|known| known.same_version(row) && known.findings == row.findings) {
                return Err(format!("{} of version {} is sent again", row.key(), row.resource_version));
            }
            self.rows.insert(row.key(), Arc::clone(row));
        }
        Ok(())
    }

    /// What is removed was there: a removal is published when a row vanishes, and no client misses a row.
    fn remove(&mut self, remove: &Remove) -> Result<(), Broken> {
        one_namespace(remove.keys.iter().map(|key| key.namespace.as_str()))?;
        for key in &remove.keys {
            if self.rows.remove(key).is_none() {
                return Err(format!("{key} is removed and was not there"));
            }
        }
        Ok(())
    }

    /// A status counts the rows at its place in the log.
    fn counts(&self, statuses: &[NamespaceStatus]) -> Result<(), Broken> {
        for status in statuses {
            let of_it = |key: &&IngressKey| status.namespace == SHARED || key.namespace == status.namespace;
            let there = self.rows.keys().filter(of_it).count();
            let knows_all = status.namespace != SHARED || self.selection.is_none();
            if knows_all && status.ingresses != there {
                return Err(format!("{} has {there} rows, its status says {status:?}", status.namespace));
            }
        }
        Ok(())
    }

    fn advance(&mut self, to: Position) -> Result<(), Broken> {
        match &self.last {
            Some(last) if to.sequence < last.sequence => Err(format!("{to} comes after {last}")),
            _ => {
                self.last = Some(to);
                Ok(())
            }
        }
    }

    fn stays_in_epoch(&self, id: Option<&Position>) -> Result<(), Broken> {
        match (id, &self.last) {
            (Some(id), Some(last)) if id.epoch != last.epoch => Err(format!("{id} comes after {last}")),
            _ => Ok(()),
        }
    }

    fn end_run(&mut self) {
        if let (Some(run), Some(last)) = (self.run.take(), &self.last) {
            self.history.lock().followed(run.to(last.sequence));
        }
    }
}

fn greeting(frame: &Frame) -> Result<(), Broken> {
    match frame {
        Frame { retry: Some(1000..=5000), id: None, event: None, data: None } => Ok(()),
        _ => Err(format!("the first frame is {frame:?}, not `retry` of 1 to 5 s")),
    }
}

/// The rows of an upsert: few enough, each of the selection, none twice.
fn fits<'a>(selection: &Selection, upsert: &'a Upsert) -> Result<&'a [Arc<Ingress>], Broken> {
    let rows = &upsert.ingresses;
    if rows.is_empty() || rows.len() > BATCH {
        return Err(format!("an `upsert` of {} rows", rows.len()));
    }
    let keys: BTreeSet<_> = rows.iter().map(|row| row.key()).collect();
    if keys.len() != rows.len() {
        return Err("an `upsert` holds a row twice".to_owned());
    }
    match rows.iter().find(|row| !selects(selection, &row.namespace)) {
        Some(foreign) => Err(format!("{} is not of the selection", foreign.key())),
        None => Ok(rows),
    }
}

fn one_namespace<'a>(namespaces: impl Iterator<Item = &'a str>) -> Result<(), Broken> {
    let distinct: BTreeSet<_> = namespaces.collect();
    if distinct.len() == 1 { Ok(()) } else { Err(format!("a live frame is of {distinct:?}")) }
}

/// The statuses that come with the scope are all of the selection.
fn whole(selection: &Selection, status: &Status) -> Result<(), Broken> {
    if status.scope.is_none() {
        return Err("statuses without an id come without the scope".to_owned());
    }
    let told: BTreeSet<_> = status.namespaces.iter().map(|status| &status.namespace).collect();
    if told.len() != status.namespaces.len() {
        return Err(format!("a namespace has two statuses: {:?}", status.namespaces));
    }
    match selection.iter().flatten().find(|namespace| !told.contains(namespace)) {
        Some(untold) => Err(format!("nothing is told of {untold}, which is selected")),
        None => sound(selection, &status.namespaces),
    }
}

/// Each status is of the selection and makes sense by itself.
fn sound(selection: &Selection, statuses: &[NamespaceStatus]) -> Result<(), Broken> {
    for status in statuses {
        let has_rows = status.ingresses > 0;
        let makes_sense = match status.state {
            WatchState::Live => status.error.is_none() && status.next_attempt.is_none(),
            WatchState::Stale => status.error.is_some(),
            WatchState::Denied | WatchState::Unwatched => status.error.is_some() && !has_rows,
            WatchState::Connecting | WatchState::Missing => !has_rows,
        };
        if !makes_sense {
            return Err(format!("the status contradicts itself: {status:?}"));
        }
        if status.namespace != SHARED && !selects(selection, &status.namespace) {
            return Err(format!("{} is not of the selection", status.namespace));
        }
    }
    Ok(())
}

/// Copies of objects and the values of hidden annotations, which the test's objects have, are never sent.
fn keeps_secrets(data: &str) -> Result<(), Broken> {
    match ["last-applied", "managedFields", crate::objects::SECRET]
        .iter()
        .find(|secret| data.contains(**secret))
    {
        Some(secret) => Err(format!("`{secret}` is sent")),
        None => Ok(()),
    }
}

fn head(frame: &Frame) -> String {
    let text = format!("id {:?}, event {:?}, data {:?}", frame.id, frame.event, frame.data);
    text.chars().take(600).collect()
}
