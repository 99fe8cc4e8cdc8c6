//! Every host and path of one Ingress, over the table.

use std::sync::Arc;

use kube_ingress_dash_model::ingress::Ingress;
use leptos::ev::KeyboardEvent;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::TableContext;
use super::cells::{Look, host_view, route_view, tab_index};
use crate::browser;
use crate::text::counted;

/// The routes that are shown, and where.
#[derive(Clone)]
pub struct Routes {
    ingress: Arc<Ingress>,
    left: f64,
    top: f64,
    opener: HtmlElement,
}

impl Routes {
    /// Those of this Ingress, if the event happened in the button that shows them.
    pub fn asked_by(event: &web_sys::Event, ingress: impl FnOnce() -> Option<Arc<Ingress>>) -> Option<Self> {
        let opener: HtmlElement =
            browser::target(event)?.closest("button.more").ok().flatten()?.dyn_into().ok()?;
        let place = opener.get_bounding_client_rect();
        Some(Self { ingress: ingress()?, left: place.left(), top: place.bottom() + 4.0, opener })
    }

    /// Shows none. The focus goes back to where it came from, and the view stays where it was scrolled to.
    pub fn close(shown: RwSignal<Option<Self>>) {
        let Some(routes) = shown.get_untracked() else { return };
        shown.set(None);
        if let Some(element) = routes.origin() {
            browser::focus_in_place(&element);
        }
    }

    /// The button that they were asked by; the table, where its row is not drawn any more or the element shows another.
    fn origin(&self) -> Option<HtmlElement> {
        let row = self.opener.closest("[data-key]").ok().flatten().filter(|row| row.is_connected());
        let key = row.and_then(|row| row.get_attribute("data-key"));
        if key.is_some_and(|key| key == self.ingress.key().to_string()) {
            return Some(self.opener.clone());
        }
        document().query_selector(".viewport").ok().flatten()?.dyn_into().ok()
    }
}

/// The button `+n` that shows the rest; nothing where there is no more. The table hears of its clicks.
pub fn more_button(look: Look, count: fn(&Ingress) -> usize, what: &'static str) -> AnyView {
    let count = Memo::new(move |_| look.row.ingress.with(|ingress| count(ingress)));
    let is_any = Memo::new(move |_| count.get() > 0);
    let button = move || {
        is_any.get().then(|| {
            view! {
                <button
                    class="more"
                    data-testid=["more-", what, "s"].concat()
                    aria-haspopup="dialog"
                    aria-label=move || counted(count.get(), &["more ", what].concat())
                    tabindex=move || tab_index(look.active.get())
                >
                    {move || format!("+{}", count.get())}
                </button>
            }
        })
    };
    button.into_any()
}

/// Shows the routes that were asked for.
#[component]
pub fn Popover(context: TableContext) -> impl IntoView {
    let close = move || Routes::close(context.routes);
    let box_ref: NodeRef<Div> = NodeRef::new();
    Effect::new(move |_| {
        if let Some(element) = box_ref.get() {
            let _ = element.focus();
        }
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close();
        }
    };
    move || {
        context.routes.get().map(|routes| {
            let ingress = routes.ingress;
            let title = ingress.key().to_string();
            view! {
                <div class="veil" on:click=move |_| close()></div>
                <div
                    class="popover"
                    role="dialog"
                    data-testid="popover"
                    aria-label=format!("Hosts and paths of {title}")
                    tabindex="-1"
                    node_ref=box_ref
                    on:keydown=on_key
                    style:left=format!("min({}px, calc(100vw - min(560px, 96vw) - 8px))", routes.left)
                    style:top=format!("min({}px, calc(100vh - 320px))", routes.top)
                >
                    <h2>{title.clone()}</h2>
                    {rules(context, &ingress)}
                </div>
            }
        })
    }
}

fn rules(context: TableContext, ingress: &Ingress) -> impl IntoView + use<> {
    let query = context.query.get_untracked();
    let rules = ingress
        .rules
        .iter()
        .map(|rule| {
            let paths = rule
                .paths
                .iter()
                .map(|path| {
                    view! { <li>{route_view(path, &query)} <span class="type">{path.path_type.clone()}</span></li> }
                })
                .collect_view();
            view! {
                <section>
                    <h3>{host_view(ingress, rule.host.as_deref(), &query)}</h3>
                    <ul>{paths}</ul>
                    {rule.paths.is_empty().then(|| view! { <p class="absent">"no paths"</p> })}
                </section>
            }
        })
        .collect_view();
    let default = ingress.default_backend.as_ref().map(|backend| {
        view! { <section><h3>"Default backend"</h3><ul><li><code>{backend.to_string()}</code></li></ul></section> }
    });
    view! { {rules} {default} }
}
