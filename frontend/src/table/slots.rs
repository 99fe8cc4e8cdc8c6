//! The elements of the lines in view. An element whose row has left the view is given another row: to make a row's
//! elements costs the browser ten times as much as to write other texts into them.
//!
//! The elements are put in their order here and not by `<For>`, which moves elements that could stay: one that is moved
//! loses the focus.

mod pool;

use std::ops::Range;

use kube_ingress_dash_model::view::{Group, Line};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use web_sys::{Element, Node};

use super::TableContext;
use super::group::GroupRow;
use super::row::TableRow;
use crate::state::{LineKey, Row};
use pool::Pool;

/// An element and what it shows.
struct Slot {
    element: Element,
    content: Content,
    /// The number of the line.
    index: RwSignal<usize>,
    /// Whether a divider is above it.
    is_divided: RwSignal<bool>,
    /// Keeps what the element follows alive.
    _view: AnyViewState,
}

#[derive(Clone, Copy)]
enum Content {
    Row(Row),
    Group(RwSignal<Group>),
}

/// The elements that were made so far: as many as were ever in view together.
#[derive(Clone, Copy)]
pub(super) struct Slots {
    context: TableContext,
    /// The first line, while the one that the keyboard is on is not drawn.
    entrance: Memo<Option<usize>>,
    pool: StoredValue<Pool>,
    made: StoredValue<Vec<Slot>, LocalStorage>,
}

impl Slots {
    /// Draws the lines in view into this element for as long as the present owner lives.
    pub(super) fn follow(context: TableContext, parent: NodeRef<Div>, in_view: Memo<Range<usize>>) {
        let slots = Self {
            context,
            entrance: entrance(context, in_view),
            pool: StoredValue::new(Pool::default()),
            made: StoredValue::new_local(Vec::new()),
        };
        let owner = Owner::current().unwrap_or_default();
        Effect::new(move |drawn: Option<u32>| {
            let in_view = in_view.get();
            let lines = context.store.lines.get(in_view.clone());
            // Marks, and the host that stands for all, are the query's.
            let layout = context.store.lines.layout();
            if let Some(parent) = parent.get() {
                owner.with(|| untrack(|| slots.draw(&parent, in_view.start, lines, drawn != Some(layout))));
            }
            layout
        });
    }

    fn draw(self, parent: &Node, start: usize, lines: Vec<Line>, anew: bool) {
        let keys: Vec<LineKey> = lines.iter().map(LineKey::of).collect();
        let cursor = self.context.cursor.get_untracked();
        let pointed = self.context.store.lines.under_pointer.get_untracked().map(LineKey::Row);
        // The focus would stay on the element, and the pointer would not hear of the row that came under it.
        let is_held = |key: &LineKey| Some(key) == cursor.as_ref() || Some(key) == pointed.as_ref();
        let Some(plan) = self.pool.try_update_value(|pool| pool.assign(keys, is_held)) else { return };
        self.made.update_value(|slots| {
            for slot in plan.taken_out.iter().filter_map(|slot| slots.get(*slot)) {
                slot.element.remove();
            }
            for slot in plan.spare.iter().filter_map(|slot| slots.get(*slot)) {
                self.hide(slot);
            }
            for (offset, (line, slot)) in lines.into_iter().zip(&plan.order).enumerate() {
                match slots.get(*slot) {
                    Some(slot) => self.show(slot, line, start + offset, anew),
                    None => slots.push(self.make(line, start + offset)),
                }
            }
            let mut next: Option<Node> = None;
            for slot in plan.order.iter().rev().filter_map(|slot| slots.get(*slot)) {
                let is_in_place = slot.element.parent_node().is_some() && slot.element.next_sibling() == next;
                if !is_in_place {
                    // It fails only where the parent is no element any more.
                    let _ = parent.insert_before(&slot.element, next.as_ref());
                }
                next = Some(slot.element.clone().into());
            }
        });
    }

    #[expect(clippy::expect_used, reason = "both components are one element")]
    fn make(self, line: Line, index: usize) -> Slot {
        let is_divided = RwSignal::new(self.is_divided(index));
        let index = RwSignal::new(index);
        let (context, entrance) = (self.context, self.entrance);
        let (shown, view) = match line {
            Line::Row { row, leaves } => {
                let row = context.store.lines.row(&row, leaves);
                (
                    Content::Row(row),
                    view! {
                        <TableRow
                            context=context
                            row=row
                            index=index
                            is_divided=is_divided
                            entrance=entrance
                        />
                    }
                    .into_any(),
                )
            }
            Line::Group(group) => {
                let group = RwSignal::new(group);
                (
                    Content::Group(group),
                    view! { <GroupRow context=context group=group index=index entrance=entrance/> }
                        .into_any(),
                )
            }
        };
        let view = view.build();
        let element = view.elements().into_iter().next();
        Slot {
            element: element.expect("a line is one element"),
            content: shown,
            index,
            is_divided,
            _view: view,
        }
    }

    /// Has the element show this line.
    fn show(self, slot: &Slot, line: Line, index: usize, anew: bool) {
        slot.index.maybe_update(|shown| std::mem::replace(shown, index) != index);
        let is_divided = self.is_divided(index);
        slot.is_divided.maybe_update(|shown| std::mem::replace(shown, is_divided) != is_divided);
        match (slot.content, line) {
            (Content::Row(signals), Line::Row { row, leaves }) => {
                self.context.store.lines.show(signals, &row, leaves, anew);
            }
            (Content::Group(shown), Line::Group(group)) => {
                shown.maybe_update(|shown| {
                    let differs = *shown != group;
                    *shown = group;
                    differs
                });
            }
            _ => {}
        }
    }

    fn is_divided(self, index: usize) -> bool {
        self.context.store.lines.with_untracked(|view| view.begins_any_host(index))
    }

    /// Notes that the element is not on the screen any more.
    fn hide(self, slot: &Slot) {
        if let Content::Row(row) = slot.content {
            self.context.store.lines.hide(row);
        }
    }
}

fn entrance(context: TableContext, in_view: Memo<Range<usize>>) -> Memo<Option<usize>> {
    let lines = context.store.lines;
    Memo::new(move |_| {
        lines.with(|_| ());
        let cursor = context.cursor.with(|cursor| cursor.as_ref().and_then(|key| lines.position(key)));
        let in_view = in_view.get();
        cursor.is_none_or(|line| !in_view.contains(&line)).then_some(in_view.start)
    })
}
