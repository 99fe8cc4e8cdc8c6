//! The rules as one table: a group of rows for each host, a row for each path.

use kube_ingress_dash_model::ingress::{HttpPath, Ingress, Rule};
use kube_ingress_dash_model::link;
use kube_ingress_dash_model::tls::covers_host;
use leptos::prelude::*;

use super::findings::Findings;
use super::placement::{Place, Placed};
use crate::backend::backend_view;
use crate::copy::CopyButton;
use crate::header::MARK;
use crate::route;
use crate::text::beginning;

/// The table.
pub(super) fn rules_view(ingress: &Ingress, findings: Findings, placed: &Placed<'_>) -> AnyView {
    if ingress.rules.is_empty() {
        return view! { <p class="absent">"none"</p> }.into_any();
    }
    let found =
        |index: usize, path: Option<usize>| found_view(findings.view(placed, Place::Rule(index, path)));
    let rules = ingress.rules.iter().enumerate();
    let rules = rules.map(|(index, rule)| rule_view(ingress, rule, |path| found(index, path))).collect_view();
    view! {
        <table class="rules" data-testid="rules">
            <colgroup><col class="path"/><col class="type"/><col/></colgroup>
            <thead class="visually-hidden">
                <tr><th scope="col">"Path"</th><th scope="col">"Type"</th><th scope="col">"Backend"</th></tr>
            </thead>
            {rules}
        </table>
    }
    .into_any()
}

/// `found` draws what is found of the rule and of its paths.
fn rule_view(ingress: &Ingress, rule: &Rule, found: impl Fn(Option<usize>) -> Option<AnyView>) -> AnyView {
    let explain =
        rule.host.as_deref().and_then(|host| link::to_host(ingress, host)).map(|url| explain_view(&url));
    let (host, tls) = match rule.host.as_deref() {
        Some(host) => (host_view(ingress, host), Some(covers_host(ingress, host))),
        None => (view! { <span class="absent">"any host"</span> }.into_any(), None),
    };
    let tls = tls.map(|is_covered| {
        let (class, words) = if is_covered { ("tls full", "TLS") } else { ("tls none", "not in spec.tls") };
        view! { <span class=class>{words}</span> }
    });
    let paths = rule.paths.iter().enumerate();
    let paths = paths
        .map(|(index, path)| view! { {path_view(ingress, rule, path)} {found(Some(index))} })
        .collect_view();
    let none = rule.paths.is_empty().then(|| {
        view! { <tr><td class="absent" colspan="3">"no paths"</td></tr> }
    });
    view! {
        <tbody>
            <tr class="host"><th scope="rowgroup" colspan="3"><div class="line">{host} <span class="spacer"></span> {explain} {tls}</div></th></tr>
            {found(None)}
            {paths}
            {none}
        </tbody>
    }
    .into_any()
}

fn found_view(findings: Vec<AnyView>) -> Option<AnyView> {
    (!findings.is_empty())
        .then(|| view! { <tr><td class="found" colspan="3">{findings}</td></tr> }.into_any())
}

fn path_view(ingress: &Ingress, rule: &Rule, path: &HttpPath) -> impl IntoView + use<> {
    let (written, shown) = (path.effective().to_owned(), beginning(path.effective()).into_owned());
    let url = rule.host.as_deref().and_then(|host| link::to_path(ingress, host, path));
    let explain = url.as_deref().map(|url| {
        let words = ["Explain ", url].concat();
        view! {
            <a class="copy" href=route::to_explanation(url) aria-label=words.clone() title=words data-testid="explain-path">
                <svg viewBox="0 0 20 20" aria-hidden="true"><path d=MARK/></svg>
            </a>
        }
    });
    let written = match url {
        Some(url) => view! {
            <a href=url.clone() target="_blank" rel="noopener noreferrer"><code>{shown}</code></a>
            <CopyButton text=url label="URL"/>
        }
        .into_any(),
        None => view! { <code>{shown}</code> <CopyButton text=written label="path"/> }.into_any(),
    };
    view! {
        <tr>
            <td><span class="copyable">{written} {explain}</span></td>
            <td class="absent">{breakable(&path.path_type)}</td>
            <td>{backend_view(&path.backend)}</td>
        </tr>
    }
}

/// A word such as `ImplementationSpecific`, which may go on in the next line where its second word begins.
fn breakable(words: &str) -> impl IntoView + use<> {
    let capital = words.char_indices().skip(1).find(|(_, letter)| letter.is_ascii_uppercase());
    let (first, second) = words.split_at(capital.map_or(words.len(), |(at, _)| at));
    view! { {first.to_owned()} <wbr/> {second.to_owned()} }
}

/// The way to what answers a URL, and why.
fn explain_view(url: &str) -> impl IntoView + use<> {
    view! {
        <a class="explains" href=route::to_explanation(url) aria-label=["Explain ", url].concat() data-testid="explain-host">
            "Explain"
        </a>
    }
}

/// A host, as a link where it can be one.
pub(super) fn host_view(ingress: &Ingress, host: &str) -> AnyView {
    let text = host.to_owned();
    let text = match link::to_host(ingress, host) {
        Some(url) => {
            view! { <a href=url target="_blank" rel="noopener noreferrer">{text} <span aria-hidden="true">" ↗"</span></a> }
                .into_any()
        }
        None => view! { <span class="plain">{text}</span> }.into_any(),
    };
    view! { <span class="copyable">{text} <CopyButton text=host.to_owned() label="host"/></span> }.into_any()
}
