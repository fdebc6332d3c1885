//! Shell words.

use super::invisible::is_invisible;
use crate::error::{Error, ErrorCode, Result};

/// Splits a command line into words as a POSIX shell would; `$'…'` is POSIX's since 2024, and bash's.
///
/// # Errors
/// [`ErrorCode::QuotesUnbalanced`] with `value`.
pub(crate) fn split(line: &str) -> Result<Vec<String>> {
    let words = with_plain_quotes(line).and_then(|line| shell_words::split(&line).ok());
    words.ok_or_else(|| Error::new(ErrorCode::QuotesUnbalanced).with("value", line))
}

/// Writes each `$'…'` with the quotes that the library reads; `None` where one is open.
fn with_plain_quotes(line: &str) -> Option<String> {
    let mut plain = String::with_capacity(line.len());
    let mut quote = None;
    let mut rest = line;
    while let Some(next) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("$'") {
            let (length, text) = dollar_quoted(rest)?;
            let text = text.unwrap_or_else(|| rest[..length].to_owned());
            plain.push_str(&format!("'{}'", text.replace('\'', r"'\''")));
            rest = &rest[length..];
            continue;
        }
        let escapes = next == '\\' && quote != Some('\'');
        let length = if escapes { 1 + rest[1..].chars().next().map_or(0, char::len_utf8) } else { next.len_utf8() };
        match quote {
            Some(open) if open == next => quote = None,
            None if matches!(next, '\'' | '"') => quote = Some(next),
            _ => {}
        }
        plain.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    Some(plain)
}

/// Reads `$'…'` at the start of a text: its length, and what it stands for, unless that is no UTF-8 (bash, "ANSI-C
/// Quoting"; POSIX.1-2024, 2.2.4). `None` where it does not start there, or does not end.
pub(crate) fn dollar_quoted(text: &str) -> Option<(usize, Option<String>)> {
    let inside = text.strip_prefix("$'")?;
    let mut bytes = Vec::new();
    let mut rest = inside;
    loop {
        let next = rest.chars().next()?;
        rest = &rest[next.len_utf8()..];
        match next {
            '\'' => break,
            '\\' => rest = escape(rest, &mut bytes)?,
            other => push(other, &mut bytes),
        }
    }
    // bash ends the text at a NUL, which no argument can contain.
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    bytes.truncate(end);
    Some((text.len() - rest.len(), String::from_utf8(bytes).ok()))
}

/// Reads what follows a backslash, and returns the rest.
fn escape<'t>(text: &'t str, bytes: &mut Vec<u8>) -> Option<&'t str> {
    let letter = text.chars().next()?;
    let after = &text[letter.len_utf8()..];
    let byte = match letter {
        'a' => 7,
        'b' => 8,
        'e' | 'E' => 27,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        't' => 9,
        'v' => 11,
        '\\' | '\'' | '"' | '?' => u8::try_from(letter).ok()?,
        '0'..='7' => return number(text, 8, 3, |value| bytes.push(value.to_le_bytes()[0])),
        'x' if starts_with_hex(after) => return number(after, 16, 2, |value| bytes.push(value.to_le_bytes()[0])),
        'u' | 'U' if starts_with_hex(after) => {
            let most = if letter == 'u' { 4 } else { 8 };
            return number(after, 16, most, |value| push(char::from_u32(value).unwrap_or('\u{fffd}'), bytes));
        }
        'c' => {
            let control = after.chars().next()?;
            bytes.push(u8::try_from(control).ok()?.to_ascii_uppercase() ^ 0x40);
            return Some(&after[control.len_utf8()..]);
        }
        other => {
            bytes.push(b'\\');
            push(other, bytes);
            return Some(after);
        }
    };
    bytes.push(byte);
    Some(after)
}

fn starts_with_hex(text: &str) -> bool {
    text.starts_with(|digit: char| digit.is_ascii_hexdigit())
}

