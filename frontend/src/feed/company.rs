//! This window and the others: what it tells while it streams for them, and what it makes of what it is told.

use kube_ingress_dash_model::event::Event;
use kube_ingress_dash_model::position::Position;

use super::link::Link;
use super::machine::Input;
use super::source::Frame;
use super::tabs::{Place, Told, place};
use super::{Connection, Feed};

/// So many frames of other windows are kept while this one reads the list.
const MOST_MISSED: usize = 1_000;

/// An event of the window that streams, and the positions that it leads between.
pub(super) struct Shared {
    after: Position,
    position: Position,
    event: Event,
}

impl Feed {
    /// Goes on from the position with what the window that streams tells.
    pub(super) fn follow(&mut self) {
        self.connection = Connection::Shared;
        for shared in std::mem::take(&mut self.missed) {
            self.take_shared(shared);
        }
        self.tabs.tell(&Told::Hello);
    }

    /// What another window has told.
    pub(super) fn take_told(&mut self, told: Told) {
        self.tabs.meet();
        if self.tabs.leads() {
            if told == Told::Hello {
                self.tell_state();
            }
            return;
        }
        match told {
            Told::Frame { after, position, name, data } => {
                let event = Event::deserialize(&name, &mut serde_json::Deserializer::from_str(&data));
                if let Ok(Some(event)) = event {
                    self.take_shared(Shared { after, position, event });
                }
            }
            Told::State { link, position } if matches!(self.connection, Connection::Shared) => {
                let follows = matches!(link, Link::Live | Link::Polling);
                let is_behind = position.is_some_and(|there| self.place(&there, &there) == Place::Gap);
                self.take(if follows && is_behind { Input::Gap } else { Input::Told(link) });
            }
            Told::Hello | Told::State { .. } => {}
        }
    }

    fn take_shared(&mut self, shared: Shared) {
        if !matches!(self.connection, Connection::Shared) {
            if self.missed.len() == MOST_MISSED {
                // The gap is noticed with the next frame.
                self.missed.clear();
            }
            self.missed.push(shared);
            return;
        }
        match self.place(&shared.after, &shared.position) {
            Place::Known => self.take(Input::Heard),
            Place::Next => {
                self.collect(vec![shared.event]);
                self.take(Input::Streamed(Some(shared.position)));
            }
            Place::Gap => self.take(Input::Gap),
        }
    }

    fn place(&self, after: &Position, position: &Position) -> Place {
        self.machine.position().map_or(Place::Gap, |here| place(here, after, position))
    }

    /// Tells the others what the stream brought. A full state is not told: they have the list for that.
    pub(super) fn tell_frame(&self, frame: &Frame) {
        if self.tabs.has_audience()
            && let (Some(after), Some(position)) = (self.machine.position(), &frame.position)
            && !matches!(frame.event, Event::Ready(_))
        {
            self.tabs.tell(&Told::Frame {
                after: after.clone(),
                position: position.clone(),
                name: frame.event.name().to_owned(),
                data: frame.data.clone(),
            });
        }
    }

    /// Tells the others how things stand.
    pub(super) fn tell_state(&self) {
        if self.tabs.has_audience() {
            let (link, position) = (self.machine.link().clone(), self.machine.position().cloned());
            self.tabs.tell(&Told::State { link, position });
        }
    }
}
