//! What is not as it should be: the connection, and namespaces that cannot be read or are not followed.

use kube_ingress_dash_model::age;
use kube_ingress_dash_model::status::{NamespaceStatus, WatchState};
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
        store.namespaces.with(|all| all.iter().filter(|status| status.namespace != "*").count())
    });
    let (denied, stale) = (of_state(WatchState::Denied), of_state(WatchState::Stale));
    let connection = move || connection_text(store);
    let denied_text = move || denied.with(|denied| denied_text(denied, total.get()));
    let stale_text = move || stale.with(|stale| stale_text(stale, total.get(), store.now.get()));
    let line = |class: &'static str, text: String| {
        view! { <p class=class><span class="sign" aria-hidden="true">"▲"</span> {text}</p> }
    };
    view! {
        <div class="banner" data-testid="banner" role="status">
            {move || connection().map(|text| line("warning", text))}
            {move || stale_text().map(|text| line("warning", text))}
            {move || denied_text().map(|text| line("warning", text))}
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
    let (subject, their) = subject(denied, total);
    Some(format!("{subject} cannot be read: {}{reason}. {their} Ingresses are not shown.", names(denied)))
}

fn stale_text(stale: &[NamespaceStatus], total: usize, now: f64) -> Option<String> {
    let first = stale.first()?;
    let (subject, _) = subject(stale, total);
    let since = whole_seconds(now) - stale.iter().map(|status| status.since.as_second()).min()?;
    let message = first.error.as_ref().map_or_else(String::new, |error| format!(": {}", error.message));
    let next = first
        .next_attempt
        .map(|next| (next.as_second() - whole_seconds(now)).max(0))
        .map_or_else(String::new, |seconds| format!(" Next attempt in {seconds} s."));
    Some(format!("{subject} not followed for {}: {}{message}.{next}", age::written(since), names(stale)))
}

fn subject(affected: &[NamespaceStatus], total: usize) -> (String, &'static str) {
    match affected.len() {
        1 if affected[0].namespace == "*" => ("All namespaces".to_owned(), "Their"),
        1 => (format!("1 of {total} namespaces"), "Its"),
        count => (format!("{count} of {total} namespaces"), "Their"),
    }
}

fn names(affected: &[NamespaceStatus]) -> String {
    let named: Vec<&str> = affected
        .iter()
        .take(NAMED)
        .map(|status| if status.namespace == "*" { "the whole cluster" } else { &status.namespace })
        .collect();
    let rest = affected.len().saturating_sub(NAMED);
    match rest {
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
    fn stale_rows_say_since_when() {
        let text = stale_text(&[status("a", WatchState::Stale)], 2, 1_030_000.0).unwrap();
        assert_eq!(text, "1 of 2 namespaces not followed for 30s: a: no.");
    }
}