fn number(text: &str, radix: u32, most: usize, mut take: impl FnMut(u32)) -> Option<&str> {
    let digits = text.chars().take(most).take_while(|digit| digit.is_digit(radix)).count();
    take(u32::from_str_radix(&text[..digits], radix).ok()?);
    Some(&text[digits..])
}

fn push(character: char, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollar_quotes_are_bashs() {
        for (line, expected) in [
            (r"echo $'a\nb' $'it\'s'c", &["echo", "a\nb", "it'sc"][..]),
            (r#"'$'\''x' "$'y'" \$'z'"#, &["$'x", "$'y'", "$z"]),
            (r"$'\t\\\x41\101\u4f60\cA\q' $''", &["\t\\AA你\u{1}\\q", ""]),
        ] {
            assert_eq!(split(line).expect("it is whole"), expected, "the words of {line}");
        }
        assert!(split(r"$'a\'").is_err(), "one that is open is refused");
    }
}

/// Words for a shell, as [`quote`] writes each.
pub(crate) fn join(words: &[String]) -> String {
    words.iter().map(|word| quote(word)).collect::<Vec<_>>().join(" ")
}

/// One word for a POSIX shell, quoted only where needed.
///
/// `shell_words::quote` would quote every `=` (`-e 'A=b'`), and leaves `{a,b}` and `!` to the shells that expand them. It
/// also leaves control characters as they are: a terminal takes them for keys when the command is pasted, so they are
/// written in `$'…'` (POSIX.1-2024, 2.2.4), as are characters that would hide or reorder the rest of the command.
///
/// Why: `docs/decisions/053-invisible-characters-are-written-out.md`.
pub(crate) fn quote(word: &str) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "_@%+=:,./-".contains(character);
    if word.chars().any(is_invisible) {
        format!("$'{}'", word.chars().map(escaped).collect::<String>())
    } else if !word.is_empty() && !word.starts_with('=') && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// A character in `$'…'`; others than ASCII by their bytes, which no locale reads differently.
fn escaped(character: char) -> String {
    match character {
        '\'' | '\\' => format!("\\{character}"),
        '\n' => r"\n".to_owned(),
        '\r' => r"\r".to_owned(),
        '\t' => r"\t".to_owned(),
        other if is_invisible(other) => {
            other.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!(r"\x{byte:02x}")).collect()
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod quoting_tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        for (word, expected) in [
            ("a=b", "a=b"),
            ("it's", r"'it'\''s'"),
            ("船台", "'船台'"),
            ("\u{3}", r"$'\x03'"),
            ("one\ntwo\t'\\", r"$'one\ntwo\t\'\\'"),
            ("safe\u{1b}[201~\recho no", r"$'safe\x1b[201~\recho no'"),
            ("\u{202e}a\u{200b}船", r"$'\xe2\x80\xaea\xe2\x80\x8b船'"),
        ] {
            assert_eq!(quote(word), expected, "how {word:?} is written");
        }
    }

    #[test]
    fn bash_reads_each_word_as_it_was() {
        let ascii = (1..=127u8).map(|byte| format!("{}{}1", char::from(byte), char::from(byte)));
        let others = ["\u{9b}", "\u{ad}f", "\u{202e}\u{2066}0", "\u{e0041}", "船 台\u{feff}", "$'x'\u{1b}", "\\\u{7f}"]
            .map(str::to_owned);
        let words: Vec<String> = ascii.chain(others).collect();
        for locale in ["C", "C.UTF-8"] {
            let mut bash = Command::new("bash");
            bash.args(["-c", &format!(r"printf '%s\0' {}", join(&words))]).env("LC_ALL", locale);
            let printed = bash.output().expect("bash prints").stdout;
            let read: Vec<&str> =
                printed.split(|byte| *byte == 0).map(|word| std::str::from_utf8(word).expect("UTF-8")).collect();
            assert_eq!(read[..words.len()], words, "the words in the locale {locale}");
        }
    }
}
