//! The parameters in the query of a request, checked as they are read.

use std::str::FromStr;

use crate::status::Status;

/// The decoded query of one request.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn parse(query: Option<&str>) -> Self {
        Self(form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect())
    }

    /// The same with other values of a parameter.
    pub(crate) fn change(&mut self, name: &str, change: impl Fn(&str) -> String) {
        for (_, value) in self.0.iter_mut().filter(|(key, _)| key == name) {
            *value = change(value);
        }
    }

    /// The value of a parameter, empty when it is absent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// A boolean as Kubernetes reads it: present without a value, or with any but 0 and false, it is true.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.0.iter().any(|(key, value)| key == name && value != "0" && value != "false")
    }

    /// A number, or 400 naming what is wrong. Absent and empty are none.
    pub(crate) fn number<T: FromStr>(&self, name: &str) -> Result<Option<T>, Status> {
        let text = self.text(name);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| {
            Status::bad_request(format!(
                "{name}: Invalid value: {text:?}: must be a non-negative whole number"
            ))
        })
    }
}
