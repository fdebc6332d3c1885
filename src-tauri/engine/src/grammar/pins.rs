//! Pins: patterns of image names that no clean-up and no removal touches.
//!
//! Why: `docs/decisions/025-a-pin-protects-names.md`.

use glob::{MatchOptions, Pattern};

use crate::{
    error::{Error, ErrorCode, Result},
    grammar::Reference,
};

/// As Go's `path.Match`, which Docker uses: an asterisk does not match a slash.
const AS_DOCKER: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };

/// Patterns of image names that are neither suggested, nor cleaned up, nor removed.
#[derive(Debug, Clone, Default)]
pub struct Pins(Vec<Pattern>);

impl Pins {
    /// Patterns as the `reference` filter of `docker images` takes them: `ubuntu`, `ubuntu:*`, `*/web:1.?`. One without
    /// a tag matches all tags.
    ///
    /// # Errors
    /// [`ErrorCode::PinInvalid`] with `value`, the first invalid pattern.
    pub fn new(patterns: &[String]) -> Result<Self> {
        patterns.iter().map(|pattern| pin(pattern.trim())).collect::<Result<_>>().map(Self)
    }

    /// Whether nothing is pinned.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a name is pinned. A repository's pattern also matches its digests: they may be an image's only names.
    pub fn hold(&self, reference: &Reference) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let names = [reference.familiar(), reference.familiar_repository()];
        self.0.iter().any(|pin| names.iter().any(|name| pin.matches_with(name, AS_DOCKER)))
    }
}

fn pin(pattern: &str) -> Result<Pattern> {
    let invalid = |why: String| Error::new(ErrorCode::PinInvalid).with("value", pattern).with_message(why);
    if pattern.is_empty() || pattern.chars().any(char::is_whitespace) {
        return Err(invalid(String::new()));
    }
    Pattern::new(pattern).map_err(|error| invalid(error.msg.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_are_reference_patterns() {
        let held = |pattern: &str, reference: &str| {
            Pins::new(&[pattern.to_owned()]).unwrap().hold(&Reference::parse(reference).unwrap())
        };
        let digest = format!("ubuntu@sha256:{}", "a".repeat(64));
        for (pattern, reference, expected) in [
            ("ubuntu", "ubuntu:14.04", true),
            ("ubuntu", "docker.io/library/ubuntu:14.04", true),
            ("ubuntu:14.04", "ubuntu:14.04", true),
            ("ubuntu:14.04", "ubuntu:16.04", false),
            ("ubuntu:1?.04", "ubuntu:16.04", true),
            ("*", "ubuntu:16.04", true),
            ("*", "shop/web:1", false),
            ("*/web", "shop/web:1", true),
            ("shop/*:1", "shop/web:1", true),
            ("web", "shop/web:1", false),
            ("ubuntu", &digest, true),
            (&digest, &digest, true),
            ("ubuntu:*", &digest, false),
            ("web", &digest, false),
        ] {
            assert_eq!(held(pattern, reference), expected, "whether {pattern} pins {reference}");
        }
    }

    #[test]
    fn a_wrong_pattern_is_told() {
        for pattern in ["", " ", "a b", "web[1"] {
            let error = Pins::new(&["ok".to_owned(), pattern.to_owned()]).expect_err("it is no pattern");
            assert_eq!(error.code, ErrorCode::PinInvalid, "why {pattern:?} is refused");
            assert_eq!(error.details["value"], pattern.trim(), "which one it was");
        }
    }
}
