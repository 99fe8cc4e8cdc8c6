//! What is not as it should be: the connection, and namespaces that cannot be read or are not followed.

use kube_ingress_dash_model::age;
use kube_ingress_dash_model::status::{NamespaceStatus, SHARED, WatchState};
use leptos::prelude::*;

use crate::connection::ConnectionLines;
use crate::denials;
use crate::dialog::Modal;
use crate::grants;
use crate::moment;
use crate::settings::Settings;
use crate::state::Store;

/// Namespaces named before the rest is only counted.
const NAMED: usize = 3;

/// Everything that is not as it should be, a line each.
#[component]
pub fn Banner(
    store: Store,
    settings: Settings,
    /// Shows the grant that is missing.
    grants: Modal,
) -> impl IntoView {
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
    let denied_text = Memo::new(move |_| denied.with(|denied| denied_text(denied, total.get())));
    let stale_text = Memo::new(move |_| stale.with(|stale| stale_text(stale, total.get(), store.now.get())));
    let missing_text = Memo::new(move |_| missing.with(|missing| missing_text(missing, total.get())));
    view! {
        <div class="banner" data-testid="banner">
            <ConnectionLines store=store/>
            <Line text=stale_text/>
            <Denied store=store settings=settings grants=grants text=denied_text/>
            <Line text=missing_text/>
        </div>
    }
}

/// A line that is there while there is a text.
#[component]
fn Line(text: Memo<Option<String>>) -> impl IntoView {
    let is_shown = Memo::new(move |_| text.with(Option::is_some));
    move || is_shown.get().then(|| view! { <div class="line">{sentence(text)}</div> })
}

/// A text of any length; what does not fit can be read on hover.
fn sentence(text: Memo<Option<String>>) -> AnyView {
    view! {
        <p title=move || text.get()>
            <span class="sign" aria-hidden="true">"▲"</span>
            {move || text.get()}
        </p>
    }
    .into_any()
}

/// The namespaces that cannot be read, unless they are meant to be hidden, and what can be done about it.
#[component]
fn Denied(store: Store, settings: Settings, grants: Modal, text: Memo<Option<String>>) -> impl IntoView {
    let is_shown = Memo::new(move |_| text.with(Option::is_some) && !denials::are_accepted(store, settings));
    let can_fold = Memo::new(move |_| denials::can_be_meant(store));
    let can_grant = Memo::new(move |_| store.namespaces.with(|all| grants::is_missing(all)));
    let fold = move |_| denials::toggle(store, settings);
    move || {
        is_shown.get().then(|| {
            view! {
                <div class="line">
                    {sentence(text)}
                    <Show when=move || can_fold.get()>
                        <button class="quiet" data-testid="fold-denials" on:click=fold>"Hide: this is meant to be so"</button>
                    </Show>
                    <Show when=move || can_grant.get()>
                        <button
                            class="quiet"
                            id=denials::SHOW_GRANTS
                            data-testid=denials::SHOW_GRANTS
                            aria-haspopup="dialog"
                            on:click=move |_| grants.open()
                        >
                            "Show grants"
                        </button>
                    </Show>
                </div>
            }
        })
    }
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
    let since = moment::seconds(now) - stale.iter().map(|status| status.since.as_second()).min()?;
    let since = age::written(since);
    let message = first.error.as_ref().map_or_else(String::new, |error| format!(", as {}", error.message));
    let next = first
        .next_attempt
        .map(|next| (next.as_second() - moment::seconds(now)).max(0))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use kube_ingress_dash_model::status::{ErrorClass, WatchError};

    fn status(namespace: &str, state: WatchState) -> NamespaceStatus {
        NamespaceStatus {
            error: Some(WatchError {
                class: ErrorClass::Permanent,
                status: Some(403),
                reason: "Forbidden".to_owned(),
                message: "no".to_owned(),
            }),
            ..sample::status(namespace, state)
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
