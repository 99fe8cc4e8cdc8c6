//! Who may see this page: said where people look for it, so that nobody takes an open address for a closed one.

use kube_ingress_dash_model::client_config::{AuthMode, ClientConfig};
use leptos::prelude::*;

use crate::state::Store;

/// Who looks at the page, or that nobody has to say so. Nothing of the sort is said of addresses that lead nowhere but to
/// the own machine.
#[component]
pub fn AccessBadge(store: Store) -> impl IntoView {
    let is_own_machine = is_loopback(&window().location().hostname().unwrap_or_default());
    move || {
        let config = store.config.get()?;
        let words = match (&config.viewer, config.auth) {
            (Some(viewer), _) => viewer.clone(),
            (None, AuthMode::None) if !config.demo && !is_own_machine => "no login".to_owned(),
            (None, _) => return None,
        };
        Some(
            view! { <span class="badge access" data-testid="access-badge" title=sentence(&config)>{words}</span> },
        )
    }
}

/// The same in a sentence.
#[component]
pub fn AccessLine(store: Store) -> impl IntoView {
    move || store.config.get().map(|config| view! { <p data-testid="access">{sentence(&config)}</p> })
}

fn sentence(config: &ClientConfig) -> String {
    let viewer = config.viewer.as_deref().unwrap_or("somebody without a name");
    match config.auth {
        AuthMode::None => "No login: anyone who can reach this address sees every Ingress.".to_owned(),
        AuthMode::Proxy => ["Signed in as ", viewer, " by the proxy in front of this page."].concat(),
        AuthMode::Basic => ["Signed in as ", viewer, " until this browser is closed."].concat(),
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "[::1]"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_own_machine_is_known() {
        assert!(["localhost", "dash.localhost", "127.0.0.1", "[::1]"].into_iter().all(is_loopback));
        assert!(!["dash.example.com", "10.0.0.1", "localhost.example.com", ""].into_iter().any(is_loopback));
    }
}
