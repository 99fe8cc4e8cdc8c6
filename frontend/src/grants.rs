//! The grant that denied namespaces lack, for somebody who may give it.

use kube_ingress_dash_model::grant::{self, Reach, Subject};
use kube_ingress_dash_model::status::{NamespaceStatus, SHARED, WatchState};
use leptos::prelude::*;

use crate::copy::CopyButton;
use crate::denials;
use crate::dialog::{Dialog, Modal};
use crate::settings::Settings;
use crate::state::Store;

/// The status of a refusal for want of a grant; no grant helps against another one.
const FORBIDDEN: u16 = 403;

/// What is forbidden, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Missing {
    /// The namespaces; null is the watch that all of them share.
    namespaces: Option<Vec<String>>,
    subject: Option<Subject>,
}

impl Missing {
    fn of(all: &[NamespaceStatus]) -> Option<Self> {
        let mut subject = None;
        let mut namespaces = Vec::new();
        for status in all.iter().filter(|status| status.state == WatchState::Denied) {
            if let Some(error) = &status.error
                && error.status == Some(FORBIDDEN)
            {
                subject = subject.or_else(|| Subject::of_refusal(&error.message));
                namespaces.push(status.namespace.clone());
            }
        }
        let is_shared = namespaces.iter().any(|namespace| namespace == SHARED);
        (!namespaces.is_empty()).then_some(Self { namespaces: (!is_shared).then_some(namespaces), subject })
    }

    fn manifest(&self) -> String {
        let reach = self.namespaces.as_deref().map_or(Reach::Cluster, Reach::Namespaces);
        grant::manifest(reach, self.subject.as_ref())
    }

    fn words(&self) -> String {
        let whom = match &self.subject {
            Some(Subject::ServiceAccount { namespace, name }) => {
                format!("the ServiceAccount {name} of the namespace {namespace}")
            }
            Some(Subject::User(user)) => format!("the user {user}"),
            None => "this dashboard's account, which it does not name,".to_owned(),
        };
        let place = match self.namespaces.as_deref() {
            None => "in the whole cluster".to_owned(),
            Some([one]) => format!("in the namespace {one}"),
            Some(many) => format!("in {} namespaces", many.len()),
        };
        format!(
            "The API server forbids {whom} to list and watch Ingresses {place}. This is the least that lets it:"
        )
    }
}

/// Whether a grant would show more.
pub fn is_missing(all: &[NamespaceStatus]) -> bool {
    Missing::of(all).is_some()
}

/// What is forbidden to whom, and the manifest that ends it; nothing where no grant is missing.
#[component]
pub fn MissingGrant(store: Store) -> impl IntoView {
    let missing = Memo::new(move |_| store.namespaces.with(|all| Missing::of(all)));
    let manifest = Signal::derive(move || {
        missing.with(|missing| missing.as_ref().map(Missing::manifest).unwrap_or_default())
    });
    move || {
        missing.with(|missing| missing.as_ref().map(Missing::words)).map(|words| {
            view! {
                <p>{words}</p>
                <pre class="manifest" data-testid="manifest" tabindex="0" role="region" aria-label="Manifest"><code>{manifest}</code></pre>
                <CopyButton text=manifest label="manifest" words="Copy"/>
            }
        })
    }
}

/// The dialog.
#[component]
pub fn GrantsDialog(modal: Modal, settings: Settings, store: Store) -> impl IntoView {
    let folded = move || denials::are_accepted(store, settings);
    let toggle = move |_| {
        modal.close();
        denials::toggle(store, settings);
    };
    view! {
        <Dialog modal=modal name="grants" label="What is missing">
            <MissingGrant store=store/>
            <Show when=move || !store.namespaces.with(|all| is_missing(all))>
                <p>"No grant is missing now."</p>
            </Show>
            <Show when=move || denials::can_be_meant(store)>
                <div class="dialog-foot">
                    <button class="button" data-testid="accept" on:click=toggle>
                        {move || if folded() { "Show the banner again" } else { "Hide: this is meant to be so" }}
                    </button>
                    <span class="hint">"Instead of the banner a number is shown then, until another namespace is denied."</span>
                </div>
            </Show>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use kube_ingress_dash_model::status::{ErrorClass, WatchError};

    fn denied(namespace: &str, status: u16, message: &str) -> NamespaceStatus {
        NamespaceStatus {
            error: Some(WatchError {
                class: ErrorClass::Permanent,
                status: Some(status),
                reason: String::new(),
                message: message.to_owned(),
            }),
            ..sample::status(namespace, WatchState::Denied)
        }
    }

    const REFUSAL: &str = "ingresses is forbidden: User \"system:serviceaccount:dash:reader\" cannot list";

    #[test]
    fn each_forbidden_namespace_is_granted_to_whom_the_api_server_names() {
        let all =
            [denied("pay", 403, "forbidden"), denied("vault", 403, REFUSAL), denied("web", 401, "who?")];
        let missing = Missing::of(&all).unwrap();
        assert_eq!(missing.namespaces.as_deref(), Some(["pay".to_owned(), "vault".to_owned()].as_slice()));
        assert!(missing.words().contains("the ServiceAccount reader of the namespace dash"));
        assert!(missing.manifest().contains("\n    name: reader\n"));
    }

    #[test]
    fn the_shared_watch_needs_the_cluster() {
        let missing = Missing::of(&[denied(SHARED, 403, REFUSAL), denied("pay", 403, REFUSAL)]).unwrap();
        assert_eq!(missing.namespaces, None);
        assert!(missing.manifest().contains("kind: ClusterRole\n"));
    }

    #[test]
    fn no_grant_helps_against_bad_credentials() {
        assert_eq!(Missing::of(&[denied("pay", 401, "Unauthorized")]), None);
        assert_eq!(Missing::of(&[]), None);
    }
}
