use std::path::PathBuf;

use crate::Result;

/// The page's messages in one language: what the window says in its own words.
pub struct Messages {
    /// Each as the literal parts between its placeables.
    patterns: Vec<Vec<String>>,
}

impl Messages {
    /// Reads `ui/src/messages/<language>`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(language: &str) -> Result<Self> {
        let mut patterns = Vec::new();
        for file in std::fs::read_dir(ui().join("src/messages").join(language))? {
            let source = std::fs::read_to_string(file?.path())?;
            patterns.extend(source.lines().filter_map(value).map(literal_parts));
        }
        // A message of placeables alone says nothing by itself.
        patterns.retain(|parts| parts.iter().any(|part| part.chars().any(char::is_alphabetic)));
        Ok(Self { patterns })
    }

    /// Whether one of them can have made the text.
    pub fn say(&self, text: &str) -> bool {
        self.patterns.iter().any(|parts| fits(parts, text))
    }
}

/// The page's folder.
pub fn ui() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../ui")
}

/// What a line of Fluent says: `id = value`, or `[variant] value`.
fn value(line: &str) -> Option<&str> {
    let (head, value) = match line.trim_start().trim_start_matches('*').strip_prefix('[') {
        Some(variant) => variant.split_once("] ")?,
        None => line.split_once(" = ")?,
    };
    (!head.starts_with('#')).then_some(value.trim())
}

/// What stands between placeables; backticks, which mark code, are not shown.
fn literal_parts(value: &str) -> Vec<String> {
    value
        .replace('`', "")
        .split("{ ")
        .map(|part| part.split_once('}').map_or(part, |(_, rest)| rest).to_owned())
        .collect()
}

/// Whether the parts stand in the text in their order, the first at its start and the last at its end.
fn fits(parts: &[String], text: &str) -> bool {
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
    fn a_text_is_known_by_its_message() {
        let messages =
            Messages { patterns: ["镜像", "共 { $total }，可用 { $free }"].map(literal_parts).to_vec() };
        assert!(messages.say("镜像"), "a message without placeables");
        assert!(messages.say("共 3GB，可用 1GB"), "a message with its values");
        assert!(!messages.say("镜像 Images"), "more than the message");
        assert!(!messages.say("Images"), "another word");
    }

    #[test]
    fn a_line_of_fluent_is_read() {
        assert_eq!(value("nav-images = 镜像"), Some("镜像"), "a message");
        assert_eq!(value("       *[other] { $count } 分钟"), Some("{ $count } 分钟"), "a variant");
        assert_eq!(value("# a = b"), None, "a comment");
        assert_eq!(value("duration ="), None, "a message that goes on below");
    }
}
