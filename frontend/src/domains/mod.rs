//! The hosts of the cluster as a tree of domains, with what collides and what has no TLS: a page of its own.

mod cursor;
mod follow;
mod keys;
mod line;
mod list;
mod nothing;

use kube_ingress_dash_model::domains::Totals;
use leptos::prelude::*;
use leptos_router::NavigateOptions;

use crate::address_text::{AddressText, TextField};
use crate::banner::Banner;
use crate::copy::CopyButton;
use crate::drawer;
use crate::other_page::{OtherPage, PageContext};
use crate::parameter::parameter_signal;
use crate::text::count;
use follow::Tree;
use list::LineList;
use nothing::Nothing;

/// What the address says where hosts without trouble are left out.
const TROUBLE: &str = "trouble";

/// The page.
#[component]
pub fn DomainsPage(context: PageContext) -> impl IntoView {
    let store = context.store;
    let written = AddressText::of("host");
    let acting = NavigateOptions { scroll: false, ..NavigateOptions::default() };
    let (only, set_only) = parameter_signal::<String>("only", acting);
    let only_troubled = Memo::new(move |_| only.with(|only| only.as_deref() == Some(TROUBLE)));
    let tree = Tree::of(store, written.text, only_troubled);
    let toggle = move |_| set_only.set((!only_troubled.get_untracked()).then(|| TROUBLE.to_owned()));
    let is_nothing = Memo::new(move |_| store.complete.get() && tree.lines.with(|lines| lines.is_empty()));
    let show_all = Callback::new(move |()| set_only.set(None));
    let nothing = move || {
        is_nothing.get().then(|| {
            view! { <Nothing text=written.text only_troubled=only_troubled show_all=show_all/> }
        })
    };
    let figure = |number: usize, one: &str, many: &str| {
        let words = [" ", if number == 1 { one } else { many }].concat();
        view! { <span><b>{count(number)}</b> {words}</span> }
    };
    let figures = move || {
        let Totals { hosts, paths, collisions, without_tls } = tree.totals.get();
        view! {
            {figure(hosts, "host", "hosts")}
            {figure(paths, "path", "paths")}
            {figure(collisions, "collision", "collisions")}
            {figure(without_tls, "host not in spec.tls", "hosts not in spec.tls")}
        }
    };
    view! {
        <OtherPage context=context>
            <div class="toolbar">
                <div class="search-line">
                    <TextField
                        written=written
                        name="domains-host"
                        label="Part of a host"
                        placeholder="Part of a host…"
                        clear_label="Clear the part of a host"
                        remarks="domains-figures"
                        is_invalid=Signal::stored(false)
                    />
                    <CopyButton text=Signal::derive(drawer::address) label="link to what is shown"/>
                </div>
                <div class="figures">
                    <div class="counts" id="domains-figures" data-testid="domains-figures">{figures}</div>
                    <button
                        class="choice"
                        class:on=only_troubled
                        data-testid="only-trouble"
                        aria-pressed=move || only_troubled.get().to_string()
                        on:click=toggle
                    >
                        "Only with trouble"
                    </button>
                </div>
            </div>
            <Banner store=store settings=context.settings grants=context.dialogs.grants/>
            {nothing}
            <LineList tree=tree settings=context.settings/>
        </OtherPage>
    }
}
