//! The table's shape while nothing is known yet.

use leptos::prelude::*;

use super::column::HEADINGS;

const ROWS: usize = 12;

/// Rows of placeholders.
#[component]
pub fn Skeleton() -> impl IntoView {
    let row = |_| {
        let cells = HEADINGS
            .iter()
            .map(|heading| view! { <div class=format!("cell {}", heading.name)><span class="bone"></span></div> })
            .collect_view();
        view! { <div class="row">{cells}</div> }
    };
    view! {
        <div class="viewport skeleton" data-testid="skeleton" aria-hidden="true">
            <div class="grid">{(0..ROWS).map(row).collect_view()}</div>
        </div>
    }
}
