//! The pages of a list, which have an end: an answer that leads on for ever is not followed.

use crate::failure::Failure;

/// With 500 objects in a page, twice the objects that a cluster is known to hold.
const MOST: u32 = 4_000;

/// The pages of one list that were asked for.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    asked: u32,
    last: Option<String>,
}

impl Pages {
    /// The token of the page after one that says so; null after the last one.
    ///
    /// # Errors
    /// The page leads back to itself, or there are more pages than any cluster has.
    pub(crate) fn after(&mut self, token: Option<String>) -> Result<Option<String>, Failure> {
        let next = token.filter(|token| !token.is_empty());
        self.asked += 1;
        if next.is_some() && next == self.last {
            return Err(Failure::Malformed);
        }
        if next.is_some() && self.asked >= MOST {
            return Err(Failure::TooLong);
        }
        self.last.clone_from(&next);
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_names_no_other() {
        let mut pages = Pages::default();
        assert_eq!(pages.after(Some("a".to_owned())).unwrap(), Some("a".to_owned()));
        assert_eq!(pages.after(Some("b".to_owned())).unwrap(), Some("b".to_owned()));
        assert_eq!(pages.after(Some(String::new())).unwrap(), None);
        assert_eq!(pages.after(None).unwrap(), None);
    }

    #[test]
    fn a_page_that_leads_to_itself_is_not_followed() {
        let mut pages = Pages::default();
        pages.after(Some("a".to_owned())).unwrap();
        assert!(matches!(pages.after(Some("a".to_owned())), Err(Failure::Malformed)));
    }

    #[test]
    fn pages_without_end_are_not_followed() {
        let mut pages = Pages::default();
        let refused = (0..=MOST).find(|page| pages.after(Some(page.to_string())).is_err());
        assert_eq!(refused, Some(MOST - 1));
    }
}
