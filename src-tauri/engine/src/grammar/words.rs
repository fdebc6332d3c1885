//! Shell words.

use super::invisible::is_invisible;
use crate::error::{Error, ErrorCode, Result};

/// Splits a command line into words as a POSIX shell would.
///
/// # Errors
/// [`ErrorCode::QuotesUnbalanced`] with `value`.
pub(crate) fn split(line: &str) -> Result<Vec<String>> {
    shell_words::split(line).map_err(|_| Error::new(ErrorCode::QuotesUnbalanced).with("value", line))
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
