//! Every host and path of one Ingress, over the table.

use std::sync::Arc;

use kube_ingress_dash_model::ingress::Ingress;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::TableContext;
use super::cells::{Look, host_view, route_view, tab_index};

/// The routes that are shown, and where.
#[derive(Clone)]
pub struct Routes {
    ingress: Arc<Ingress>,
    left: f64,
    top: f64,
    opener: web_sys::HtmlElement,
}

/// The button `+n` that shows the rest; nothing where there is no more.
pub fn more_button(look: &Look, count: usize, what: &'static str) -> AnyView {
    let (context, ingress) = (look.context, Arc::clone(look.ingress));
    let open = move |event: MouseEvent| {
        event.stop_propagation();
        let Some(opener) = event.current_target().and_then(|target| target.dyn_into().ok()) else { return };
        let opener: web_sys::HtmlElement = opener;
        let place = opener.get_bounding_client_rect();
        let ingress = Arc::clone(&ingress);
        context.routes.set(Some(Routes { ingress, left: place.left(), top: place.bottom() + 4.0, opener }));
    };
    let button = (count > 0).then(|| {
        view! {
            <button
                class="more"
                data-testid=format!("more-{what}")
                aria-haspopup="dialog"
                aria-label=format!("{count} more {what}")
                tabindex=tab_index(look.active)
                on:click=open
            >
                {format!("+{count}")}
            </button>
        }
    });
    button.into_any()
}

/// Shows the routes that were asked for.
#[component]
pub fn Popover(context: TableContext) -> impl IntoView {
    let close = move || {
        if let Some(routes) = context.routes.get_untracked() {
            context.routes.set(None);
            let _ = routes.opener.focus();
        }
    };
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
                    <h3>{host_view(ingress, rule.host.as_deref(), &query, true)}</h3>
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
