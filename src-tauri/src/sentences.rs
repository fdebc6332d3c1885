//! Error sentences outside the window, from the same message files as the page's.

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use slipway_engine::Error;
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("../../ui/src/messages/en/errors.ftl");
const CHINESE: &str = include_str!("../../ui/src/messages/zh-CN/errors.ftl");

/// The languages that there are sentences in.
pub const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

/// The language that `SLIPWAY_LANG` asks for, where it names one that there is.
pub fn asked_language() -> Option<&'static str> {
    let asked = std::env::var("SLIPWAY_LANG").ok()?;
    LANGUAGES.into_iter().find(|language| *language == asked)
}

/// An error in words, with its next step where there is one.
pub struct Sentences(FluentBundle<FluentResource>);

impl Sentences {
    /// In the language that the environment asks for.
    pub fn from_environment() -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        let chinese = asked_language()
            .map_or_else(|| locale.is_some_and(|locale| locale.starts_with("zh")), |language| language == "zh-CN");
        Self::new(if chinese { CHINESE } else { ENGLISH }, if chinese { LANGUAGES[0] } else { LANGUAGES[1] })
    }

    fn new(source: &str, language: &str) -> Self {
        let language: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![language]);
        bundle.set_use_isolating(false);
        // A file with a broken message still gives the others.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
        Self(bundle)
    }

    /// The sentence for an error, or the engine's own words where there is none.
    pub fn of(&self, error: &Error) -> String {
        self.message(&format!("error-{}", code(error)), error).unwrap_or_else(|| error.to_string())
    }

    /// What may be done about it.
    pub fn next_step(&self, error: &Error) -> Option<String> {
        self.message(&format!("error-{}-next", code(error)), error)
    }

    fn message(&self, id: &str, error: &Error) -> Option<String> {
        let pattern = self.0.get_message(id)?.value()?;
        let values: FluentArgs<'_> = error
            .details
            .iter()
            .map(|(name, value)| (Cow::Borrowed(name.as_str()), FluentValue::from(value.as_str())))
            .collect();
        Some(self.0.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned())
    }
}

/// The code as the page and the message files spell it.
fn code(error: &Error) -> String {
    serde_json::to_value(error.code).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use slipway_engine::ErrorCode;

    use super::*;

    #[test]
    fn both_languages_say_why_a_socket_does_not_answer() {
        let error = Error::new(ErrorCode::SocketPermissionDenied).with("address", "unix:///run/x.sock");
        for (source, language) in [(ENGLISH, "en"), (CHINESE, "zh-CN")] {
            let sentences = Sentences::new(source, language);
            assert!(sentences.of(&error).contains("/run/x.sock"), "the sentence in {language} names the socket");
            assert!(sentences.next_step(&error).is_some(), "there is a next step in {language}");
        }
    }
}
