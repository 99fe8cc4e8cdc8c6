//! One line of the tree.

use kube_ingress_dash_model::domains::{Claim, Line, Node, Totals};
use kube_ingress_dash_model::finding::Severity;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::cursor::Cursor;
use super::follow::Tree;
use super::list::HEIGHT;
use crate::browser;
use crate::route;
use crate::severity;
use crate::text::{count, counted};

/// The line, at its place. It stays the same element while what stands in it changes, so that it keeps the focus.
#[component]
pub(super) fn LineView(tree: Tree, cursor: Cursor, line: Memo<Option<(usize, Line)>>) -> impl IntoView {
    let index = move || line.with(|line| line.as_ref().map(|(index, _)| *index).unwrap_or_default());
    let top =
        move || ["translateY(", &(index() * HEIGHT.unsigned_abs() as usize).to_string(), "px)"].concat();
    let focused = move |_| {
        line.with_untracked(|line| line.iter().for_each(|(index, line)| cursor.put(*index, line)));
    };
    let node = line.with_untracked(|line| match line {
        Some((_, Line::Node { node, .. })) => Some(node.clone()),
        _ => None,
    });
    let content = Memo::new(move |_| line.with(|line| line.as_ref().map(|(_, line)| line.clone())));
    let inside = match node {
        Some(node) => view! { <NodeView tree=tree node=node content=content/> }.into_any(),
        None => (move || match content.get() {
            Some(Line::Claim(claim)) => claim_view(&claim).into_any(),
            _ => ().into_any(),
        })
        .into_any(),
    };
    view! {
        <li style:transform=top data-testid="domain-line" data-line=move || index().to_string() on:focusin=focused>
            {inside}
        </li>
    }
}

/// A domain or a host, with the button that unfolds it.
#[component]
fn NodeView(tree: Tree, node: Node, content: Memo<Option<Line>>) -> impl IntoView {
    let is_unfolded =
        Memo::new(move |_| content.with(|line| matches!(line, Some(Line::Node { is_unfolded: true, .. }))));
    let totals = Memo::new(move |_| {
        content.with(|line| match line {
            Some(Line::Node { totals, .. }) => *totals,
            _ => Totals::default(),
        })
    });
    let is_domain = node.host().is_none();
    let (label, name) = (node.label().to_owned(), node.name().to_owned());
    let links = node.host().filter(|host| !host.contains('*')).map(|host| {
        view! {
            <a href=route::to_host(host)>"Ingresses"</a>
            <a href=route::to_explanation(host) data-testid="explain-host">"Explain"</a>
        }
    });
    let of = move || {
        let Totals { hosts, paths, .. } = totals.get();
        if is_domain { counted(hosts, "host") } else { counted(paths, "path") }
    };
    let trouble = move || {
        let Totals { collisions, without_tls, .. } = totals.get();
        let collide = if collisions == 1 { "collision" } else { "collisions" };
        view! {
            {(collisions > 0).then(|| mark(Severity::Error, Some(collisions), collide))}
            {(without_tls > 0).then(|| mark(Severity::Notice, is_domain.then_some(without_tls), "not in spec.tls"))}
        }
    };
    let (of_line, of_button) = (node.clone(), node.clone());
    // All of the line is the button's, but for what has a use of its own.
    let clicked = move |event: MouseEvent| {
        let control = browser::target(&event).and_then(|target| target.closest("a, button").ok().flatten());
        let is_meant = match control {
            Some(control) => control.matches("button").unwrap_or(false),
            None => !browser::has_selected_text(),
        };
        if is_meant {
            tree.toggle(&of_line);
        }
    };
    view! {
        <div class=if is_domain { "line domain" } else { "line host" } on:click=clicked>
            <button
                class="name"
                title=name
                data-testid=if is_domain { "domain" } else { "host" }
                aria-expanded=move || is_unfolded.get().to_string()
                aria-disabled=move || (!tree.can_toggle(&of_button)).then_some("true")
            >
                <span class="fold" aria-hidden="true">{move || if is_unfolded.get() { "▾" } else { "▸" }}</span>
                <span class="label">{label}</span>
            </button>
            <span class="absent">{of}</span>
            {trouble}
            <span class="spacer"></span>
            {links}
        </div>
    }
}

fn claim_view(claim: &Claim) -> impl IntoView + use<> {
    let (path, backend) = match claim.path() {
        Some(path) => (
            view! { <code class="path">{path.effective().to_owned()}</code> <span class="absent">{path.path_type.clone()}</span> }.into_any(),
            Some(view! { <span class="absent">"→"</span> <code>{path.backend.to_string()}</code> }),
        ),
        None => (view! { <span class="absent">"no paths"</span> }.into_any(), None),
    };
    let key = claim.row.key();
    view! {
        <div class="line claim" data-collides=claim.collides.to_string()>
            {path} {backend}
            {claim.collides.then(|| mark(Severity::Error, None, "collides"))}
            <span class="spacer"></span>
            <span class="absent">{claim.row.class.clone()}</span>
            <a href=route::to_ingress(&key)>{key.to_string()}</a>
        </div>
    }
}

/// The sign, and a number where there can be several. On narrow screens the words are not seen.
fn mark(level: Severity, number: Option<usize>, words: &'static str) -> impl IntoView {
    view! {
        <span class="mark-of" data-severity=level.name() title=words>
            <span aria-hidden="true">{severity::sign(level)}</span>
            {number.map(|number| [" ", &count(number)].concat())}
            <span class="words">{[" ", words].concat()}</span>
        </span>
    }
}
