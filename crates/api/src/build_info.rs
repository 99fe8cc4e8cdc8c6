//! Which program this is.

use crate::assets::Assets;

/// The version of the workspace.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The commit that the program was built from; `development` for a debug build.
pub(crate) const COMMIT: &str = env!("COMMIT");

/// Names this very build, for telling that a page is older than the server: it changes when the browser client does.
pub(crate) fn build() -> String {
    match Assets::build() {
        "" => format!("{COMMIT}-without-web-app"),
        digest => digest.to_owned(),
    }
}

/// Version, commit and build on one line.
pub(crate) fn summary() -> String {
    format!("kube-ingress-dash {VERSION} (commit {COMMIT}, build {})", build())
}
