//! The list of the Ingresses: what the URL says, what follows from it, and which state it is in.

use kube_ingress_dash_model::query::Query;
use leptos::prelude::*;

use crate::action::Commands;
use crate::address_text::Entry;
use crate::announcement::Announcement;
use crate::banner::Banner;
use crate::changes::Changes;
use crate::copy::CopyNotice;
use crate::drawer::{self, Details, Drawer};
use crate::empty::{Empty, Kind};
use crate::other_page::PageContext;
use crate::overlays::Overlays;
use crate::table::{Skeleton, Table, TableContext};
use crate::toolbar::{Controls, Toolbar};

/// The page.
#[component]
pub fn ListPage(context: PageContext) -> impl IntoView {
    let PageContext { store, settings, copier, dialogs, routes } = context;
    let controls = Controls::of_url(store, settings);
    let Controls { query, order, shown_order, columns, .. } = controls;
    let details = Details::of_url();
    let step = drawer::walk(details, store);
    let context = TableContext {
        store,
        query,
        cursor: RwSignal::new(None),
        routes: RwSignal::new(None),
        details,
        settings,
    };
    let commands = Commands { controls, context, copier, routes };
    controls.arrange_lines();
    let state = Memo::new(move |_| Kind::of(store, store.lines.len(), query.with(Query::is_empty)));
    let clear = Callback::new(move |()| {
        controls.written.set(String::new(), Entry::Replace);
    });
    view! {
        <main>
            <Toolbar controls=controls grants=dialogs.grants/>
            <Banner store=store settings=settings grants=dialogs.grants/>
            <Announcement text=controls.standing store=store/>
            <div class="stage">
                {move || match state.get() {
                    None => view! {
                        <Table
                            context=context
                            columns=columns
                            order=order
                            shown_order=shown_order
                            set_order=controls.set_order
                        />
                    }
                    .into_any(),
                    Some(Kind::Connecting) => view! { <Skeleton/> }.into_any(),
                    Some(kind) => {
                        view! { <Empty store=store kind=kind controls=controls grants=dialogs.grants clear=clear/> }.into_any()
                    }
                }}
                <Show when=move || controls.shows_changes.get()>
                    <Changes
                        store=store
                        query=query
                        close=Callback::new(move |()| controls.shows_changes.set(false))
                        open=Callback::new(move |key| details.open(key))
                    />
                </Show>
                <Drawer store=store settings=settings details=details copier=copier step=step/>
            </div>
            <CopyNotice copier=copier/>
        </main>
        <Overlays
            store=store
            settings=settings
            dialogs=dialogs
            routes=routes
            open_details=Callback::new(move |key| details.open(key))
            on_page=Callback::new(move |command| commands.of_page(command))
            on_row=Callback::new(move |command| commands.of_row(command))
        />
    }
}
