//! What is kept of an Ingress: the little that routing and findings are about.

use std::cmp::Ordering;

use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::tls;
use kube_ingress_dash_model::url::{HostFit, Url};

use crate::annotation::{Nginx, asks_others_for_expressions};
use crate::facts::Facts;
use crate::finding::without_equivalent;
use crate::host::Host;
use crate::rule::{Backend, Rule, Rules, Tls};
use crate::texts::{Text, Texts};

/// An Ingress, reduced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: IngressKey,
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) class: Option<Text>,
    pub(crate) rules: Rules,
    pub(crate) default_backend: Option<Backend>,
    pub(crate) tls: Box<[Tls]>,
    pub(crate) nginx: Nginx,
    /// Whether another controller than ingress-nginx is told to read the paths as expressions.
    pub(crate) has_other_expressions: bool,
    pub(crate) is_acme_solver: bool,
    /// The class that the annotation of old names.
    pub(crate) class_annotation: Option<Text>,
    /// The annotations of ingress-nginx to which nothing corresponds in the Gateway API, without their prefix.
    pub(crate) without_equivalent: Box<[Text]>,
    /// Whether TLS ends before the Ingress, or with a certificate that is not its own.
    pub(crate) has_edge_tls: bool,
}

/// Whether the Ingress answers a challenge of a certificate authority: cert-manager makes such Ingresses beside those
/// that they are for, and takes them away again.
///
/// <https://cert-manager.io/docs/configuration/acme/http01/>
pub fn is_acme_solver(ingress: &Ingress) -> bool {
    let label = ingress.labels.get("acme.cert-manager.io/http01-solver");
    label.is_some_and(|value| value == "true") || ingress.name.starts_with("cm-acme-http-solver-")
}

impl Entry {
    pub(crate) fn of(ingress: &Ingress, facts: &Facts, texts: &mut Texts) -> Self {
        Self {
            key: ingress.key(),
            created_at: ingress.created_at,
            class: ingress.class.as_deref().map(|class| texts.share(class)),
            rules: Rules::of(&ingress.rules, texts),
            default_backend: ingress.default_backend.as_ref().map(|backend| Backend::of(backend, texts)),
            tls: ingress.tls.iter().map(|tls| Tls::of(tls, texts)).collect(),
            nginx: Nginx::of(&ingress.annotations),
            has_other_expressions: asks_others_for_expressions(&ingress.annotations),
            is_acme_solver: is_acme_solver(ingress),
            class_annotation: ingress
                .annotations
                .get(Ingress::CLASS_ANNOTATION)
                .map(|class| texts.share(class)),
            without_equivalent: without_equivalent(&ingress.annotations)
                .map(|name| texts.share(name))
                .collect(),
            has_edge_tls: tls::ends_at_edge(ingress, &facts.edge),
        }
    }

    /// The hosts that it has to do with, each once, by their texts.
    pub(crate) fn hosts(&self) -> Vec<Host> {
        let of_rules = self.rules.hosts().map(|host| host.map_or_else(Host::any, Host::shared));
        let of_tls = self.tls.iter().flat_map(|tls| &tls.hosts).map(Host::shared);
        let of_default = self.is_catch_all().then(Host::any);
        let mut hosts: Vec<_> = of_rules.chain(of_tls).chain(of_default).collect();
        hosts.sort_unstable_by(|one, other| one.key().cmp(other.key()));
        hosts.dedup();
        hosts
    }

    /// Whether all that it does is to answer what nothing else does.
    pub(crate) fn is_catch_all(&self) -> bool {
        self.rules.is_empty() && self.default_backend.is_some()
    }

    /// Whether its default backend is one that ingress-nginx takes, which takes Services alone.
    pub(crate) fn has_default_service(&self) -> bool {
        self.default_backend.as_ref().is_some_and(|backend| !backend.is_resource())
    }

    /// Whether a rule is for whatever host.
    pub(crate) fn has_rule_for_any_host(&self) -> bool {
        self.rules.hosts().any(|host| host.is_none_or(Text::is_empty))
    }

    /// The rules for this host.
    pub(crate) fn rules_for<'a>(&'a self, host: &'a Host) -> impl Iterator<Item = Rule<'a>> {
        self.rules.iter().filter(|rule| host.is_of(rule.host))
    }

    /// Whether a rule names the URL's host, itself or by a wildcard.
    pub(crate) fn names_host_of(&self, url: &Url) -> bool {
        self.fits_of_named_hosts(url).next().is_some()
    }

    /// How well the rule that is nearest to the URL's host names it; null where none names it, itself or by a wildcard.
    pub(crate) fn nearest_to_host_of(&self, url: &Url) -> Option<HostFit> {
        self.fits_of_named_hosts(url).min()
    }

    fn fits_of_named_hosts(&self, url: &Url) -> impl Iterator<Item = HostFit> {
        let fit = |host: Option<&Text>| url.host_fit(host.map(Text::as_str));
        self.rules.hosts().filter_map(fit).filter(|fit| *fit != HostFit::Any)
    }

    /// Whether a rule is for this host.
    pub(crate) fn has_rule_for(&self, host: &Host) -> bool {
        self.rules.hosts().any(|named| host.is_of(named.map(Text::as_str)))
    }
}

/// The order in which ingress-nginx reads Ingresses: the oldest first, and of the same age the last by name.
///
/// `sortIngressSlice` in
/// <https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/store/store.go>
pub(crate) fn reading_order(one: &Entry, other: &Entry) -> Ordering {
    one.created_at.cmp(&other.created_at).then_with(|| written(&other.key).cmp(written(&one.key)))
}

/// The bytes of `namespace/name`.
fn written(key: &IngressKey) -> impl Iterator<Item = u8> {
    key.namespace.bytes().chain([b'/']).chain(key.name.bytes())
}
