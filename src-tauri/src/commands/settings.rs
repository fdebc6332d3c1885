use slipway_engine::{Error, Result, Session, grammar::mirror, settings::SettingsFile, wire::Settings};
use tauri::{AppHandle, Manager};

use super::SessionState;
use crate::messages::requested_language;

/// The settings. `SLIPWAY_LANG` overrides the language.
#[tauri::command]
pub async fn settings(app: AppHandle) -> Result<Settings> {
    let mut settings = file(&app)?.open()?;
    if let Some(language) = requested_language() {
        settings.language = Some(language.to_owned());
    }
    Ok(settings)
}

/// Saves nothing if a pin or a mirror's address is invalid.
#[tauri::command]
pub async fn save_settings(app: AppHandle, session: SessionState<'_>, settings: Settings) -> Result<()> {
    mirror::check(&settings.mirrors)?;
    session.pin(&settings.pins)?;
    file(&app)?.write(&settings)
}

/// Applies the saved pins.
pub fn apply_pins(app: &AppHandle, session: &Session) -> Result<()> {
    session.pin(&file(app)?.read()?.pins)
}

fn file(app: &AppHandle) -> Result<SettingsFile> {
    let folder = app.path().app_data_dir().map_err(|error| Error::internal(error.to_string()))?;
    Ok(SettingsFile::in_folder(&folder))
}
