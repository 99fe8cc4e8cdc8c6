//! The class, with what the server knows of it: the row has no more than the name.

use kube_ingress_dash_model::detail::KnownClass;
use leptos::prelude::*;

use super::beyond::Beyond;

/// The `IngressClass` that the server tells of, once it has.
pub(super) fn known(beyond: Beyond) -> Memo<Option<KnownClass>> {
    beyond.part(|told| told.ingress_class.clone())
}

/// The name, the controller, and whether it is the default class. Where there is no class, the default one, which serves
/// new Ingresses alone.
pub(super) fn class_view(class: Option<String>, known: Memo<Option<KnownClass>>) -> AnyView {
    let name = match &class {
        Some(class) => class.clone().into_any(),
        None => view! { <span class="absent">"none"</span> }.into_any(),
    };
    let more = move || known.with(|known| words(class.as_deref(), known.as_ref()?));
    view! { {name} " " <span class="absent" data-testid="known-class">{more}</span> }.into_any()
}

/// Nothing where what is known is about another class: the row may have changed since.
fn words(class: Option<&str>, known: &KnownClass) -> Option<String> {
    let controller = Some(known.controller.as_str()).filter(|controller| !controller.is_empty());
    match class {
        Some(class) if class != known.name => None,
        Some(_) => {
            let default = known.is_default.then_some("the default class");
            let parts: Vec<&str> = controller.into_iter().chain(default).collect();
            (!parts.is_empty()).then(|| parts.join(" · "))
        }
        None => known.is_default.then(|| {
            let controller = controller.map(|controller| format!(" ({controller})")).unwrap_or_default();
            format!("New Ingresses without one are given the default class {}{controller}.", known.name)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(controller: &str, is_default: bool) -> KnownClass {
        KnownClass { name: "nginx".to_owned(), controller: controller.to_owned(), is_default }
    }

    #[test]
    fn what_is_known_is_said_of_the_class_that_it_is_about() {
        let of = |class, known: KnownClass| words(class, &known);
        let nginx = "k8s.io/ingress-nginx";
        assert_eq!(of(Some("nginx"), known(nginx, false)).as_deref(), Some(nginx));
        assert_eq!(
            of(Some("nginx"), known(nginx, true)).as_deref(),
            Some("k8s.io/ingress-nginx · the default class")
        );
        assert_eq!(of(Some("nginx"), known("", false)), None);
        assert_eq!(of(Some("traefik"), known(nginx, true)), None);
        assert_eq!(of(None, known(nginx, false)), None);
        assert_eq!(
            of(None, known("", true)).as_deref(),
            Some("New Ingresses without one are given the default class nginx.")
        );
    }
}
