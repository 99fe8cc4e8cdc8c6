//! What to type at a terminal to see the same, or more.

use kube_ingress_dash_model::key::IngressKey;

/// The commands for one Ingress, the most wanted first.
pub fn commands(key: &IngressKey) -> [String; 3] {
    let (namespace, name) = (quoted(&key.namespace), quoted(&key.name));
    let of = |rest: &[&str]| [&["kubectl --namespace ", &namespace], rest].concat().concat();
    [
        of(&[" get ingress ", &name, " --output yaml"]),
        of(&[" describe ingress ", &name]),
        of(&[" events --for ", &quoted(&["ingress/", &key.name].concat())]),
    ]
}

/// A word as a POSIX shell takes it for one, whatever stands in it.
fn quoted(word: &str) -> String {
    let is_plain = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_' | b'.' | b'/');
    if !word.is_empty() && word.bytes().all(is_plain) {
        return word.to_owned();
    }
    ["'", &word.replace('\'', r"'\''"), "'"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_name_the_ingress_and_its_namespace() {
        assert_eq!(
            commands(&IngressKey::new("shop", "checkout")),
            [
                "kubectl --namespace shop get ingress checkout --output yaml",
                "kubectl --namespace shop describe ingress checkout",
                "kubectl --namespace shop events --for ingress/checkout",
            ]
        );
    }

    #[test]
    fn nothing_in_a_name_is_a_command() {
        for (word, text) in [
            ("web.v2", "web.v2"),
            ("", "''"),
            ("$(reboot)", "'$(reboot)'"),
            ("it's; reboot", r"'it'\''s; reboot'"),
            ("a\nb", "'a\nb'"),
        ] {
            assert_eq!(quoted(word), text);
        }
    }
}
