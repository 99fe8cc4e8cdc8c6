//! What all pages have in common, and the one that the address asks for.

use leptos::prelude::*;

use crate::copy::Copier;
use crate::domains::DomainsPage;
use crate::explain::ExplainPage;
use crate::header::Header;
use crate::list_page::ListPage;
use crate::other_page::PageContext;
use crate::overlays::Dialogs;
use crate::route::{Route, Routes};
use crate::settings::Settings;
use crate::state::Store;

/// The page.
#[component]
pub fn Page(store: Store) -> impl IntoView {
    let settings = Settings::start();
    let copier = Copier::provide();
    let dialogs = Dialogs::new();
    let routes = Routes::of_address();
    let context = PageContext { store, settings, copier, dialogs, routes };
    view! {
        <Header store=store settings=settings dialogs=dialogs routes=routes/>
        {move || match routes.shown.get() {
            Route::List => view! { <ListPage context=context/> }.into_any(),
            Route::Explain => view! { <ExplainPage context=context/> }.into_any(),
            Route::Domains => view! { <DomainsPage context=context/> }.into_any(),
        }}
    }
}
