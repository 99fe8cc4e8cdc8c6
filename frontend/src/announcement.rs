//! Tells those who cannot see the table how many rows a search has left, once typing rests.

use std::time::Duration;

use kube_ingress_dash_model::view::View;
use leptos::prelude::*;

use crate::alarm::Alarm;
use crate::state::Store;
use crate::text::count;

/// How long a search must rest before its outcome is told.
const REST: Duration = Duration::from_millis(700);

/// A live region that nobody sees. Rows that come and go by themselves are not told.
#[component]
pub fn Announcement(text: Memo<String>, store: Store) -> impl IntoView {
    let told = RwSignal::new(String::new());
    let rest = Alarm::new();
    Effect::new(move |_| {
        let searched = text.with(|text| !text.is_empty());
        rest.set(REST, move || {
            let rows = store.lines.with_untracked(View::matches);
            told.set(if searched { format!("{} ingresses match", count(rows)) } else { String::new() });
        });
    });
    view! { <div class="visually-hidden" role="status" aria-live="polite">{told}</div> }
}
