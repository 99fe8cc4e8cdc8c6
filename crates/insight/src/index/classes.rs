//! A set of classes: most often of one, and of those without a class.

use smallvec::SmallVec;

use crate::texts::Text;

/// Few classes, each once. None stands for the Ingresses without a class.
#[derive(Debug, Default)]
pub(super) struct Classes(SmallVec<[Option<Text>; 2]>);

impl Classes {
    pub(super) fn insert(&mut self, class: Option<&Text>) {
        if !self.contains(class) {
            self.0.push(class.cloned());
        }
    }

    pub(super) fn contains(&self, class: Option<&Text>) -> bool {
        self.iter().any(|known| known == class)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Option<&Text>> {
        self.0.iter().map(Option::as_ref)
    }
}
