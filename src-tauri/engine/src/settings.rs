//! The settings that a person has chosen, on disk.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    error::{Error, ErrorCode, Result},
    persist::JsonFile,
    wire::Settings,
};

/// The settings file.
#[derive(Debug, Clone)]
pub struct SettingsFile(JsonFile<Saved>);

/// The file's content. The settings may come from a newer version of Slipway.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Saved {
    settings: Value,
}

impl SettingsFile {
    /// The settings file in this folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self(JsonFile::at(folder.join("settings.json")))
    }

    /// Reads the settings. A setting with an unknown value has its default; the others have the values chosen.
    ///
    /// # Errors
    /// [`ErrorCode::SettingsDamaged`]: then no setting is known, including the pins.
    pub fn read(&self) -> Result<Settings> {
        let saved = self.0.read().map_err(|error| {
            Error::new(ErrorCode::SettingsDamaged)
                .with("path", self.0.path().display().to_string())
                .with_message(error.to_string())
        })?;
        Ok(known_settings(saved.settings))
    }

    /// Reads the settings to show them. Moves a damaged file aside, so that saving does not overwrite it.
    ///
    /// # Errors
    /// [`ErrorCode::SettingsDamaged`] with the file's new `path`.
    pub fn open(&self) -> Result<Settings> {
        self.read().map_err(|error| match self.0.move_aside() {
            Ok(aside) => error.with("path", aside.display().to_string()),
            Err(_) => error,
        })
    }

    /// Writes the settings.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`]
    pub fn write(&self, settings: &Settings) -> Result<()> {
        let settings = serde_json::to_value(settings).map_err(|error| Error::internal(error.to_string()))?;
        self.0.write(&Saved { settings }).map_err(|error| {
            Error::new(ErrorCode::FileFailed)
                .with("path", self.0.path().display().to_string())
                .with_message(error.to_string())
        })
    }
}

/// The settings that this version knows, one by one: a value of a newer version must not reset the pins.
fn known_settings(saved: Value) -> Settings {
    let (Ok(Value::Object(mut known)), Value::Object(saved)) = (serde_json::to_value(Settings::default()), saved)
    else {
        return Settings::default();
    };
    for (name, value) in saved {
        let Some(before) = known.get(&name).cloned() else { continue };
        known.insert(name.clone(), value);
        if Settings::deserialize(&Value::Object(known.clone())).is_err() {
            tracing::warn!(name, "a setting has an unknown value");
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
    fn written_settings_are_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::in_folder(folder.path());
        assert_eq!(file.open().unwrap(), Settings::default(), "without a file, the defaults");
        let chosen = Settings { pins: vec!["ubuntu".to_owned()], theme: Theme::Dark, ..Settings::default() };
        file.write(&chosen).unwrap();
        assert_eq!(file.open().unwrap(), chosen, "the settings as they were written");
    }

    #[test]
    fn an_unknown_value_resets_only_its_own_setting() {
        let folder = tempfile::tempdir().unwrap();
        let newer = r#"{"settings":{"theme":"sepia","pins":["ubuntu"],"longFlags":true,"beyond":1}}"#;
        fs::write(folder.path().join("settings.json"), newer).unwrap();
        let expected = Settings { pins: vec!["ubuntu".to_owned()], long_flags: true, ..Settings::default() };
        assert_eq!(SettingsFile::in_folder(folder.path()).read().unwrap(), expected, "the pins are kept");
    }

    #[test]
    fn a_damaged_file_is_reported_and_moved_aside() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::in_folder(folder.path());
        fs::write(folder.path().join("settings.json"), "{\"settings\":{\"pins\":[\"ubu").unwrap();
        assert_eq!(file.read().unwrap_err().code, ErrorCode::SettingsDamaged, "the settings cannot be read");
        let error = file.open().unwrap_err();
        assert!(error.details["path"].ends_with("settings.json.damaged"), "the error names the new path: {error:?}");
        assert!(fs::exists(&error.details["path"]).unwrap(), "the damaged file is kept");
        assert_eq!(file.open().unwrap(), Settings::default(), "the next time, the defaults");
    }
}
