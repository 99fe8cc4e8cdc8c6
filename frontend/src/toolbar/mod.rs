//! What stands above the table: the search, what helps to write it, and how its rows are shown.

mod columns;
mod controls;
mod copy_link;
mod counts;
pub mod export;
mod facet;
mod grouping;
mod pause;
mod search;
mod sorting;
mod standing;

use kube_ingress_dash_model::query::facet::Facet;
use leptos::prelude::*;

use crate::denials::HiddenNamespaces;
use crate::dialog::Modal;
use columns::ColumnsMenu;
pub use controls::Controls;
use copy_link::CopyLink;
use counts::Counts;
use export::ExportMenu;
use facet::FacetMenu;
use grouping::GroupingMenu;
use pause::PauseButton;
use search::Search;
use sorting::SortingMenu;

/// The toolbar.
#[component]
pub fn Toolbar(
    controls: Controls,
    /// The grants that denied namespaces lack.
    grants: Modal,
) -> impl IntoView {
    let changes = controls.store.history;
    view! {
        <div class="toolbar">
            <div class="search-line">
                <Search controls=controls/>
                <CopyLink/>
            </div>
            <div class="choices" role="toolbar" aria-label="Filters and view">
                <SortingMenu controls=controls/>
                <FacetMenu controls=controls facet=Facet::Namespace name="namespace" title="Namespace"/>
                <FacetMenu controls=controls facet=Facet::Class name="class" title="Class"/>
                <FacetMenu controls=controls facet=Facet::Tls name="tls" title="TLS"/>
                <FacetMenu controls=controls facet=Facet::Finding name="findings" title="Findings"/>
                <FacetMenu controls=controls facet=Facet::Address name="address" title="Address"/>
                <FacetMenu controls=controls facet=Facet::LabelKey name="label" title="Label"/>
                <span class="spacer"></span>
                <GroupingMenu controls=controls/>
                <ColumnsMenu controls=controls/>
                <ExportMenu controls=controls/>
                <button
                    class="choice"
                    class:on=move || controls.shows_changes.get()
                    data-testid="show-changes"
                    aria-pressed=move || controls.shows_changes.get().to_string()
                    on:click=move |_| controls.shows_changes.update(|shows| *shows = !*shows)
                >
                    "Changes" <span class="share" data-testid="changes-count">{move || match changes.made() {
                        0 => String::new(),
                        count => count.to_string(),
                    }}</span>
                </button>
                <PauseButton store=controls.store/>
            </div>
            <div class="figures">
                <Counts store=controls.store/>
                <HiddenNamespaces store=controls.store settings=controls.settings grants=grants/>
            </div>
        </div>
    }
}
