//! Where a frame of another window belongs, as seen from here.

use kube_ingress_dash_model::position::Position;

/// How a frame joins on to what a window has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::feed) enum Place {
    /// The window has it already.
    Known,
    /// It comes next.
    Next,
    /// Something lies between.
    Gap,
}

/// The place of a frame that leads from `after` to `position`, for a window that stands at `here`.
pub(in crate::feed) fn place(here: &Position, after: &Position, position: &Position) -> Place {
    if here.epoch != position.epoch || here.epoch != after.epoch {
        Place::Gap
    } else if position.sequence <= here.sequence {
        Place::Known
    } else if after.sequence <= here.sequence {
        Place::Next
    } else {
        Place::Gap
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kube_ingress_dash_model::position::Epoch;

    #[test]
    fn frames_are_taken_once_and_without_gaps() {
        let at = |sequence| Epoch::from_bits(1).at(sequence);
        for (after, position, expected) in [
            (3, 4, Place::Known),
            (4, 5, Place::Known),
            (5, 6, Place::Next),
            (4, 6, Place::Next),
            (6, 7, Place::Gap),
            (5, 5, Place::Known),
        ] {
            assert_eq!(place(&at(5), &at(after), &at(position)), expected, "{after} to {position}");
        }
    }

    #[test]
    fn another_epoch_never_joins_on() {
        let (here, there) = (Epoch::from_bits(1).at(5), Epoch::from_bits(2));
        assert_eq!(place(&here, &there.at(4), &there.at(5)), Place::Gap);
        assert_eq!(place(&here, &here, &there.at(6)), Place::Gap);
    }
}
