//! YAML in pieces that are coloured apart. It reads what the server writes (block style, one entry a line); in other
//! YAML a colour may be wrong, but no letter is ever lost.

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Space, plain text, and what has no meaning of its own.
    Plain,
    /// The name of an entry.
    Key,
    /// Signs between names and values.
    Sign,
    /// Quoted or folded text.
    Text,
    /// A number, a truth value, null.
    Literal,
    /// A comment.
    Comment,
}

/// A piece of the text.
pub type Token<'a> = (Kind, &'a str);

/// The text in pieces, which put together are the text.
pub fn tokens(yaml: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    // The indentation of the line that a block of text began on, while within one.
    let mut block: Option<usize> = None;
    for line in yaml.split_inclusive('\n') {
        let content = line.trim_start_matches(' ');
        let indentation = line.len() - content.len();
        let is_blank = content.trim_end().is_empty();
        if block.is_some_and(|start| is_blank || indentation > start) {
            push(&mut found, Kind::Text, line);
            continue;
        }
        push(&mut found, Kind::Plain, &line[..indentation]);
        let (entry_indentation, value) = entry(&mut found, content, indentation);
        block = begins_block(value).then_some(entry_indentation);
        scalar(&mut found, value);
    }
    found
}

/// Takes dashes and the key off the beginning of a line, and gives the indentation of the entry and what is left.
fn entry<'a>(found: &mut Vec<Token<'a>>, mut content: &'a str, mut indentation: usize) -> (usize, &'a str) {
    let start = indentation;
    while let Some(rest) = content.strip_prefix("- ") {
        push(found, Kind::Sign, &content[..2]);
        content = rest;
        indentation += 2;
    }
    match key_length(content) {
        Some(length) => {
            push(found, Kind::Key, &content[..length]);
            push(found, Kind::Sign, &content[length..=length]);
            (indentation, &content[length + 1..])
        }
        None => (start, content),
    }
}

/// How long the key is that the text begins with, which ends at a colon and a space.
fn key_length(content: &str) -> Option<usize> {
    let quote = content.chars().next().filter(|letter| matches!(letter, '"' | '\''));
    let start = match quote {
        Some(quote) => quoted_length(content, quote)?,
        None => 0,
    };
    let is_end = |at: usize| content[at + 1..].chars().next().is_none_or(char::is_whitespace);
    let colon = content[start..].match_indices(':').map(|(at, _)| start + at).find(|at| is_end(*at))?;
    let is_comment = content[..colon].starts_with('#') || content[..colon].contains(" #");
    (!is_comment && (quote.is_none() || colon == start)).then_some(colon)
}

/// How long the quoted text is that the text begins with, quotes included; null if it does not end here.
fn quoted_length(content: &str, quote: char) -> Option<usize> {
    let mut letters = content.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' if quote == '"' => drop(letters.next()),
            '\'' if quote == '\'' && letters.peek().is_some_and(|(_, next)| *next == '\'') => {
                letters.next();
            }
            letter if letter == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Whether the value announces a block of text on the next lines.
fn begins_block(value: &str) -> bool {
    let mut letters = value.trim().chars();
    matches!(letters.next(), Some('|' | '>'))
        && letters
            .take_while(|letter| *letter != '#')
            .all(|letter| matches!(letter, '+' | '-' | ' ' | '0'..='9'))
}

fn scalar<'a>(found: &mut Vec<Token<'a>>, value: &'a str) {
    let content = value.trim_start();
    push(found, Kind::Plain, &value[..value.len() - content.len()]);
    let first = content.chars().next();
    let length = match first {
        Some(quote @ ('"' | '\'')) => quoted_length(content, quote).unwrap_or(content.len()),
        Some('#') => 0,
        _ => content.find(" #").unwrap_or(content.len()),
    };
    let (written, comment) = content.split_at(length);
    let kind = match first {
        Some('"' | '\'') => Kind::Text,
        _ if begins_block(written) => Kind::Sign,
        _ if is_literal(written.trim()) => Kind::Literal,
        _ => Kind::Plain,
    };
    push(found, kind, written);
    push(found, if comment.contains('#') { Kind::Comment } else { Kind::Plain }, comment);
}

