//! The grant that is missing where the API server refuses to show Ingresses: whom it refused, and the least that would
//! let them in, as a manifest.

use std::fmt::Write as _;

/// Whom the API server refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A `ServiceAccount`, as pods are.
    ServiceAccount {
        /// The namespace that it lives in.
        namespace: String,
        /// Its name there.
        name: String,
    },
    /// Any other user, by the name that the API server knows.
    User(String),
}

/// Where Ingresses shall be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach<'a> {
    /// In the whole cluster, by one watch.
    Cluster,
    /// In these namespaces alone.
    Namespaces(&'a [String]),
}

/// The name of what is granted: not the chart's, so that applying it overwrites nothing.
const NAME: &str = "kube-ingress-dash-reader";
const GROUP: &str = "rbac.authorization.k8s.io";
/// Stands for what the API server did not say.
const UNKNOWN: &str = "REPLACE-ME";

impl Subject {
    /// Reads whom a 403 of Kubernetes is about: `… is forbidden: User "NAME" cannot …`. Null where it names nobody, or
    /// somebody whose name was cut off.
    pub fn of_refusal(message: &str) -> Option<Self> {
        let (_, quoted) = message.split_once("User \"")?;
        let user = unquoted(quoted).filter(|user| !user.is_empty())?;
        let account = user.strip_prefix("system:serviceaccount:").and_then(|account| account.split_once(':'));
        Some(match account {
            Some((namespace, name)) if !namespace.is_empty() && !name.is_empty() && !name.contains(':') => {
                Self::ServiceAccount { namespace: namespace.to_owned(), name: name.to_owned() }
            }
            _ => Self::User(user),
        })
    }
}

/// The rest of a text in Go's quotes, up to the closing one; null if there is none, or with an escape that no name needs.
fn unquoted(text: &str) -> Option<String> {
    let mut name = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next()? {
            '"' => return Some(name),
            '\\' => name.push(characters.next().filter(|escaped| matches!(escaped, '"' | '\\'))?),
            character => name.push(character),
        }
    }
}

/// The manifest, for `kubectl apply`. Without a subject it holds a `ServiceAccount` called `REPLACE-ME`.
pub fn manifest(reach: Reach, subject: Option<&Subject>) -> String {
    let mut yaml = String::new();
    match reach {
        Reach::Cluster => role(&mut yaml, "Cluster", None, subject),
        Reach::Namespaces(namespaces) => {
            for namespace in namespaces {
                role(&mut yaml, "", Some(namespace), subject);
            }
        }
    }
    yaml
}

/// A role and its binding; `scope` is what their kinds begin with.
fn role(yaml: &mut String, scope: &str, namespace: Option<&str>, subject: Option<&Subject>) {
    let separator = if yaml.is_empty() { "" } else { "---\n" };
    let mut namespace_line = String::new();
    if let Some(namespace) = namespace {
        let _ = write!(namespace_line, "\n  namespace: {}", scalar(namespace));
    }
    let _ = write!(
        yaml,
        "{separator}apiVersion: {GROUP}/v1
kind: {scope}Role
metadata:
  name: {NAME}{namespace_line}
rules:
  - apiGroups: [networking.k8s.io]
    resources: [ingresses]
    verbs: [get, list, watch]
---
apiVersion: {GROUP}/v1
kind: {scope}RoleBinding
metadata:
  name: {NAME}{namespace_line}
roleRef:
  apiGroup: {GROUP}
  kind: {scope}Role
  name: {NAME}
subjects:
"
    );
    let _ = match subject {
        Some(Subject::User(user)) => {
            writeln!(yaml, "  - kind: User\n    apiGroup: {GROUP}\n    name: {}", scalar(user))
        }
        Some(Subject::ServiceAccount { namespace, name }) => service_account(yaml, namespace, name),
        None => service_account(yaml, UNKNOWN, UNKNOWN),
    };
}

fn service_account(yaml: &mut String, namespace: &str, name: &str) -> std::fmt::Result {
    let (namespace, name) = (scalar(namespace), scalar(name));
    writeln!(yaml, "  - kind: ServiceAccount\n    namespace: {namespace}\n    name: {name}")
}

