//! Texts that Ingresses have in common, each kept once: hosts, classes, paths and their types, Services, ports, Secrets.

use std::collections::HashSet;

use arcstr::ArcStr;

/// A text that others may have as well, in the size of one pointer.
pub(crate) type Text = ArcStr;

/// Fewer texts than this are never looked through for those that nobody has any more.
const FEW: usize = 1024;

/// The texts, each for as long as somebody has it, and a while longer.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    texts: HashSet<Text>,
    /// How many there are when they are looked through again.
    many: usize,
}

impl Texts {
    /// The text as others have it.
    pub(crate) fn share(&mut self, text: &str) -> Text {
        if let Some(known) = self.texts.get(text) {
            return known.clone();
        }
        if self.texts.len() >= self.many.max(FEW) {
            self.texts.retain(|text| Text::strong_count(text).is_none_or(|count| count > 1));
            self.many = self.texts.len() * 2;
        }
        let text = Text::from(text);
        self.texts.insert(text.clone());
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
        assert!(Text::ptr_eq(&kept, &texts.share("kept")));
        assert!(texts.texts.len() <= FEW, "{}", texts.texts.len());
    }
}
