//! As a plugin of kubectl, `kubectl ingress-dash`, the program is for whoever typed that: it opens their browser.

use std::ffi::{OsStr, OsString};
use std::path::Path;

/// What kubectl looks for when it is asked for `ingress-dash`.
const NAME: &str = "kubectl-ingress_dash";

/// With these nothing is served.
const ONLY_PRINTS: [&str; 6] = ["version", "completions", "--version", "-V", "--help", "-h"];

/// The arguments, the program's name first; with `--open` where the name is that of the plugin.
pub(super) fn arguments(given: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = given.into_iter().collect();
    let name = arguments.first().map(Path::new).and_then(Path::file_stem);
    let has = |word: &str| arguments.iter().skip(1).any(|argument| argument == word);
    if name == Some(OsStr::new(NAME)) && !has("--open") && !ONLY_PRINTS.into_iter().any(has) {
        arguments.push("--open".into());
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plugin_opens_what_it_serves() {
        for (given, expected) in [
            ("kubectl-ingress_dash", "kubectl-ingress_dash --open"),
            ("/opt/bin/kubectl-ingress_dash demo", "/opt/bin/kubectl-ingress_dash demo --open"),
            ("kubectl-ingress_dash.exe --open", "kubectl-ingress_dash.exe --open"),
            ("kubectl-ingress_dash version", "kubectl-ingress_dash version"),
            ("kubectl-ingress_dash demo --help", "kubectl-ingress_dash demo --help"),
            ("kube-ingress-dash serve", "kube-ingress-dash serve"),
        ] {
            let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
            assert_eq!(arguments(words(given)), words(expected));
        }
    }
}
