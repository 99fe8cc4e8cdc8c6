//! The table of what was measured, in Markdown, as it stands in `docs/performance.md`.

use std::fmt;
use std::time::Duration;

use crate::outcome::Failure;

/// One target and what was measured for it.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) what: &'static str,
    pub(crate) target: &'static str,
    pub(crate) measured: String,
    /// A ratio, a count, or what the same costs without the program: what does not depend on the machine.
    pub(crate) beside: String,
    pub(crate) how: String,
    pub(crate) verdict: Verdict,
}

/// Whether a target was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Met,
    Missed,
}

impl Verdict {
    pub(crate) fn of(met: bool) -> Self {
        if met { Self::Met } else { Self::Missed }
    }
}

impl Row {
    /// A measurement that came to no end.
    pub(crate) fn failed(what: &'static str, failure: &Failure) -> Self {
        Self {
            what,
            target: "",
            measured: format!("failed: {failure}"),
            beside: String::new(),
            how: String::new(),
            verdict: Verdict::Missed,
        }
    }
}

/// Writes the rows as one table.
pub(crate) struct Table<'a>(pub(crate) &'a [Row]);

impl fmt::Display for Table<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "| what | measured | target | beside | how | |")?;
        writeln!(formatter, "|---|---|---|---|---|---|")?;
        for Row { what, target, measured, beside, how, verdict } in self.0 {
            let verdict = match verdict {
                Verdict::Met => "met",
                Verdict::Missed => "**missed**",
            };
            let cells =
                [what, measured.as_str(), target, beside, how, verdict].map(|cell| cell.replace('|', "\\|"));
            writeln!(formatter, "| {} |", cells.join(" | "))?;
        }
        Ok(())
    }
}

/// What stands around the table in a document.
const MARKS: [&str; 2] = ["<!-- table -->\n", "<!-- end of table -->"];

/// The document with another table, if it has a place for one.
pub(crate) fn replaced(document: &str, table: &str) -> Option<String> {
    let [begin, end] = MARKS;
    let (before, rest) = document.split_once(begin)?;
    let (_, after) = rest.split_once(end)?;
    Some(format!("{before}{begin}{table}{end}{after}"))
}

/// The one in the middle.
pub(crate) fn median<T: Copy + Ord>(mut values: Vec<T>) -> Option<T> {
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}

/// Milliseconds, with as many digits as are worth reading.
pub(crate) fn ms(duration: Duration) -> String {
    let milliseconds = duration.as_secs_f64() * 1000.0;
    if milliseconds < 10.0 { format!("{milliseconds:.1} ms") } else { format!("{milliseconds:.0} ms") }
}

/// Seconds.
pub(crate) fn s(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

/// Mebibytes.
pub(crate) fn mib(bytes: u64) -> String {
    format!("{:.1} MiB", float(bytes) / f64::from(1 << 20))
}

/// Kibibytes of each of so many, from a growth of the whole.
pub(crate) fn kib_each(before: u64, after: u64, count: usize) -> f64 {
    (float(after) - float(before)) / 1024.0 / float(count as u64)
}

/// Kilobytes.
pub(crate) fn kb(bytes: usize) -> String {
    format!("{:.0} KB", float(bytes as u64) / 1000.0)
}

/// A number for a division.
#[allow(clippy::cast_precision_loss, reason = "nobody reads the sixteenth digit")]
pub(crate) fn float(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_takes_the_place_of_the_one_before() {
        let document = "a\n<!-- table -->\nold\n<!-- end of table -->\nb\n";
        let new = "a\n<!-- table -->\nnew\n<!-- end of table -->\nb\n";
        assert_eq!(replaced(document, "new\n").as_deref(), Some(new));
        assert_eq!(replaced("no place", "new\n"), None);
    }
}
