//! Messages outside the window: those of errors and of the doctor, from the page's message files, and the command line's
//! own.
//!
//! Why: `docs/decisions/007-fluent-for-page-and-command-line.md`.

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

/// The languages that there are messages in.
pub const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

/// The language requested by `SLIPWAY_LANG`, if there are messages in it.
pub fn requested_language() -> Option<&'static str> {
    let requested = std::env::var("SLIPWAY_LANG").ok()?;
    LANGUAGES.into_iter().find(|language| *language == requested)
}

/// The messages of one language.
pub struct Messages(FluentBundle<FluentResource>);

impl Messages {
    /// The messages in the language of the environment.
    pub fn from_environment() -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        let chinese = requested_language()
            .map_or_else(|| locale.is_some_and(|locale| locale.starts_with("zh")), |language| language == "zh-CN");
        Self::of_language(if chinese { "zh-CN" } else { "en" })
    }

    /// The messages in one of [`LANGUAGES`].
    pub fn of_language(language: &str) -> Self {
        let sources = if language == "zh-CN" { CHINESE } else { ENGLISH };
        let language: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![language]);
        bundle.set_use_isolating(false);
        for source in sources {
            // In a file with a broken message, the others are still used.
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        Self(bundle)
    }

    /// A message without values, or its ID if there is none.
    pub fn text(&self, id: &str) -> String {
        self.format(id, &FluentArgs::new()).unwrap_or_else(|| id.to_owned())
    }

    /// The message for an error: the one with its details, or the one for when some are unknown. The engine's message if
    /// there is none.
    pub fn error(&self, error: &Error) -> String {
        let id = format!("error-{}", serialized(&error.code));
        let values = &detail_values(&error.details);
        let bare = || self.complete(&format!("{id}-bare"), values);
        self.complete(&id, values).or_else(bare).unwrap_or_else(|| error.to_string())
    }

    /// The next step after an error, if there is one and all that it names is known.
    pub fn next_step(&self, error: &Error) -> Option<String> {
        self.complete(&format!("error-{}-next", serialized(&error.code)), &detail_values(&error.details))
    }

    /// The message for a finding of the doctor.
    pub fn finding(&self, finding: &Finding) -> String {
        let id = format!("finding-{}", serialized(&finding.case));
        self.format(&id, &values(&finding.values)).unwrap_or(id)
    }

    /// What a command for the terminal does.
    pub fn purpose(&self, purpose: CommandPurpose) -> String {
        self.text(&format!("remedy-{}", serialized(&purpose)))
    }

    /// A message that has all the values it names.
    fn complete(&self, id: &str, values: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.0.get_message(id)?.value()?;
        let mut missing = Vec::new();
        let text = self.0.format_pattern(pattern, Some(values), &mut missing).into_owned();
        missing.is_empty().then_some(text)
    }

    fn format(&self, id: &str, values: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.0.get_message(id)?.value()?;
        Some(self.0.format_pattern(pattern, Some(values), &mut Vec::new()).into_owned())
    }
}

/// The values of an error's message. Those that only choose between sentences need none.
fn detail_values(named: &BTreeMap<String, String>) -> FluentArgs<'_> {
    let mut values = FluentArgs::new();
    for name in ["done", "instruction", "kept", "limit", "missing"] {
        values.set(name, "none");
    }
    for (name, value) in named.iter().filter(|(_, value)| !value.is_empty()) {
        values.set(name.as_str(), value.as_str());
    }
    values
}

/// The values of a message.
fn values(named: &BTreeMap<String, String>) -> FluentArgs<'_> {
    named.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), FluentValue::from(value.as_str()))).collect()
}

/// A code, a case or a purpose, as it is spelled on the page and in the message files.
fn serialized(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use slipway_engine::ErrorCode;

    use super::*;

    #[test]
    fn both_languages_have_the_message_for_a_forbidden_socket() {
        let error = Error::new(ErrorCode::SocketPermissionDenied).with("address", "unix:///run/x.sock");
        for language in LANGUAGES {
            let messages = Messages::of_language(language);
            assert!(messages.error(&error).contains("/run/x.sock"), "the message in {language} names the socket");
            assert!(messages.next_step(&error).is_some(), "there is a next step in {language}");
        }
    }

    #[test]
    fn the_next_step_names_what_is_missing() {
        let messages = Messages::of_language("en");
        let error = Error::new(ErrorCode::PracticeUnavailable);
        assert_eq!(
            messages.error(&error),
            "Couldn’t start the practice engine here.",
            "nothing is known to be missing"
        );
        let bare = messages.error(&Error::new(ErrorCode::TlsFailed).with("address", ""));
        assert_eq!(bare, "Couldn’t establish a secure connection.", "an unknown detail leaves no hole");
        let error = error.with("missing", "ip");
        assert_eq!(
            messages.next_step(&error).as_deref(),
            Some("Install the package iproute2."),
            "the package is named"
        );
    }
}
