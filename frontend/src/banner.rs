//! What is not as it should be: the connection, and namespaces that cannot be read or are not followed.

use kube_ingress_dash_model::age;
use kube_ingress_dash_model::status::{NamespaceStatus, SHARED, WatchState};
use leptos::prelude::*;

use crate::feed::link::{Link, Shown};
use crate::state::Store;

/// Namespaces named before the rest is only counted.
const NAMED: usize = 3;

/// Everything that is not as it should be, a line each.
#[component]
pub fn Banner(store: Store) -> impl IntoView {
    let of_state = move |state: WatchState| {
        Memo::new(move |_| {
            store.namespaces.with(|all| {
                all.iter().filter(|status| status.state == state).cloned().collect::<Vec<NamespaceStatus>>()
            })
        })
    };
    let total = Memo::new(move |_| {
        store.namespaces.with(|all| all.iter().filter(|status| status.namespace != SHARED).count())
    });
    let (denied, stale) = (of_state(WatchState::Denied), of_state(WatchState::Stale));
    let missing = of_state(WatchState::Missing);
    let connection = move || connection_text(store);
    let denied_text = move || denied.with(|denied| denied_text(denied, total.get()));
    let stale_text = move || stale.with(|stale| stale_text(stale, total.get(), store.now.get()));
    let line = |class: &'static str, text: String| {
        view! { <p class=class><span class="sign" aria-hidden="true">"▲"</span> {text}</p> }
    };
    view! {
        <div class="banner" data-testid="banner">
            {move || connection().map(|text| line("warning", text))}
            {move || stale_text().map(|text| line("warning", text))}
            {move || denied_text().map(|text| line("warning", text))}
            {move || missing.with(|missing| missing_text(missing, total.get())).map(|text| line("warning", text))}
        </div>
    }
}

fn connection_text(store: Store) -> Option<String> {
    let now = store.now.get();
    let shown = store.link.with(|link| link.shown(now, store.complete.get()));
    if !matches!(shown, Shown::Reconnecting | Shown::Offline) {
        return None;
    }
    store.link.with(|link| match link {
        Link::Lost { since, next_attempt, problem } => {
            let problem = problem.as_deref().unwrap_or("The server does not answer");
            let next = whole_seconds(next_attempt - now).max(0);
            let rows = match shown {
                Shown::Reconnecting => {
                    format!(" Rows are as they were {} ago.", age::written(whole_seconds(now - since)))
                }
                _ => String::new(),
            };
            Some(format!("{problem}.{rows} Next attempt in {next} s."))
        }
        Link::Connecting | Link::Live => None,
    })
}

fn denied_text(denied: &[NamespaceStatus], total: usize) -> Option<String> {
    let first = denied.first()?;
    let reason = first.error.as_ref().map_or_else(String::new, |error| match error.status {
        Some(status) => format!(" ({status} {})", error.reason),
        None => format!(" ({})", error.reason),
    });
    Some(match affected(denied, total) {
        Affected::Cluster => format!("No namespace can be read{reason}. Ingresses are not shown."),
        Affected::One(of) => {
            format!("{of} cannot be read: {}{reason}. Its Ingresses are not shown.", names(denied))
        }
        Affected::Many(of) => {
            format!("{of} cannot be read: {}{reason}. Their Ingresses are not shown.", names(denied))
        }
    })
}

fn stale_text(stale: &[NamespaceStatus], total: usize, now: f64) -> Option<String> {
    let first = stale.first()?;
    let since = whole_seconds(now) - stale.iter().map(|status| status.since.as_second()).min()?;
    let since = age::written(since);
    let message = first.error.as_ref().map_or_else(String::new, |error| format!(", as {}", error.message));
    let next = first
        .next_attempt
        .map(|next| (next.as_second() - whole_seconds(now)).max(0))
        .map_or_else(String::new, |seconds| format!(" Next attempt in {seconds} s."));
    Some(match affected(stale, total) {
        Affected::Cluster => format!("All rows are stale, not followed for {since}{message}.{next}"),
        Affected::One(of) => {
            format!("{of} is stale: {}, not followed for {since}{message}.{next}", names(stale))
        }
        Affected::Many(of) => {
            format!("{of} are stale: {}, not followed for {since}{message}.{next}", names(stale))
        }
    })
}

