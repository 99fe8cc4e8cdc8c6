//! The object as kubectl prints it: coloured, to copy, to save.

mod tokens;

use kube_ingress_dash_model::key::IngressKey;
use leptos::prelude::*;

use super::answer::AnswerView;
use super::beyond::{self, Beyond};
use super::wanted::{self, Wanted};
use crate::ask;
use crate::copy::{Copier, CopyButton};
use tokens::Kind;

/// Longer text, in bytes, has no colours: so many pieces would hold up the page.
const MOST_COLOURED: usize = 128 * 1024;

/// What the text is called where it is copied.
pub const LABEL: &str = "YAML";

/// The least rule that lets the server read one Ingress.
pub(super) const GRANT: &str = "rules:
- apiGroups: [networking.k8s.io]
  resources: [ingresses]
  verbs: [get]";

/// The tab.
#[component]
pub fn YamlTab(wanted: Memo<Option<Wanted>>, beyond: Beyond) -> impl IntoView {
    let yaml = beyond.part(|told| Some(told.yaml.clone()));
    let text = Signal::derive(move || yaml.get().unwrap_or_default());
    let save = move |_| {
        let name = wanted.with_untracked(|wanted| wanted.as_ref().map(Wanted::file_name));
        crate::download::text(&name.unwrap_or_default(), &text.get_untracked());
    };
    let content = move || {
        yaml.get()
            .map(|yaml| view! { <pre class="yaml" data-testid="yaml" tabindex="0"><code>{coloured(&yaml)}</code></pre> })
    };
    view! {
        <Show when=move || yaml.with(Option::is_some)>
            <div class="actions">
                <CopyButton text=text label=LABEL words="Copy"/>
                <button class="button" data-testid="download" on:click=save>"Download"</button>
            </div>
        </Show>
        <AnswerView fetched=beyond.fetched is_empty=Signal::derive(move || yaml.with(Option::is_none)) grant=GRANT/>
        {content}
    }
}

/// Copies the YAML of an Ingress, whether it is shown or not.
pub fn copy(copier: Copier, key: &IngressKey) {
    let path = wanted::path(key);
    copier.copy_when_known(
        async move { beyond::read(&ask::once(&path).await.ok()?).map(|told| told.yaml) },
        LABEL,
    );
}

fn coloured(yaml: &str) -> AnyView {
    if yaml.len() > MOST_COLOURED {
        return yaml.to_owned().into_any();
    }
    let piece = |(kind, text): tokens::Token<'_>| {
        let text = text.to_owned();
        match class(kind) {
            Some(class) => view! { <span class=class>{text}</span> }.into_any(),
            None => text.into_any(),
        }
    };
    tokens::tokens(yaml).into_iter().map(piece).collect_view().into_any()
}

fn class(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Plain => None,
        Kind::Key => Some("key"),
        Kind::Sign => Some("sign"),
        Kind::Text => Some("text"),
        Kind::Literal => Some("literal"),
        Kind::Comment => Some("comment"),
    }
}
