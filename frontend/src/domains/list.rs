//! The lines of the tree, of which only those in view exist.

use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;

use super::cursor::Cursor;
use super::follow::Tree;
use super::keys::Keyboard;
use super::line::LineView;
use crate::browser;
use crate::settings::Settings;

/// How high a line is, in pixels. `style/domains.css` has the same number.
pub(super) const HEIGHT: i32 = 32;
/// Lines above and below the view that exist as well.
const OVERSCAN: i32 = 8;

/// The lines.
#[component]
pub(super) fn LineList(tree: Tree, settings: Settings) -> impl IntoView {
    let element: NodeRef<Div> = NodeRef::new();
    let cursor = Cursor::of(tree);
    Keyboard { tree, cursor, element, settings }.listen();
    let seen = RwSignal::new((0, 0));
    let look = move || {
        if let Some(element) = element.get_untracked() {
            let now = (element.scroll_top(), element.client_height());
            if seen.get_untracked() != now {
                seen.set(now);
            }
        }
    };
    Effect::new(move |_| {
        element.track();
        tree.lines.track();
        look();
    });
    let resized = window_event_listener(ev::resize, move |_| look());
    on_cleanup(move || resized.remove());
    let in_view = Memo::new(move |_| {
        // The element that has the focus stays, but may be moved among the others, and loses it.
        let focused = element.get_untracked().and_then(|element| browser::focused_within(&element));
        if let Some(focused) = focused {
            browser::soon(move || {
                if browser::has_no_focus() {
                    browser::focus_in_place(&focused);
                }
            });
        }
        let (top, height) = seen.get();
        let first = (top / HEIGHT - OVERSCAN).max(0);
        tree.lines.with(|lines| {
            let count = usize::try_from(height / HEIGHT + 2 * OVERSCAN).unwrap_or_default();
            let first = usize::try_from(first).unwrap_or_default();
            let drawn = first..lines.len().min(first + count);
            // What has the focus would lose it with its element.
            let above = cursor.line.get().filter(|line| *line < drawn.start);
            let below = cursor.line.get().filter(|line| *line >= drawn.end);
            let of = |index: usize| Some((index, lines.get(index)?.clone()));
            above.into_iter().chain(drawn).chain(below).filter_map(of).collect::<Vec<_>>()
        })
    });
    let total = move || tree.lines.with(|lines| lines.len());
    let height = move || [&(total() * HEIGHT.unsigned_abs() as usize).to_string(), "px"].concat();
    view! {
        <div class="domains" data-testid="domains" node_ref=element on:scroll=move |_| look()>
            <ul style:height=height aria-label="Domains, hosts and paths">
                <For
                    each=move || in_view.get().into_iter().map(|(_, line)| line.id())
                    key=Clone::clone
                    children=move |id| {
                        let line = Memo::new(move |_| {
                            in_view.with(|lines| lines.iter().find(|(_, line)| line.id() == id).cloned())
                        });
                        view! { <LineView tree=tree cursor=cursor line=line/> }
                    }
                />
            </ul>
        </div>
    }
}
