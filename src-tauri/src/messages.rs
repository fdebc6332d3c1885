//! Words outside the window: sentences of errors and of the doctor from the same message files as the page's, and the
//! command line's own.

use std::{borrow::Cow, collections::BTreeMap};

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use serde::Serialize;
use slipway_engine::{
    Error,
    wire::{CommandPurpose, Finding},
};
use unic_langid::LanguageIdentifier;

const ENGLISH: [&str; 4] = [
    include_str!("../../ui/src/messages/en/errors.ftl"),
    include_str!("../../ui/src/messages/en/doctor.ftl"),
    include_str!("../../ui/src/messages/en/practice.ftl"),
    include_str!("words/en.ftl"),
];
const CHINESE: [&str; 4] = [
    include_str!("../../ui/src/messages/zh-CN/errors.ftl"),
    include_str!("../../ui/src/messages/zh-CN/doctor.ftl"),
    include_str!("../../ui/src/messages/zh-CN/practice.ftl"),
    include_str!("words/zh-CN.ftl"),
];

/// The languages that there are sentences in.
pub const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

/// The language that `SLIPWAY_LANG` asks for, where it names one that there is.
pub fn asked_language() -> Option<&'static str> {
    let asked = std::env::var("SLIPWAY_LANG").ok()?;
    LANGUAGES.into_iter().find(|language| *language == asked)
}

/// What there is to say, in one language.
pub struct Sentences(FluentBundle<FluentResource>);

impl Sentences {
    /// In the language that the environment asks for.
    pub fn from_environment() -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        let chinese = asked_language()
            .map_or_else(|| locale.is_some_and(|locale| locale.starts_with("zh")), |language| language == "zh-CN");
        Self::of_language(if chinese { "zh-CN" } else { "en" })
    }

    /// In one of [`LANGUAGES`].
    pub fn of_language(language: &str) -> Self {
        let sources = if language == "zh-CN" { CHINESE } else { ENGLISH };
        let language: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![language]);
        bundle.set_use_isolating(false);
        for source in sources {
            // A file with a broken message still gives the others.
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        Self(bundle)
    }

    /// A message without values, or its name where there is none.
    pub fn say(&self, id: &str) -> String {
        self.message(id, &FluentArgs::new()).unwrap_or_else(|| id.to_owned())
    }

    /// The sentence for an error, or the engine's own words where there is none.
    pub fn of(&self, error: &Error) -> String {
        let id = format!("error-{}", word(&error.code));
        self.message(&id, &values(&error.details)).unwrap_or_else(|| error.to_string())
    }

    /// What may be done about it.
    pub fn next_step(&self, error: &Error) -> Option<String> {
        self.message(&format!("error-{}-next", word(&error.code)), &values(&error.details))
    }

    /// What is the matter with an engine, in one sentence.
    pub fn finding(&self, finding: &Finding) -> String {
        let id = format!("finding-{}", word(&finding.case));
        self.message(&id, &values(&finding.values)).unwrap_or(id)
    }

    /// What a command for a terminal does.
    pub fn purpose(&self, purpose: CommandPurpose) -> String {
        self.say(&format!("remedy-{}", word(&purpose)))
    }

    fn message(&self, id: &str, values: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.0.get_message(id)?.value()?;
        Some(self.0.format_pattern(pattern, Some(values), &mut Vec::new()).into_owned())
    }
}

/// What a sentence may speak of.
fn values(named: &BTreeMap<String, String>) -> FluentArgs<'_> {
    named.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), FluentValue::from(value.as_str()))).collect()
}

/// A code, a case or a purpose, as the page and the message files spell it.
fn word(named: &impl Serialize) -> String {
    serde_json::to_value(named).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use slipway_engine::ErrorCode;

    use super::*;

    #[test]
    fn both_languages_say_why_a_socket_does_not_answer() {
        let error = Error::new(ErrorCode::SocketPermissionDenied).with("address", "unix:///run/x.sock");
        for language in LANGUAGES {
            let sentences = Sentences::of_language(language);
            assert!(sentences.of(&error).contains("/run/x.sock"), "the sentence in {language} names the socket");
            assert!(sentences.next_step(&error).is_some(), "there is a next step in {language}");
        }
    }

    #[test]
    fn what_is_missing_is_named_where_it_is_known() {
        let sentences = Sentences::of_language("en");
        let error = Error::new(ErrorCode::PracticeUnavailable);
        assert_eq!(sentences.of(&error), "Couldn’t start the practice engine here.", "nothing is known");
        let error = error.with("missing", "ip");
        assert_eq!(sentences.next_step(&error).as_deref(), Some("Install the package iproute2."), "what to do is");
    }
}
