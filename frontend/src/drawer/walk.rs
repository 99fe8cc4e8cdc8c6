//! The way from one finding of a severity to the next, which may stand beside a rule far below.

use kube_ingress_dash_model::finding::Severity;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

/// The finding that was gone to last.
#[derive(Clone, Copy)]
pub(super) struct Walk(StoredValue<Option<(Severity, u32)>>);

impl Walk {
    /// None at first.
    pub(super) fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// Gives the focus to the next finding of this severity; after the last comes the first.
    pub(super) fn go(self, severity: Severity) {
        let selector = [".drawer .finding[data-severity=", severity.name(), "]"].concat();
        let Ok(found) = document().query_selector_all(&selector) else { return };
        let next = match self.0.get_value() {
            Some((last, index)) if last == severity => index + 1,
            _ => 0,
        };
        let next = if next < found.length() { next } else { 0 };
        self.0.set_value(Some((severity, next)));
        if let Some(finding) = found.get(next).and_then(|finding| finding.dyn_into::<HtmlElement>().ok()) {
            let _: Result<(), _> = finding.focus();
        }
    }
}
