//! Texts that Ingresses have in common, each kept once: hosts, classes, paths and their types, Services, ports, Secrets.

use std::collections::HashSet;
use std::sync::Arc;

/// Fewer texts than this are never looked through for those that nobody has any more.
const FEW: usize = 1024;

/// The texts, each for as long as somebody has it, and a while longer.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    texts: HashSet<Arc<str>>,
    /// How many there are when they are looked through again.
    many: usize,
}

impl Texts {
    /// The text as others have it.
    pub(crate) fn share(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.texts.get(text) {
            return Arc::clone(known);
        }
        if self.texts.len() >= self.many.max(FEW) {
            self.texts.retain(|text| Arc::strong_count(text) > 1);
            self.many = self.texts.len() * 2;
        }
        let text: Arc<str> = text.into();
        self.texts.insert(Arc::clone(&text));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one_and_those_that_nobody_has_do_not_stay() {
        let mut texts = Texts::default();
        let kept = texts.share("kept");
        for number in 0..10 * FEW {
            texts.share(&number.to_string());
        }
        assert!(Arc::ptr_eq(&kept, &texts.share("kept")));
        assert!(texts.texts.len() <= FEW, "{}", texts.texts.len());
    }
}
