//! What this page has written into its address and what comes back from there as the text: more may have been typed by
//! then, which the echo must not replace.

/// Texts that were written and have not come back.
#[derive(Debug, Default)]
pub(super) struct Echoes(Vec<String>);

impl Echoes {
    /// This text is written into the address.
    pub(super) fn expect(&mut self, text: String) {
        self.0.push(text);
    }

    /// Whether the text that stands in the address is one that was written here. Those before it come no more: the
    /// address passes over what is written faster than it changes. After one of somebody else, none comes.
    pub(super) fn hear(&mut self, text: &str) -> bool {
        let own = self.0.iter().position(|written| written == text);
        self.0.drain(..own.map_or(self.0.len(), |own| own + 1));
        own.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expecting(texts: &[&str]) -> Echoes {
        let mut echoes = Echoes::default();
        for text in texts {
            echoes.expect((*text).to_owned());
        }
        echoes
    }

    #[test]
    fn each_text_that_was_written_is_heard_once() {
        let mut echoes = expecting(&["a", "ab"]);
        assert!(echoes.hear("a"));
        assert!(echoes.hear("ab"));
        assert!(!echoes.hear("ab"), "forward to it again");
    }

    #[test]
    fn one_may_be_passed_over() {
        let mut echoes = expecting(&["a", "ab"]);
        assert!(echoes.hear("ab"));
        assert!(!echoes.hear("a"), "back to the one before");
    }

    #[test]
    fn after_another_one_none_comes() {
        let mut echoes = expecting(&["a"]);
        assert!(!echoes.hear("b"));
        assert!(!echoes.hear("a"));
    }
}
