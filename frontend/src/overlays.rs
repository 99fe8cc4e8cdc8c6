//! What opens over the page: palette, help, settings and grants, and the keys that open them.

use kube_ingress_dash_model::key::IngressKey;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::address_text::FIELD;
use crate::command::{Command, PageCommand, RowCommand};
use crate::dialog::Modal;
use crate::grants::GrantsDialog;
use crate::help::Help;
use crate::keys;
use crate::palette::Palette;
use crate::route::{Route, Routes};
use crate::settings::{Settings, SettingsDialog};
use crate::state::Store;

/// The page's dialogs.
#[derive(Clone, Copy)]
pub struct Dialogs {
    /// Jumps to hosts, Ingresses and commands.
    pub palette: Modal,
    /// Lists keys and the query's grammar.
    pub help: Modal,
    /// What this browser keeps.
    pub settings: Modal,
    /// The grant that denied namespaces lack.
    pub grants: Modal,
}

impl Dialogs {
    /// All of them, closed.
    pub fn new() -> Self {
        Self { palette: Modal::new(), help: Modal::new(), settings: Modal::new(), grants: Modal::new() }
    }
}

/// The dialogs, and the keys of the page.
#[component]
pub fn Overlays(
    store: Store,
    settings: Settings,
    dialogs: Dialogs,
    routes: Routes,
    /// Shows the details of an Ingress.
    open_details: Callback<IngressKey>,
    /// Does what concerns all rows that are shown.
    on_page: Callback<PageCommand>,
    /// Does what concerns one Ingress.
    on_row: Callback<RowCommand>,
) -> impl IntoView {
    let run = Callback::new(move |command: Command| match command {
        Command::Search => focus_search(),
        Command::Explain => routes.go(Route::Explain.path()),
        Command::Domains => routes.go(Route::Domains.path()),
        Command::Palette => dialogs.palette.open(),
        Command::Help => dialogs.help.open(),
        Command::Settings => dialogs.settings.open(),
        Command::Theme(theme) => settings.update(|preferences| preferences.theme = theme),
        Command::Density(density) => settings.update(|preferences| preferences.density = density),
        Command::Page(command) => on_page.run(command),
        Command::Row(command) => on_row.run(command),
    });
    keys::listen(settings, run);
    view! {
        <Palette modal=dialogs.palette store=store routes=routes run=run open_details=open_details/>
        <Help modal=dialogs.help/>
        <SettingsDialog modal=dialogs.settings settings=settings store=store/>
        <GrantsDialog modal=dialogs.grants settings=settings store=store/>
    }
}

fn focus_search() {
    let search = document().get_element_by_id(FIELD).and_then(|search| search.dyn_into().ok());
    if let Some(search) = search {
        let search: web_sys::HtmlInputElement = search;
        let _: Result<(), _> = search.focus();
        search.select();
    }
}
