//! The map files that haproxy-ingress makes of hosts and paths, in the order in which they are asked:
//! <https://github.com/jcmoraisjr/haproxy-ingress/blob/master/pkg/haproxy/types/maps.go>

use std::cmp::{Ordering, Reverse};

use super::hosts::{HostPath, Match};

/// A map file.
#[derive(Debug)]
pub(super) struct Map {
    pub(super) compared: Match,
    pub(super) lines: Vec<Line>,
}

/// A line of a map.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) key: String,
    pub(super) backend: String,
    host: String,
    path: String,
    compared: Match,
    order: usize,
}

/// The maps of these hosts. Paths of another type that begin with one another stand in maps of their own, the longer
/// before.
pub(super) fn maps<'a>(hosts: impl Iterator<Item = (&'a String, &'a Vec<HostPath>)>) -> Vec<Map> {
    let mut maps: Vec<Map> = Vec::new();
    let mut rest: Vec<Line> = Vec::new();
    for (host, paths) in hosts {
        let mut lines: Vec<_> =
            paths.iter().enumerate().map(|(order, path)| Line::new(host, path, order)).collect();
        lines.sort_by(|a, b| b.path.cmp(&a.path));
        let mut first = vec![0; lines.len()];
        for index in 0..lines.len() {
            let overlapping: Vec<_> =
                (index + 1..lines.len()).filter(|&other| lines[index].overlaps(&lines[other])).collect();
            if overlapping.is_empty() {
                rest.push(lines[index].clone());
                continue;
            }
            let map = put(&mut maps, first[index], lines[index].clone());
            for other in overlapping {
                first[other] = map;
            }
        }
    }
    for compared in [Match::Exact, Match::Prefix, Match::Begin, Match::Regex] {
        let lines: Vec<_> = rest.iter().filter(|line| line.compared == compared).cloned().collect();
        if lines.is_empty() {
            continue;
        }
        let at = if compared == Match::Exact { 0 } else { maps.len() };
        maps.insert(at, Map { compared, lines });
    }
    for map in &mut maps {
        map.lines.sort_by(Line::cmp_in_map);
    }
    maps
}

/// Puts a line into the first map of its type from an index on, and gives the map's index.
fn put(maps: &mut Vec<Map>, from: usize, line: Line) -> usize {
    let found = maps.iter().skip(from).position(|map| map.compared == line.compared).map(|at| from + at);
    let index = found.unwrap_or_else(|| {
        maps.push(Map { compared: line.compared, lines: Vec::new() });
        maps.len() - 1
    });
    maps[index].lines.push(line);
    index
}

impl Line {
    fn new(host: &str, path: &HostPath, order: usize) -> Self {
        let mut line = Self {
            key: String::new(),
            backend: path.backend.clone(),
            host: host.to_lowercase(),
            path: path.path.clone(),
            compared: path.compared,
            order,
        };
        if let Some(domain) = host.strip_prefix('*') {
            line.host = format!("^[^.]+{}$", quoted(domain));
            line.path = expression(path);
            line.compared = Match::Regex;
        } else if path.compared == Match::Begin {
            line.path = path.path.to_lowercase();
        }
        line.key = format!("{}#{}", line.host.trim_end_matches('$'), line.path);
        line
    }

    fn overlaps(&self, later: &Self) -> bool {
        let is_split = |compared| matches!(compared, Match::Prefix | Match::Begin);
        self.compared != later.compared
            && self.path != later.path
            && is_split(self.compared)
            && is_split(later.compared)
            && self.path.starts_with(&later.path)
    }

    fn cmp_in_map(&self, other: &Self) -> Ordering {
        let by_path = || other.path.cmp(&self.path).then(self.order.cmp(&other.order));
        match self.compared {
            Match::Exact => self.key.cmp(&other.key).then(self.order.cmp(&other.order)),
            Match::Regex => {
                let rank = |line: &Self| (Reverse(line.key.len()), line.key.clone(), line.order);
                rank(self).cmp(&rank(other))
            }
            _ if self.host == other.host => by_path(),
            _ => self.key.cmp(&other.key),
        }
    }
}

/// The path as the end of a regular expression, which is bound to nothing at its own end.
fn expression(path: &HostPath) -> String {
    let text = quoted(&path.path);
    match path.compared {
        Match::Exact => format!("{text}$"),
        Match::Prefix if !text.ends_with('/') => format!("{text}(/.*)?"),
        _ => text,
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    for character in text.chars() {
        if r"\.+*?()|[]{}^$".contains(character) {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted
}
