//! What the pages beside the list have in common: what opens over them, and what commands mean there.

use leptos::prelude::*;

use crate::command::PageCommand;
use crate::copy::{Copier, CopyNotice};
use crate::download;
use crate::drawer;
use crate::overlays::{Dialogs, Overlays};
use crate::route::{self, Route, Routes};
use crate::settings::Settings;
use crate::state::Store;
use crate::toolbar::export;

/// What a page is made with.
#[derive(Clone, Copy)]
pub struct PageContext {
    pub store: Store,
    pub settings: Settings,
    pub copier: Copier,
    pub dialogs: Dialogs,
    pub routes: Routes,
}

/// A page beside the list. What is asked of rows leads to the list.
#[component]
pub fn OtherPage(context: PageContext, children: Children) -> impl IntoView {
    let PageContext { store, settings, copier, dialogs, routes } = context;
    let on_page = Callback::new(move |command: PageCommand| match command {
        PageCommand::Group | PageCommand::Changes => routes.go(Route::List.path()),
        PageCommand::GroupBy(name) => routes.go([Route::List.path(), "?group=", name].concat()),
        PageCommand::Pause => store.set_paused(!store.pause.is_on_untracked()),
        PageCommand::ExportCsv => download::from(export::CSV, "ingresses.csv"),
        PageCommand::ExportJson => download::from(export::JSON, "ingresses.json"),
        PageCommand::CopyLink => copier.copy(drawer::address(), "link"),
    });
    view! {
        <main>{children()} <CopyNotice copier=copier/></main>
        <Overlays
            store=store
            settings=settings
            dialogs=dialogs
            routes=routes
            open_details=Callback::new(move |key| routes.go(route::to_ingress(&key)))
            on_page=on_page
            on_row=Callback::new(|_| ())
        />
    }
}
