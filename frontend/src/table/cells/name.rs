//! The namespace and the name, cut in the middle where they are too long.

use std::ops::Range;

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::query::Part;
use leptos::html::Div;
use leptos::prelude::*;

use super::copy_place::copy_place;
use super::cut::left_out;
use super::mark::marked_within;
use super::room::{Room, room};
use super::{Look, tab_index};

pub fn namespace_cell(look: Look) -> AnyView {
    let namespace = |ingress: &Ingress| ingress.namespace.clone();
    let cell = NodeRef::new();
    view! {
        <div
            role="gridcell"
            class="cell namespace"
            data-testid="cell-namespace"
            title=move || look.row.ingress.with(|ingress| namespace(ingress))
            node_ref=cell
        >
            {cut(look, cell, Part::Namespace, |ingress| &ingress.namespace)}
        </div>
    }
    .into_any()
}

pub fn name_cell(look: Look) -> AnyView {
    let name = move || look.row.ingress.with(|ingress| ingress.name.clone());
    let link = move || look.context.details.link(&look.row.ingress.with(|ingress| ingress.key()));
    let dot = move || {
        look.has_changed.get().then(|| {
            view! {
                <span class="changed-dot" data-testid="changed-dot" role="img" aria-label="changed just now"></span>
            }
        })
    };
    let cell = NodeRef::new();
    view! {
        <div role="gridcell" class="cell name" data-testid="cell-name" title=name node_ref=cell>
            {dot}
            <a data-opens="" href=link tabindex=move || tab_index(look.active.get())>
                {cut(look, cell, Part::Name, |ingress| &ingress.name)}
            </a>
            {copy_place(look, "name", |ingress, _| Some(ingress.name.clone()))}
        </div>
    }
    .into_any()
}

/// The text in three parts, of which the middle one is left out where there is no room for all of them. A match that lies
/// in several of them is marked in each.
fn cut(look: Look, cell: NodeRef<Div>, part: Part, text: fn(&Ingress) -> &str) -> AnyView {
    let room = room(cell);
    let left_out = Memo::new(move |_| {
        look.row.ingress.with(|ingress| {
            let text = text(ingress);
            let cut = room.with(|room| {
                let Room { width, letters } = room.as_ref()?;
                left_out(text, *width, |letter| letters.width(letter))
            });
            cut.unwrap_or(text.len()..text.len())
        })
    });
    let piece = move |range: fn(&str, Range<usize>) -> Range<usize>| {
        move || {
            let left_out = left_out.get();
            look.of(|ingress, query| {
                let text = text(ingress);
                marked_within(text, range(text, left_out), part, query)
            })
        }
    };
    let is_cut = move || left_out.with(|range| !range.is_empty());
    view! {
        <span class="cut">
            <span>{piece(|_, left_out| 0..left_out.start)}</span>
            <span class:left-out=is_cut>{piece(|_, left_out| left_out)}</span>
            <span>{piece(|text, left_out| left_out.end..text.len())}</span>
        </span>
    }
    .into_any()
}
