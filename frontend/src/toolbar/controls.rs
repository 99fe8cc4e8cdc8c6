//! What is searched for and how rows are shown: the page's address, as signals.

use kube_ingress_dash_model::order::Order;
use kube_ingress_dash_model::query::{Query, edit};
use kube_ingress_dash_model::tls::EdgeClasses;
use kube_ingress_dash_model::view::{Arrangement, Grouping};
use leptos::prelude::*;
use leptos_router::NavigateOptions;

use super::standing;
use crate::address_text::{AddressText, Entry};
use crate::parameter::parameter_signal;
use crate::settings::Settings;
use crate::state::Store;
use crate::table::column::{self, Columns};

/// What the toolbar shows and changes.
#[derive(Clone, Copy)]
pub struct Controls {
    /// The page's state.
    pub store: Store,
    /// What this browser keeps.
    pub settings: Settings,
    /// The search, in the page's address.
    pub written: AddressText,
    /// The search as it is written.
    pub text: RwSignal<String>,
    /// The search as it is written, as far as it makes sense, and what is wrong with the rest.
    pub reading: Memo<Query>,
    /// The text that the table goes by, all of which makes sense: that of the search, or the last one that did.
    pub standing: Memo<String>,
    /// What the table goes by.
    pub query: Memo<Query>,
    /// What rows are put together by.
    pub grouping: Memo<Grouping>,
    /// Asks for another grouping.
    pub set_grouping: Callback<Grouping>,
    /// The order that is asked for.
    pub order: Memo<Order>,
    /// The order that rows are in; null where how well they answer a URL goes before it.
    pub shown_order: Memo<Option<Order>>,
    /// Asks for another order.
    pub set_order: Callback<Order>,
    /// The columns that are shown.
    pub columns: Memo<Columns>,
    /// Those that are shown where the address asks for none.
    pub usual_columns: Memo<Columns>,
    /// Asks for other columns.
    pub set_columns: Callback<Columns>,
    /// Whether the panel of changes is open.
    pub shows_changes: RwSignal<bool>,
}

impl Controls {
    /// As the page's address has them, below a router, and the settings where the address says nothing.
    pub fn of_url(store: Store, settings: Settings) -> Self {
        let acting = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        let (url_sort, set_url_sort) = parameter_signal::<String>("sort", acting.clone());
        let (url_group, set_url_group) = parameter_signal::<String>("group", acting.clone());
        let (url_columns, set_url_columns) = parameter_signal::<String>("columns", acting);

        let written = AddressText::of("q");
        let text = written.text;
        let edge = Memo::new(move |_| {
            store
                .config
                .with(|config| EdgeClasses::new(config.iter().flat_map(|config| config.tls_at_edge.clone())))
        });
        let reading = Memo::new(move |_| text.with(|text| Query::parse(text)));
        let standing = Memo::new(move |before: Option<&String>| {
            text.with(|text| {
                reading.with(|reading| standing::standing(before.map(String::as_str), text, reading))
            })
        });
        let query =
            Memo::new(move |_| standing.with(|text| Query::parse(text)).with_edge_classes(edge.get()));
        let order = Memo::new(move |_| column::parse(&url_sort.get().unwrap_or_default()));
        let shown_order = Memo::new(move |_| (!query.with(Query::has_ranks)).then(|| order.get()));
        let grouping = Memo::new(move |_| Grouping::parse(&url_group.get().unwrap_or_default()));
        let usual_columns =
            Memo::new(move |_| settings.with(|chosen| Columns::without(&chosen.hidden_columns)));
        let columns = Memo::new(move |_| {
            url_columns.get().and_then(|text| Columns::parse(&text)).unwrap_or_else(|| usual_columns.get())
        });
        let set_columns = Callback::new(move |columns: Columns| {
            set_url_columns.set((columns != usual_columns.get_untracked()).then(|| columns.names(",")));
        });
        let set_grouping = Callback::new(move |grouping: Grouping| {
            set_url_group.set((grouping != Grouping::None).then(|| grouping.as_str().to_owned()));
        });
        Self {
            store,
            settings,
            written,
            text,
            reading,
            standing,
            query,
            grouping,
            set_grouping,
            order,
            shown_order,
            set_order: Callback::new(move |order: Order| set_url_sort.set(column::written(order))),
            columns,
            usual_columns,
            set_columns,
            shows_changes: RwSignal::new(false),
        }
    }

    /// Lets the lines of the table follow the search and the arrangement.
    pub fn arrange_lines(self) {
        let lines = self.store.lines;
        Effect::new(move |_| self.query.with(|query| lines.search(query)));
        Effect::new(move |_| {
            lines.arrange(Arrangement { grouping: self.grouping.get(), order: self.order.get() });
        });
        Effect::new(move |_| {
            self.store.now.track();
            lines.pass_time();
        });
    }

    /// Searches for this at once, as something that one can go back from. What makes no sense in it is left out: it would
    /// keep the table from following.
    pub fn search(self, text: &str) {
        self.written.set(edit::sensible(text), Entry::Add);
    }
}
