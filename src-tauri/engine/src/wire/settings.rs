use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SuggestionRules;

/// A person's settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "settings.ts")]
pub struct Settings {
    /// `zh-CN` or `en`; `None` follows the system.
    pub language: Option<String>,
    /// Light or dark.
    pub theme: Theme,
    /// Whether commands are shown with long flag names.
    pub long_flags: bool,
    /// Patterns of references that are never suggested nor removed: `ubuntu`, `shop/*:1.?`.
    pub pins: Vec<String>,
    /// The rules for clean-up suggestions.
    pub suggestions: SuggestionRules,
    /// Registry mirrors, as typed: `https://mirror.example`, `http://127.0.0.1:5001`, `mirror.example/prefix`. None is built in.
    pub mirrors: Vec<String>,
    /// What Slipway is used for; `None` until asked at the first start.
    pub purpose: Option<Purpose>,
}

/// What Slipway is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "settings.ts")]
pub enum Purpose {
    /// To learn, on the practice engine.
    Learn,
    /// To work with their own images.
    Work,
}

/// The window's theme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "settings.ts")]
pub enum Theme {
    /// Follows the system.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}
