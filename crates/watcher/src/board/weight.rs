//! What an event costs to keep.

use kube_ingress_dash_model::event::Status;

use super::Event;

/// What a value costs beside its text.
const OVERHEAD: usize = 32;
/// What a namespace's status costs beside its text.
const STATUS: usize = 128;

/// About as many bytes as the event takes in memory, or once more when it is encoded.
pub(super) fn of_event(event: &Event) -> usize {
    let content = match event {
        Event::Upserted(rows) => rows.iter().map(|row| row.size()).sum(),
        Event::Removed(keys) => keys.iter().map(|key| of_text(&key.namespace) + of_text(&key.name)).sum(),
        Event::Status(status) => of_status(status),
    };
    OVERHEAD + content
}

fn of_status(status: &Status) -> usize {
    let watched = status.scope.iter().filter_map(|scope| scope.namespaces.as_deref()).flatten();
    let names = watched.map(|name| of_text(name)).sum::<usize>();
    let statuses = status.namespaces.iter().map(|status| {
        let message = status.error.as_ref().map_or(0, |error| of_text(&error.message));
        STATUS + of_text(&status.namespace) + message
    });
    names + statuses.sum::<usize>()
}

fn of_text(text: &str) -> usize {
    text.len() + OVERHEAD
}