fn is_literal(word: &str) -> bool {
    let is_number = || {
        let number = word.strip_prefix('-').unwrap_or(word);
        let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_none_empty = !whole.is_empty() && !exponent.is_empty();
        is_none_empty && [whole, fraction, exponent].into_iter().all(are_digits)
    };
    matches!(word, "true" | "false" | "null" | "~" | "{}" | "[]") || is_number()
}

/// Adds a piece that is not empty.
fn push<'a>(found: &mut Vec<Token<'a>>, kind: Kind, piece: &'a str) {
    if !piece.is_empty() {
        found.push((kind, piece));
    }
}

#[cfg(test)]
mod tests {
    use super::Kind::*;
    use super::*;
    use proptest::prelude::*;

    /// The pieces that say something, without the space around them.
    fn read(yaml: &str) -> Vec<Token<'_>> {
        let trimmed = tokens(yaml).into_iter().map(|(kind, piece)| (kind, piece.trim()));
        trimmed.filter(|(_, piece)| !piece.is_empty()).collect()
    }

    #[test]
    fn entries_are_names_signs_and_values() {
        assert_eq!(read("kind: Ingress\n"), [(Key, "kind"), (Sign, ":"), (Plain, "Ingress")]);
        assert_eq!(
            read("  - path: \"/a: b\" # why\n"),
            [(Sign, "-"), (Key, "path"), (Sign, ":"), (Text, "\"/a: b\""), (Comment, "# why")]
        );
        assert_eq!(read("port: 80\ntls: []\n")[2], (Literal, "80"));
        for (word, kind) in [
            ("-1.50e+3", Literal),
            ("1.", Literal),
            ("0E0", Literal),
            ("1.2.3", Plain),
            ("1e", Plain),
            (".5", Plain),
            ("10m", Plain),
            ("--1", Plain),
        ] {
            assert_eq!(read(&format!("a: {word}\n"))[2], (kind, word), "{word}");
        }
        assert_eq!(read("- 'it''s: so'\n")[1], (Text, "'it''s: so'"));
        assert_eq!(read("\"a: b\": c\n")[0], (Key, "\"a: b\""));
        assert_eq!(read("host: http://a:80/\n")[2], (Plain, "http://a:80/"));
        assert_eq!(read("# only: this\n"), [(Comment, "# only: this")]);
    }

    #[test]
    fn a_block_of_text_is_text_until_the_indentation_ends() {
        let yaml = "a:\n  b: |\n    kind: no key\n\n    # no comment\n  c: d\n";
        assert_eq!(
            read(yaml),
            [
                (Key, "a"),
                (Sign, ":"),
                (Key, "b"),
                (Sign, ":"),
                (Sign, "|"),
                (Text, "kind: no key"),
                (Text, "# no comment"),
                (Key, "c"),
                (Sign, ":"),
                (Plain, "d"),
            ]
        );
        assert_eq!(read("- |-\n  x: y\n- z: 1\n")[2], (Text, "x: y"));
    }

    fn whole(yaml: &str) -> String {
        tokens(yaml).into_iter().map(|(_, piece)| piece).collect()
    }

    proptest! {
        #[test]
        fn no_letter_is_lost_of_any_text(text in "(?s).{0,80}") {
            prop_assert_eq!(whole(&text), text);
        }

        #[test]
        fn no_letter_is_lost_of_what_looks_like_yaml(text in "([ ]{0,3}(- )?[a'\"\\\\:#| é>~0-9]{0,9}\n?){0,9}") {
            prop_assert_eq!(whole(&text), text);
        }
    }
}
