//! Does what keys and the palette ask for.

use std::sync::Arc;

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::link;
use kube_ingress_dash_model::view::Grouping;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::browser;
use crate::command::{PageCommand, RowCommand};
use crate::copy::Copier;
use crate::download;
use crate::drawer::{self, Tab};
use crate::route::{self, Routes};
use crate::state::LineKey;
use crate::table::TableContext;
use crate::toolbar::{Controls, export};

/// What commands act on.
#[derive(Clone, Copy)]
pub struct Commands {
    /// Search and arrangement.
    pub controls: Controls,
    /// The table.
    pub context: TableContext,
    /// Copies, and says so.
    pub copier: Copier,
    /// The way to another page.
    pub routes: Routes,
}

impl Commands {
    /// Does what concerns all rows that are shown.
    pub fn of_page(self, command: PageCommand) {
        let pause = self.controls.store.pause;
        let text = || self.controls.standing.get_untracked();
        match command {
            PageCommand::Group => click("[data-testid=menu-group]"),
            PageCommand::GroupBy(name) => self.controls.set_grouping.run(Grouping::parse(name)),
            PageCommand::Pause => self.controls.store.set_paused(!pause.is_on_untracked()),
            PageCommand::Changes => self.controls.shows_changes.update(|shows| *shows = !*shows),
            PageCommand::ExportCsv => download::from(&export::address(export::CSV, &text()), "ingresses.csv"),
            PageCommand::ExportJson => {
                download::from(&export::address(export::JSON, &text()), "ingresses.json");
            }
            PageCommand::CopyLink => self.copier.copy(drawer::address(), "link"),
        }
    }

    /// Does what concerns the Ingress in the drawer, else the row that the keyboard is on.
    pub fn of_row(self, command: RowCommand) {
        let Some(row) = self.row() else { return };
        match command {
            RowCommand::Yaml => {
                self.context.details.open(row.key());
                self.context.details.show(Tab::Yaml);
            }
            RowCommand::OpenHost => {
                if let Some(url) = first_url(&row) {
                    browser::open(&url);
                }
            }
            RowCommand::Explain => {
                if let Some(url) = link::to_first_path(&row).or_else(|| first_url(&row)) {
                    self.routes.go(route::to_explanation(&url));
                }
            }
            RowCommand::CopyHost => {
                if let Some(host) = row.first_host() {
                    self.copier.copy(host.to_owned(), "host");
                }
            }
            RowCommand::CopyYaml => drawer::copy_yaml(self.copier, &row.key()),
            RowCommand::CopyLink => {
                let details = self.context.details;
                let link = match details.selection.get_untracked() {
                    Some(_) => drawer::address(),
                    None => untrack(|| browser::url(&details.link(&row.key()))),
                };
                self.copier.copy(link, "link");
            }
        }
    }

    fn row(self) -> Option<Arc<Ingress>> {
        let of_cursor = || match self.context.cursor.get_untracked() {
            Some(LineKey::Row(key)) => Some(key),
            _ => None,
        };
        let key = self.context.details.selection.get_untracked().or_else(of_cursor)?;
        untrack(|| self.controls.store.find(&key))
    }
}

fn first_url(row: &Ingress) -> Option<String> {
    row.hosts().flatten().find_map(|host| link::to_host(row, host))
}

fn click(selector: &str) {
    let element = document().query_selector(selector).ok().flatten();
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}
