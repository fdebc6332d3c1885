use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SuggestionRules;

/// What a person has chosen for the window.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "settings.ts")]
pub struct Settings {
    /// `zh-CN` or `en`; `None` follows the system.
    pub language: Option<String>,
    /// Light or dark.
    pub theme: Theme,
    /// Whether commands are shown with their flags' long names.
    pub long_flags: bool,
    /// Patterns of references that are never suggested nor cleaned up: `ubuntu`, `shop/*:1.?`.
    pub pins: Vec<String>,
    /// What clean-up suggestions go by.
    pub suggestions: SuggestionRules,
    /// Registry mirrors, as typed: `https://mirror.example`, `http://127.0.0.1:5001`, `mirror.example/prefix`. None is built in.
    pub mirrors: Vec<String>,
    /// What they came for; `None` until they have been asked, at the first start.
    pub purpose: Option<Purpose>,
}

/// What somebody comes to the window for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "settings.ts")]
pub enum Purpose {
    /// To learn, on the practice engine.
    Learn,
    /// To work with their own images.
    Work,
}

/// How the window looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "settings.ts")]
pub enum Theme {
    /// As the system does.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}