fn missing_text(missing: &[NamespaceStatus], total: usize) -> Option<String> {
    let verb = if missing.len() == 1 { "does" } else { "do" };
    let of = format!("{} of {total} namespaces", missing.len());
    (!missing.is_empty()).then(|| format!("{of} {verb} not exist: {}.", names(missing)))
}

/// Whom a line is about.
enum Affected {
    /// The watch that all namespaces share.
    Cluster,
    /// One namespace, of so many.
    One(String),
    /// Several namespaces, of so many.
    Many(String),
}

fn affected(namespaces: &[NamespaceStatus], total: usize) -> Affected {
    if namespaces.iter().any(|status| status.namespace == SHARED) {
        return Affected::Cluster;
    }
    let of = format!("{} of {total} namespaces", namespaces.len());
    if namespaces.len() == 1 { Affected::One(of) } else { Affected::Many(of) }
}

fn names(namespaces: &[NamespaceStatus]) -> String {
    let named: Vec<&str> = namespaces.iter().take(NAMED).map(|status| status.namespace.as_str()).collect();
    match namespaces.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        rest => format!("{} +{rest}", named.join(", ")),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the clock fits")]
fn whole_seconds(milliseconds: f64) -> i64 {
    (milliseconds / 1000.0) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use kube_ingress_dash_model::Timestamp;
    use kube_ingress_dash_model::status::{ErrorClass, WatchError};

    fn status(namespace: &str, state: WatchState) -> NamespaceStatus {
        NamespaceStatus {
            namespace: namespace.to_owned(),
            state,
            since: Timestamp::from_second(1_000).unwrap(),
            last_sync: None,
            next_attempt: None,
            ingresses: 0,
            error: Some(WatchError {
                class: ErrorClass::Permanent,
                status: Some(403),
                reason: "Forbidden".to_owned(),
                message: "no".to_owned(),
            }),
        }
    }

    #[test]
    fn three_denied_namespaces_are_named_and_the_rest_is_counted() {
        let denied: Vec<_> = ["a", "b", "c", "d", "e"].map(|name| status(name, WatchState::Denied)).into();
        assert_eq!(
            denied_text(&denied, 50).unwrap(),
            "5 of 50 namespaces cannot be read: a, b, c +2 (403 Forbidden). Their Ingresses are not shown."
        );
        assert_eq!(denied_text(&[], 50), None);
    }

    #[test]
    fn a_namespace_that_does_not_exist_is_named() {
        let missing = [status("nope", WatchState::Missing)];
        assert_eq!(missing_text(&missing, 2).unwrap(), "1 of 2 namespaces does not exist: nope.");
        assert_eq!(missing_text(&[], 2), None);
    }

    #[test]
    fn stale_rows_say_since_when() {
        let text = stale_text(&[status("a", WatchState::Stale)], 2, 1_030_000.0).unwrap();
        assert_eq!(text, "1 of 2 namespaces is stale: a, not followed for 30s, as no.");
    }

    #[test]
    fn the_shared_watch_speaks_for_all() {
        let stale = [status("*", WatchState::Stale), status("a", WatchState::Stale)];
        let text = stale_text(&stale, 1, 1_030_000.0).unwrap();
        assert_eq!(text, "All rows are stale, not followed for 30s, as no.");
        let denied = denied_text(&[status("*", WatchState::Denied)], 0).unwrap();
        assert_eq!(denied, "No namespace can be read (403 Forbidden). Ingresses are not shown.");
    }
}
