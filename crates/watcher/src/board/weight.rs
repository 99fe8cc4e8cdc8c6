//! What an event costs to keep.

use kube_ingress_dash_model::event::Event;
use kube_ingress_dash_model::ingress::{Backend, Ingress};

/// What a value costs beside its text.
const OVERHEAD: usize = 32;

/// About as many bytes as the event takes in memory, or once more when it is encoded.
pub(super) fn of_event(event: &Event) -> usize {
    let content = match event {
        Event::Upsert(upsert) => upsert.ingresses.iter().map(|row| of_row(row)).sum(),
        Event::Remove(remove) => {
            remove.keys.iter().map(|key| of_text(&key.namespace) + of_text(&key.name)).sum()
        }
        Event::Status(status) => {
            let watched = status.scope.iter().filter_map(|scope| scope.namespaces.as_deref()).flatten();
            let messages = status.namespaces.iter().filter_map(|status| status.error.as_ref());
            watched.map(|name| of_text(name)).sum::<usize>()
                + messages.map(|error| of_text(&error.message)).sum::<usize>()
                + status
                    .namespaces
                    .iter()
                    .map(|status| of_text(&status.namespace) + 4 * OVERHEAD)
                    .sum::<usize>()
        }
        Event::Reset(_) | Event::Ready(_) | Event::Heartbeat(_) => 0,
    };
    OVERHEAD + content
}

fn of_row(row: &Ingress) -> usize {
    let names = [&row.namespace, &row.name, &row.uid, &row.resource_version].into_iter().chain(&row.class);
    let paths = row.rules.iter().flat_map(|rule| &rule.paths);
    let pairs = row.labels.iter().chain(&row.annotations);
    let hosts = row.rules.iter().filter_map(|rule| rule.host.as_ref());
    let tls = row.tls.iter().flat_map(|tls| tls.hosts.iter().chain(&tls.secret));
    let texts = names.chain(hosts).chain(tls).chain(&row.addresses);
    texts.map(|text| of_text(text)).sum::<usize>()
        + paths
            .map(|path| of_text(&path.path) + of_text(&path.path_type) + of_backend(&path.backend))
            .sum::<usize>()
        + pairs.map(|(key, value)| of_text(key) + of_text(value)).sum::<usize>()
}

fn of_backend(backend: &Backend) -> usize {
    match backend {
        Backend::Service { service, port } => of_text(service) + of_text(port),
        Backend::Resource { resource } => of_text(&resource.kind) + of_text(&resource.name),
    }
}

fn of_text(text: &str) -> usize {
    text.len() + OVERHEAD
}
