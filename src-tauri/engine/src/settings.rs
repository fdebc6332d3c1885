//! What a person has chosen, on disk.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    error::{Error, ErrorCode, Result},
    persist::JsonFile,
    wire::Settings,
};

/// The file of settings.
#[derive(Debug, Clone)]
pub struct SettingsFile(JsonFile<Saved>);

/// What it holds. The settings may be a newer Slipway's.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Saved {
    settings: Value,
}

impl SettingsFile {
    /// The file in this folder.
    pub fn within(folder: &Path) -> Self {
        Self(JsonFile::at(folder.join("settings.json")))
    }

    /// What was chosen. A single setting that is not understood is as it is at first; the others are as they were chosen.
    ///
    /// # Errors
    /// [`ErrorCode::SettingsDamaged`]: nothing is known then, pins included.
    pub fn read(&self) -> Result<Settings> {
        let saved = self.0.read().map_err(|error| {
            Error::new(ErrorCode::SettingsDamaged)
                .with("path", self.0.path().display().to_string())
                .saying(error.to_string())
        })?;
        Ok(understood(saved.settings))
    }

    /// The same once more for who is told: a damaged file is put aside, so that what is chosen next does not overwrite it.
    ///
    /// # Errors
    /// [`ErrorCode::SettingsDamaged`] with the `path` that it has now.
    pub fn open(&self) -> Result<Settings> {
        self.read().map_err(|error| match self.0.put_aside() {
            Ok(aside) => error.with("path", aside.display().to_string()),
            Err(_) => error,
        })
    }

    /// Keeps what is chosen.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`]
    pub fn write(&self, settings: &Settings) -> Result<()> {
        let settings = serde_json::to_value(settings).map_err(|error| Error::internal(error.to_string()))?;
        self.0.write(&Saved { settings }).map_err(|error| {
            Error::new(ErrorCode::FileFailed)
                .with("path", self.0.path().display().to_string())
                .saying(error.to_string())
        })
    }
}

/// Setting by setting: one that a newer version knows more words for must not take the pins along.
fn understood(saved: Value) -> Settings {
    let (Ok(Value::Object(mut known)), Value::Object(saved)) = (serde_json::to_value(Settings::default()), saved)
    else {
        return Settings::default();
    };
    for (name, value) in saved {
        let Some(before) = known.get(&name).cloned() else { continue };
        known.insert(name.clone(), value);
        if Settings::deserialize(&Value::Object(known.clone())).is_err() {
            tracing::warn!(name, "a setting is not understood");
            known.insert(name, before);
        }
    }
    Settings::deserialize(Value::Object(known)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::wire::Theme;

    #[test]
    fn what_is_chosen_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::within(folder.path());
        assert_eq!(file.open().unwrap(), Settings::default(), "nothing was chosen yet");
        let chosen = Settings { pins: vec!["ubuntu".to_owned()], theme: Theme::Dark, ..Settings::default() };
        file.write(&chosen).unwrap();
        assert_eq!(file.open().unwrap(), chosen, "all of it");
    }

    #[test]
    fn one_setting_that_is_not_understood_costs_only_itself() {
        let folder = tempfile::tempdir().unwrap();
        let newer = r#"{"settings":{"theme":"sepia","pins":["ubuntu"],"longFlags":true,"beyond":1}}"#;
        fs::write(folder.path().join("settings.json"), newer).unwrap();
        let expected = Settings { pins: vec!["ubuntu".to_owned()], long_flags: true, ..Settings::default() };
        assert_eq!(SettingsFile::within(folder.path()).read().unwrap(), expected, "the pins are in force");
    }

    #[test]
    fn a_damaged_file_is_told_and_kept_aside() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::within(folder.path());
        fs::write(folder.path().join("settings.json"), "{\"settings\":{\"pins\":[\"ubu").unwrap();
        assert_eq!(file.read().unwrap_err().code, ErrorCode::SettingsDamaged, "the pins are not in force");
        let error = file.open().unwrap_err();
        assert!(error.details["path"].ends_with("settings.json.damaged"), "where it is now: {error:?}");
        assert!(fs::exists(&error.details["path"]).unwrap(), "and it is there");
        assert_eq!(file.open().unwrap(), Settings::default(), "once it is told, one begins anew");
    }
}
