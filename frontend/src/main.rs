//! The browser client of kube-ingress-dash.
//!
//! The folders follow the way of the data: [`feed`] brings events, [`state`] keeps rows and signals, and the rest
//! shows them.

#![allow(
    clippy::must_use_candidate,
    clippy::needless_pass_by_value,
    clippy::large_types_passed_by_value,
    reason = "leptos's components, whose properties are handles and passed by value"
)]
#![allow(unreachable_pub, reason = "leptos's components are `pub` by form, and nothing imports this program")]
#![allow(missing_docs, reason = "a component's properties speak for themselves")]

mod access;
mod action;
mod address_text;
mod alarm;
mod announcement;
mod ask;
mod backend;
mod banner;
mod browser;
mod changes;
mod clipboard;
mod command;
mod connection;
mod copy;
mod denials;
mod dialog;
mod domains;
mod download;
mod drawer;
mod empty;
mod explain;
mod feed;
mod grants;
mod header;
mod help;
mod keys;
mod list_page;
mod marks;
mod menu;
mod moment;
mod new_build;
mod other_page;
mod overlays;
mod page;
mod palette;
mod parameter;
mod route;
#[cfg(test)]
mod sample;
mod settings;
mod severity;
mod state;
mod table;
mod text;
mod theme;
mod toolbar;

use leptos::prelude::*;
use leptos_router::components::Router;

use page::Page;
use state::Store;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(move || {
        let store = Store::new();
        feed::start(store);
        new_build::watch(store);
        view! {
            <Router>
                <Page store=store/>
            </Router>
        }
    });
    if let Some(placeholder) = document().get_element_by_id("before") {
        placeholder.remove();
    }
}
