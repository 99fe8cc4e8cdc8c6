//! The line that has the focus, or had it last.

use kube_ingress_dash_model::domains::{Line, LineId};
use leptos::prelude::*;

use super::follow::Tree;

/// The line. Copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Cursor {
    /// What tells it from others, and which line it was.
    last: RwSignal<Option<(usize, LineId)>>,
    /// Which line of the tree it is, or which has its place; null where there is none.
    pub(super) line: Memo<Option<usize>>,
}

impl Cursor {
    /// None at first.
    pub(super) fn of(tree: Tree) -> Self {
        let last = RwSignal::new(None::<(usize, LineId)>);
        let line = Memo::new(move |_| {
            last.with(|last| {
                let (index, id) = last.as_ref()?;
                tree.lines.with(|lines| {
                    let is_still = lines.get(*index).is_some_and(|line| line.is(id));
                    let is_at = || lines.iter().position(|line| line.is(id));
                    // Of a line that is gone the one in its place.
                    let beside = || Some((*index).min(lines.len().checked_sub(1)?));
                    if is_still { Some(*index) } else { is_at().or_else(beside) }
                })
            })
        });
        Self { last, line }
    }

    /// Puts it on this line, which is the one at `index`.
    pub(super) fn put(self, index: usize, line: &Line) {
        let is_there = |last: &Option<(usize, LineId)>| {
            last.as_ref().is_some_and(|(at, id)| *at == index && line.is(id))
        };
        if !self.last.with_untracked(is_there) {
            self.last.set(Some((index, line.id())));
        }
    }
}
