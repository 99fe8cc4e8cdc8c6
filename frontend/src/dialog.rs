//! A modal dialog: the browser's own, which keeps the focus inside, closes on Escape and gives the focus back.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;

/// A dialog that can be opened and closed. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Modal {
    node: NodeRef<html::Dialog>,
    is_open: RwSignal<bool>,
}

impl Modal {
    /// One that is closed.
    pub fn new() -> Self {
        Self { node: NodeRef::new(), is_open: RwSignal::new(false) }
    }

    /// Opens it. What has the focus now gets it back when the dialog closes.
    pub fn open(self) {
        if let Some(element) = self.node.get_untracked()
            && !element.open()
            && element.show_modal().is_ok()
        {
            self.is_open.set(true);
        }
    }

    /// Closes it and gives the focus back, at once.
    pub fn close(self) {
        if let Some(element) = self.node.get_untracked() {
            element.close();
        }
    }

    /// Takes note of the browser's word that it was closed. It comes late: the dialog may be open again.
    fn closed(self) {
        self.is_open.set(self.node.get_untracked().is_some_and(|element| element.open()));
    }
}

/// The dialog. Its content exists only while it is open.
#[component]
pub fn Dialog(
    modal: Modal,
    /// What tests and styles call it.
    name: &'static str,
    /// What people call it.
    label: &'static str,
    /// Without a heading and a button that closes it; the content takes the focus.
    #[prop(optional)]
    bare: bool,
    children: ChildrenFn,
) -> impl IntoView {
    // A press that ends on the backdrop may have begun as the selection of a text inside.
    let on_backdrop = move |event: MouseEvent| {
        if event.target().is_some() && event.target() == event.current_target() {
            event.prevent_default();
            modal.close();
        }
    };
    let content = move || {
        modal.is_open.get().then(|| {
            if bare {
                children()
            } else {
                view! { <Titled modal=modal label=label content=children()/> }.into_any()
            }
        })
    };
    view! {
        <dialog
            class=["dialog ", name].concat()
            data-testid=name
            aria-label=label
            node_ref=modal.node
            on:close=move |_| modal.closed()
            on:mousedown=on_backdrop
            on:keydown=|event: KeyboardEvent| event.stop_propagation()
        >
            {content}
        </dialog>
    }
}

/// Content under a heading. It takes the focus, so that the arrow keys scroll it.
#[component]
fn Titled(modal: Modal, label: &'static str, content: AnyView) -> impl IntoView {
    let body: NodeRef<html::Div> = NodeRef::new();
    Effect::new(move |_| {
        if let Some(body) = body.get() {
            let _ = body.focus();
        }
    });
    view! {
        <div class="dialog-head">
            <h2>{label}</h2>
            <button class="close" data-testid="close" aria-label="Close" on:click=move |_| modal.close()>"×"</button>
        </div>
        <div class="dialog-body" tabindex="0" role="group" aria-label=label node_ref=body>{content}</div>
    }
}
