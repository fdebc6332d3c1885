//! The page's messages, to recognise a text of the window by.

use std::path::PathBuf;

use crate::Result;

/// The page's messages in one language.
pub struct Messages {
    /// Each message as the literal parts around its placeables.
    patterns: Vec<Vec<String>>,
}

impl Messages {
    /// Reads `ui/src/messages/<language>`.
    pub fn read(language: &str) -> Result<Self> {
        let mut patterns = Vec::new();
        for file in std::fs::read_dir(ui().join("src/messages").join(language))? {
            let source = std::fs::read_to_string(file?.path())?;
            patterns.extend(source.lines().filter_map(value).map(literal_parts));
        }
        // A message of placeables alone would match any text.
        patterns.retain(|parts| parts.iter().any(|part| part.chars().any(char::is_alphabetic)));
        Ok(Self { patterns })
    }

    /// Whether the text can be a formatted message.
    pub fn contain(&self, text: &str) -> bool {
        self.patterns.iter().any(|parts| matches(parts, text))
    }
}

/// The page's folder.
pub fn ui() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../ui")
}

/// The value in a line of Fluent: `id = value`, or `[variant] value`.
fn value(line: &str) -> Option<&str> {
    let (head, value) = match line.trim_start().trim_start_matches('*').strip_prefix('[') {
        Some(variant) => variant.split_once("] ")?,
        None => line.split_once(" = ")?,
    };
    (!head.starts_with('#')).then_some(value.trim())
}

/// The text around placeables, without backticks, which mark code and are not shown.
fn literal_parts(value: &str) -> Vec<String> {
    value
        .replace('`', "")
        .split("{ ")
        .map(|part| part.split_once('}').map_or(part, |(_, rest)| rest).to_owned())
        .collect()
}

/// Whether the text consists of the parts in order, with anything in between.
fn matches(parts: &[String], text: &str) -> bool {
    let [first, rest @ ..] = parts else { return false };
    let Some(mut left) = text.strip_prefix(first.as_str()) else { return false };
    let Some((last, between)) = rest.split_last() else { return left.is_empty() };
    for part in between {
        match left.split_once(part.as_str()) {
            Some((_, after)) => left = after,
            None => return false,
        }
    }
    left.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_recognised_by_its_message() {
        let messages =
            Messages { patterns: ["镜像", "共 { $total }，可用 { $free }"].map(literal_parts).to_vec() };
        assert!(messages.contain("镜像"), "a message without placeables");
        assert!(messages.contain("共 3GB，可用 1GB"), "a message with its values");
        assert!(!messages.contain("镜像 Images"), "a message with more text");
        assert!(!messages.contain("Images"), "no message");
    }

    #[test]
    fn a_line_of_fluent_is_parsed() {
        assert_eq!(value("nav-images = 镜像"), Some("镜像"), "a message");
        assert_eq!(value("       *[other] { $count } 分钟"), Some("{ $count } 分钟"), "a variant");
        assert_eq!(value("# a = b"), None, "a comment");
        assert_eq!(value("duration ="), None, "a message that continues on the next line");
    }
}
