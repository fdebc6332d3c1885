use super::pattern::Pattern;
use crate::error::ErrorCode;

/// A phrase and its meaning.
pub(in crate::connect::failure) struct Phrase {
    /// What identifies it, in lower case.
    pub(super) pattern: Pattern,
    /// The code.
    pub(super) code: ErrorCode,
    /// The program it comes from, and the file.
    #[cfg_attr(not(test), expect(dead_code, reason = "the source of the rule, for readers"))]
    pub(super) source: &'static str,
    /// A message that contains it.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test"))]
    pub(super) example: &'static str,
}

/// A row of a list of phrases.
pub(super) const fn phrase(code: ErrorCode, pattern: Pattern, source: &'static str, example: &'static str) -> Phrase {
    Phrase { pattern, code, source, example }
}

/// The code of the first phrase that matches a message in lower case.
pub(in crate::connect::failure) fn code_of(phrases: &[Phrase], text: &str) -> Option<ErrorCode> {
    phrases.iter().find(|phrase| phrase.pattern.matches(text)).map(|phrase| phrase.code)
}
