//! The scenarios of the Ingress controller conformance tests.
//!
//! <https://github.com/kubernetes-sigs/ingress-controller-conformance/tree/master/features>. They are held against the
//! specification's rules and against those of ingress-nginx.

use kube_ingress_dash_insight::Facts;
use kube_ingress_dash_model::ingress::Ingress;

use crate::sample::{Build, answer, ingress, served_by_ingress_nginx};

fn hold(rows: &[Ingress], scenarios: &[(&str, &str)]) {
    for facts in [Facts::default(), served_by_ingress_nginx()] {
        for (url, expected) in scenarios {
            assert_eq!(answer(url, rows, &facts), *expected, "{url}");
        }
    }
}

/// `path_rules.feature`
#[test]
fn path_rules() {
    let rules = ingress("conformance/path-rules")
        .route("exact-path-rules", "/foo", "Exact", "foo-exact")
        .prefix("prefix-path-rules", "/foo", "foo-prefix")
        .prefix("prefix-path-rules", "/aaa/bbb", "aaa-slash-bbb-prefix")
        .prefix("prefix-path-rules", "/aaa", "aaa-prefix")
        .prefix("mixed-path-rules", "/foo", "foo-prefix")
        .route("mixed-path-rules", "/foo", "Exact", "foo-exact")
        .prefix("trailing-slash-path-rules", "/aaa/bbb/", "aaa-slash-bbb-slash-prefix")
        .route("trailing-slash-path-rules", "/foo/", "Exact", "foo-slash-exact");
    hold(
        &[rules],
        &[
            ("http://exact-path-rules/foo", "foo-exact"),
            ("http://exact-path-rules/foo/", "404"),
            ("http://exact-path-rules/FOO", "404"),
            ("http://exact-path-rules/bar", "404"),
            ("http://prefix-path-rules/foo", "foo-prefix"),
            ("http://prefix-path-rules/foo/", "foo-prefix"),
            ("http://prefix-path-rules/FOO", "404"),
            ("http://prefix-path-rules/aaa/bbb", "aaa-slash-bbb-prefix"),
            ("http://prefix-path-rules/aaa/bbb/ccc", "aaa-slash-bbb-prefix"),
            ("http://prefix-path-rules/aaa/ccc", "aaa-prefix"),
            ("http://prefix-path-rules/aaaccc", "404"),
            ("http://mixed-path-rules/foo", "foo-exact"),
            ("http://trailing-slash-path-rules/aaa/bbb", "aaa-slash-bbb-slash-prefix"),
            ("http://trailing-slash-path-rules/aaa/bbb/", "aaa-slash-bbb-slash-prefix"),
            ("http://trailing-slash-path-rules/foo", "404"),
        ],
    );
}

/// `host_rules.feature`
#[test]
fn host_rules() {
    let rules = ingress("conformance/host-rules").prefix("*.foo.com", "/", "wildcard-foo-com").prefix(
        "foo.bar.com",
        "/",
        "foo-bar-com",
    );
    hold(
        &[rules],
        &[
            ("https://foo.bar.com", "foo-bar-com"),
            ("http://foo.bar.com", "foo-bar-com"),
            ("http://subdomain.bar.com", "404"),
            ("http://bar.foo.com", "wildcard-foo-com"),
            ("http://baz.bar.foo.com", "404"),
            ("http://foo.com", "404"),
        ],
    );
}

/// `default_backend.feature`
#[test]
fn default_backend() {
    let rules = ingress("conformance/default-backend").default_backend("echo-service");
    hold(
        &[rules],
        &[
            ("http://my-host", "default echo-service"),
            ("http://my-host/sub-path", "default echo-service"),
            ("http://some-host/resource", "default echo-service"),
        ],
    );
}
