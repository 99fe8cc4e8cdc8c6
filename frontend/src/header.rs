//! The strip at the top: which cluster this is, and whether the page follows it.

use leptos::prelude::*;

use crate::access::AccessBadge;
use crate::connection::Pill;
use crate::keys::platform;
use crate::overlays::Dialogs;
use crate::route::{Route, Routes};
use crate::settings::Settings;
use crate::state::Store;
use crate::theme::ThemeToggle;

/// A way that forks: what the program is about, drawn in a square of 20.
pub const MARK: &str = "M2 10h5c4 0 3-6 7-6h4M7 10c4 0 3 6 7 6h4M7 10h11";

/// The strip.
#[component]
pub fn Header(store: Store, settings: Settings, dialogs: Dialogs, routes: Routes) -> impl IntoView {
    let cluster = move || store.config.get().map(|config| config.cluster_name);
    let demo = move || store.config.get().is_some_and(|config| config.demo);
    let page = move |route: Route, words: &'static str| {
        let current = move || (routes.shown.get() == route).then_some("page");
        view! { <a href=route.path() aria-current=current data-testid=["page-", route.name()].concat()>{words}</a> }
    };
    view! {
        <header>
            <svg class="mark" viewBox="0 0 20 20" aria-hidden="true">
                <path d=MARK/>
            </svg>
            <h1>"kube-ingress-dash"</h1>
            <Show when=move || cluster().is_some()>
                <span class="cluster" data-testid="cluster-name">{cluster}</span>
            </Show>
            <Show when=demo><span class="badge" data-testid="demo-badge">"demo data"</span></Show>
            <AccessBadge store=store/>
            <nav aria-label="Pages">
                {page(Route::List, "Ingresses")}
                {page(Route::Domains, "Domains")}
                {page(Route::Explain, "Explain")}
            </nav>
            <span class="spacer"></span>
            <Pill store=store/>
            <button
                class="button jump"
                data-testid="jump"
                aria-label="Jump to…"
                aria-haspopup="dialog"
                aria-keyshortcuts=platform::shortcut()
                on:click=move |_| dialogs.palette.open()
            >
                <span>"Jump to…"</span>
                <kbd>{platform::palette()}</kbd>
            </button>
            <ThemeToggle settings=settings/>
            <button
                class="button"
                data-testid="open-settings"
                aria-label="Settings"
                title="Settings"
                aria-haspopup="dialog"
                on:click=move |_| dialogs.settings.open()
            >
                "⚙"
            </button>
        </header>
    }
}
