use super::{capture::Capture, pattern::Pattern};
use crate::error::ErrorCode;

/// A phrase and its meaning.
pub(in crate::connect::failure) struct Phrase {
    /// What identifies it, in lower case.
    pub(super) pattern: Pattern,
    /// The code.
    pub(in crate::connect::failure) code: ErrorCode,
    /// A detail that the message names, and where.
    detail: Option<(&'static str, Capture)>,
    /// The program it comes from, and the file.
    #[cfg_attr(not(test), expect(dead_code, reason = "the source of the rule, for readers"))]
    pub(super) source: &'static str,
    /// A message that contains it.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test"))]
    pub(super) example: &'static str,
}

/// A row of a list of phrases.
pub(super) const fn phrase(code: ErrorCode, pattern: Pattern, source: &'static str, example: &'static str) -> Phrase {
    Phrase { pattern, code, detail: None, source, example }
}

/// A phrase whose message names a detail.
pub(super) const fn naming(detail: &'static str, capture: Capture, phrase: Phrase) -> Phrase {
    Phrase { detail: Some((detail, capture)), ..phrase }
}

/// The first phrase that matches a message in lower case.
pub(in crate::connect::failure) fn find(phrases: &'static [Phrase], text: &str) -> Option<&'static Phrase> {
    phrases.iter().find(|phrase| phrase.pattern.matches(text))
}

/// The code of the first phrase that matches a message in lower case.
pub(in crate::connect::failure) fn code_of(phrases: &'static [Phrase], text: &str) -> Option<ErrorCode> {
    find(phrases, text).map(|phrase| phrase.code)
}

impl Phrase {
    /// The detail that a message names, with its value there.
    pub(in crate::connect::failure) fn detail(&self, message: &str) -> Option<(&'static str, String)> {
        let (name, capture) = self.detail.as_ref()?;
        let value = capture.value(message).filter(|value| !value.is_empty())?;
        Some((*name, value))
    }

    /// Whether the example names the detail.
    #[cfg(test)]
    pub(super) fn names_its_detail(&self) -> bool {
        self.detail.is_none() || self.detail(self.example).is_some()
    }
}
