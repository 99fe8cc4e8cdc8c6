//! What the search finds, as files that the server writes.

use leptos::prelude::*;

use super::Controls;
use crate::ask::encoded;
use crate::denials::Unread;
use crate::menu::Menu;
use crate::text::counted;

/// Where the server gives rows as CSV.
pub const CSV: &str = "api/ingresses.csv";
/// Where the server gives rows as JSON.
pub const JSON: &str = "api/ingresses";

/// Where the server gives what this search finds.
pub fn address(path: &str, text: &str) -> String {
    if text.is_empty() {
        return path.to_owned();
    }
    let between = if path.contains('?') { "&q=" } else { "?q=" };
    [path, between, &encoded(text)].concat()
}

/// The menu.
#[component]
pub fn ExportMenu(controls: Controls) -> impl IntoView {
    let file = move |name: &'static str, path: &'static str, words: &'static str| {
        let address = move || controls.standing.with(|text| address(path, text));
        view! { <a class="value" href=address download=name data-testid=name><span class="words">{words}</span></a> }
    };
    let unread = Memo::new(move |_| controls.store.namespaces.with(|all| Unread::of(all)));
    view! {
        <Menu name="export" label=Signal::stored("Export".to_owned()) is_set=Signal::stored(false) at_end=true>
            <div class="values">
                {file("ingresses.csv", CSV, "CSV, a line for each Ingress")}
                {file("routes.csv", "api/ingresses.csv?rows=routes", "CSV, a line for each host and path")}
                {file("ingresses.json", JSON, "JSON")}
                {move || unread_note(unread.get()).map(|note| view! { <p class="note" data-testid="export-unread">{note}</p> })}
                <p class="note">"All columns. The order of the table is not kept."</p>
            </div>
        </Menu>
    }
}

fn unread_note(unread: Unread) -> Option<String> {
    match unread {
        Unread::Namespaces(0) => None,
        Unread::Namespaces(1) => Some("1 namespace cannot be read and is in no file.".to_owned()),
        Unread::Namespaces(several) => {
            Some([&counted(several, "namespace"), " cannot be read and are in no file."].concat())
        }
        Unread::Everything => Some("No namespace can be read, and the files are empty.".to_owned()),
    }
}
