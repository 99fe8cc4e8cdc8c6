//! What the row says, section by section: a change touches the section that it is about, and leaves focus and pointer
//! in the others alone.

use kube_ingress_dash_model::age;
use kube_ingress_dash_model::detail::KnownClass;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::tls::covers_host;
use kube_ingress_dash_model::{Timestamp, ingress};
use leptos::prelude::*;

use super::beyond::Beyond;
use super::class::{self, class_view};
use super::commands::commands;
use super::details::Details;
use super::findings::{Findings, FindingsSection};
use super::history::HistorySection;
use super::placement::{Place, Placed};
use super::rules::{host_view, rules_view};
use super::subject::Subject;
use crate::backend::backend_view;
use crate::copy::CopyButton;
use crate::moment;
use crate::state::Store;

/// The tab.
#[component]
pub fn OverviewTab(store: Store, details: Details, subject: Memo<Subject>, beyond: Beyond) -> impl IntoView {
    let findings = Findings::of(details, subject, beyond);
    let routes = part(subject, |row| (row.rules.clone(), row.tls.clone()));
    // Drawn again when routes or findings change.
    let with_findings = move |draw: fn(&Ingress, Findings, &Placed<'_>) -> AnyView| {
        routes.track();
        let found = findings.get();
        subject.with_untracked(|subject| {
            subject.row.as_ref().map(|row| draw(row, findings, &Placed::beside(row, &found)))
        })
    };
    let rules = move || with_findings(rules_view);
    let tls = move || with_findings(tls_view);
    let default_backend = part(subject, |row| row.default_backend.clone());
    let default_backend = move || {
        let backend = default_backend.get().flatten();
        backend.map(|backend| view! { <h3>"Default backend"</h3> {backend_view(&backend)} })
    };
    let addresses = part(subject, |row| row.addresses.clone());
    let facts = part(subject, |row| Facts {
        class: row.class.clone(),
        created: row.created_at,
        changed: row.changed_at,
        uid: row.uid.clone(),
    });
    let class = class::known(beyond);
    let key = part(subject, Ingress::key);
    view! {
        <FindingsSection findings=findings subject=subject/>
        <h3>"Rules"</h3>
        {rules}
        {default_backend}
        <h3>"TLS"</h3>
        {tls}
        <h3>"Addresses"</h3>
        {move || addresses.get().map(|addresses| addresses_view(&addresses))}
        <HistorySection store=store key=key/>
        <h3>"Object"</h3>
        {move || facts.get().map(|facts| facts_view(store, facts, class))}
        <h3>"At a terminal"</h3>
        {move || key.get().map(|key| commands(&key).into_iter().map(command_view).collect_view())}
    }
}

/// A part of the row, which tells of its own changes alone.
fn part<T>(subject: Memo<Subject>, part: fn(&Ingress) -> T) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| subject.with(|subject| subject.row.as_ref().map(|row| part(row))))
}

fn tls_view(ingress: &Ingress, findings: Findings, placed: &Placed<'_>) -> AnyView {
    view! { {certificates_view(ingress)} {findings.view(placed, Place::Tls)} }.into_any()
}

fn certificates_view(ingress: &Ingress) -> AnyView {
    if ingress.tls.is_empty() {
        return view! { <p class="absent">"Nothing in spec.tls; TLS may end before the Ingress."</p> }
            .into_any();
    }
    let entries = ingress.tls.iter().map(|tls| certificate_view(ingress, tls)).collect_view();
    let mut missing: Vec<&str> = Vec::new();
    for host in ingress.hosts().flatten().filter(|host| !covers_host(ingress, host)) {
        if !missing.contains(&host) {
            missing.push(host);
        }
    }
    let missing = (!missing.is_empty()).then(|| {
        view! { <dt class="absent">"not in spec.tls"</dt> <dd data-testid="not-covered">{missing.join(", ")}</dd> }
    });
    view! { <dl data-testid="tls">{entries} {missing}</dl> }.into_any()
}

fn certificate_view(ingress: &Ingress, tls: &ingress::Tls) -> impl IntoView + use<> {
    let secret = match tls.secret.clone() {
        Some(secret) => view! {
            <span class="copyable">{secret.clone()} <CopyButton text=secret label="Secret"/></span>
        }
        .into_any(),
        None => view! { <span class="absent">"no Secret named"</span> }.into_any(),
    };
    let hosts = match tls.hosts.as_slice() {
        [] => view! { <span class="absent">"every host"</span> }.into_any(),
        hosts => {
            hosts.iter().map(|host| view! { <div>{host_view(ingress, host)}</div> }).collect_view().into_any()
        }
    };
    view! { <dt>{secret}</dt> <dd>{hosts}</dd> }
}

fn addresses_view(addresses: &[String]) -> AnyView {
    if addresses.is_empty() {
        return view! { <p class="absent">"none"</p> }.into_any();
    }
    let line = |address: &String| {
        view! {
            <div class="copyable">{address.clone()} <CopyButton text=address.clone() label="address"/></div>
        }
    };
    view! { <div data-testid="addresses">{addresses.iter().map(line).collect_view()}</div> }.into_any()
}

#[derive(Clone, PartialEq)]
struct Facts {
    class: Option<String>,
    created: Option<Timestamp>,
    changed: Option<Timestamp>,
    uid: String,
}

fn facts_view(store: Store, facts: Facts, class: Memo<Option<KnownClass>>) -> impl IntoView {
    view! {
        <dl data-testid="facts">
            <dt>"Class"</dt> <dd>{class_view(facts.class, class)}</dd>
            <dt>"Created"</dt> <dd>{moment_view(store, facts.created, "unknown")}</dd>
            <dt>"Changed"</dt> <dd>{moment_view(store, facts.changed, "not since the server's start")}</dd>
            <dt>"UID"</dt>
            <dd class="copyable"><code>{facts.uid.clone()}</code> <CopyButton text=facts.uid label="UID"/></dd>
        </dl>
    }
}

fn moment_view(store: Store, moment: Option<Timestamp>, otherwise: &'static str) -> AnyView {
    let Some(at) = moment else {
        return view! { <span class="absent">{otherwise}</span> }.into_any();
    };
    let ago = move || [&age::written(moment::seconds(store.now.get()) - at.as_second()), " ago"].concat();
    view! { {ago} <span class="absent exact">{moment::exact(at)}</span> }.into_any()
}

fn command_view(command: String) -> impl IntoView {
    view! {
        <div class="command copyable"><code>{command.clone()}</code> <CopyButton text=command label="command"/></div>
    }
}
