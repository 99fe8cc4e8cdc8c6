//! Which of the pages the address asks for, and the ways to another one.
//!
//! The router's own routes are not used: they load and nest pages, of which there are few here, and always at hand.

use kube_ingress_dash_model::key::IngressKey;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, LocationProvider as _};

use crate::ask::encoded;
use crate::browser;

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The list of the Ingresses.
    List,
    /// Which Ingress answers a URL, and why.
    Explain,
    /// The hosts as a tree of domains.
    Domains,
}

impl Route {
    /// Its path below the base.
    pub const fn path(self) -> &'static str {
        match self {
            // Not empty, which would be the page as it is, with its search.
            Self::List => "./",
            Self::Explain => "explain",
            Self::Domains => "domains",
        }
    }

    /// What tests call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Explain => "explain",
            Self::Domains => "domains",
        }
    }

    /// The page at a path below the base. The list stands for whatever is not known.
    fn at(path: &str) -> Self {
        match path.trim_matches('/') {
            "explain" => Self::Explain,
            "domains" => Self::Domains,
            _ => Self::List,
        }
    }
}

/// The page that is shown, and the way to another one.
#[derive(Clone, Copy)]
pub struct Routes {
    /// The page that is shown.
    pub shown: Memo<Route>,
    go: Callback<String>,
}

impl Routes {
    /// As the page's address has it, below a router.
    pub fn of_address() -> Self {
        let path = use_location().pathname;
        let base = browser::base_path();
        let shown = Memo::new(move |_| path.with(|path| Route::at(path.strip_prefix(&base).unwrap_or(path))));
        // A link to another page waits for its page, and the address with it.
        if let Some(address) = use_context::<BrowserUrl>() {
            Effect::new(move |_| {
                path.track();
                address.ready_to_complete();
            });
        }
        let navigate = use_navigate();
        let go = Callback::new(move |to: String| {
            let options = NavigateOptions { resolve: false, scroll: false, ..NavigateOptions::default() };
            navigate(&browser::url(&to), options);
        });
        Self { shown, go }
    }

    /// Goes to an address below the base, as a new entry of the history.
    pub fn go(self, to: impl Into<String>) {
        self.go.run(to.into());
    }
}

/// The address of the list with this Ingress shown.
pub fn to_ingress(key: &IngressKey) -> String {
    [Route::List.path(), "?ingress=", &encoded(&key.namespace), "/", &encoded(&key.name)].concat()
}

/// The address of the explanation of a URL.
pub fn to_explanation(url: &str) -> String {
    [Route::Explain.path(), "?url=", &encoded(url)].concat()
}

/// The address of the list of the Ingresses with a rule for this host.
pub fn to_host(host: &str) -> String {
    [Route::List.path(), "?q=host:=", &encoded(host)].concat()
}

/// The address of the list of the Ingresses of which something of this kind is found.
pub fn to_finding(kind: &str) -> String {
    [Route::List.path(), "?q=finding:", kind].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_page_is_the_list() {
        for (path, route) in [
            ("", Route::List),
            ("explain", Route::Explain),
            ("explain/", Route::Explain),
            ("domains", Route::Domains),
            ("explained", Route::List),
            ("index.html", Route::List),
        ] {
            assert_eq!(Route::at(path), route, "{path:?}");
        }
    }
}
