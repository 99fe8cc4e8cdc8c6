//! A backend as the details and the explanation show it.

use kube_ingress_dash_model::ingress::Backend;
use leptos::prelude::*;

use crate::copy::CopyButton;

/// A backend, whose name can be copied.
pub fn backend_view(backend: &Backend) -> impl IntoView + use<> {
    let label = match backend {
        Backend::Service { .. } => "service",
        Backend::Resource { .. } => "resource",
    };
    let written = backend.to_string();
    let (name, port) = written.split_at(written.rfind(':').map_or(written.len(), |colon| colon + 1));
    view! {
        <span class="copyable">
            <code>{name.to_owned()} <wbr/> {port.to_owned()}</code>
            " " <CopyButton text=backend.name().to_owned() label=label/>
        </span>
    }
}