/// A text as YAML reads it back: plain where it can only be a text, else quoted as JSON, which is YAML.
fn scalar(text: &str) -> String {
    let is_plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    let is_word = matches!(text, "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n");
    let begins_as_text = text.starts_with(|first: char| first.is_ascii_lowercase());
    if text == UNKNOWN || (begins_as_text && text.bytes().all(is_plain) && !is_word) {
        return text.to_owned();
    }
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(user: &str) -> String {
        format!(
            "ingresses.networking.k8s.io is forbidden: User {user} cannot list resource \"ingresses\" in API group \
             \"networking.k8s.io\" in the namespace \"vault\""
        )
    }

    fn account(namespace: &str, name: &str) -> Subject {
        Subject::ServiceAccount { namespace: namespace.to_owned(), name: name.to_owned() }
    }

    #[test]
    fn the_service_account_is_read_from_the_refusal() {
        let message = refusal("\"system:serviceaccount:dash:reader\"");
        assert_eq!(Subject::of_refusal(&message), Some(account("dash", "reader")));
    }

    #[test]
    fn whoever_is_no_service_account_is_a_user() {
        for (quoted, user) in [
            ("\"system:anonymous\"", "system:anonymous"),
            ("\"alice@example.com\"", "alice@example.com"),
            (r#""eve \"the\\1st\"""#, "eve \"the\\1st\""),
            ("\"system:serviceaccount:dash\"", "system:serviceaccount:dash"),
            ("\"system:serviceaccount::reader\"", "system:serviceaccount::reader"),
            ("\"system:serviceaccount:a:b:c\"", "system:serviceaccount:a:b:c"),
        ] {
            assert_eq!(Subject::of_refusal(&refusal(quoted)), Some(Subject::User(user.to_owned())));
        }
    }

    #[test]
    fn a_refusal_that_names_nobody_has_no_subject() {
        for message in
            ["", "Unauthorized", "User \"", "User \"\"", "User \"system:serviceaccount:da", r#"User "a\n""#]
        {
            assert_eq!(Subject::of_refusal(message), None, "{message}");
        }
    }

    #[test]
    fn each_namespace_gets_a_role_and_its_binding() {
        let namespaces = ["pay".to_owned(), "vault".to_owned()];
        let yaml = manifest(Reach::Namespaces(&namespaces), Some(&account("dash", "reader")));
        let half = |namespace: &str| {
            format!(
                "apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: kube-ingress-dash-reader
  namespace: {namespace}
rules:
  - apiGroups: [networking.k8s.io]
    resources: [ingresses]
    verbs: [get, list, watch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: kube-ingress-dash-reader
  namespace: {namespace}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: kube-ingress-dash-reader
subjects:
  - kind: ServiceAccount
    namespace: dash
    name: reader
"
            )
        };
        assert_eq!(yaml, format!("{}---\n{}", half("pay"), half("vault")));
    }

    #[test]
    fn the_shared_watch_needs_the_cluster() {
        let yaml = manifest(Reach::Cluster, Some(&Subject::User("system:anonymous".to_owned())));
        assert!(yaml.contains("\nkind: ClusterRole\n") && yaml.contains("\nkind: ClusterRoleBinding\n"));
        assert!(!yaml.contains("namespace:"));
        assert!(yaml.ends_with(
            "  - kind: User\n    apiGroup: rbac.authorization.k8s.io\n    name: \"system:anonymous\"\n"
        ));
    }

    #[test]
    fn without_a_subject_there_is_a_place_for_it() {
        let yaml = manifest(Reach::Cluster, None);
        assert!(
            yaml.ends_with("  - kind: ServiceAccount\n    namespace: REPLACE-ME\n    name: REPLACE-ME\n")
        );
    }

    #[test]
    fn what_yaml_would_not_read_as_text_is_quoted() {
        for plain in ["vault", "team-a", "a.b"] {
            assert_eq!(scalar(plain), plain);
        }
        for quoted in ["true", "no", "null", "123", "1e3", "-a", "", "a: b", "a\nb", "A"] {
            assert_eq!(scalar(quoted), serde_json::Value::from(quoted).to_string());
        }
    }
}
