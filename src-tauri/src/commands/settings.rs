use slipway_engine::{Error, Result, Session, grammar::mirror, settings::SettingsFile, wire::Settings};
use tauri::{AppHandle, Manager};

use super::TheSession;
use crate::messages::asked_language;

/// What was chosen; `SLIPWAY_LANG` goes before the language that was.
#[tauri::command]
pub async fn settings(app: AppHandle) -> Result<Settings> {
    let mut settings = file(&app)?.open()?;
    if let Some(language) = asked_language() {
        settings.language = Some(language.to_owned());
    }
    Ok(settings)
}

/// Nothing is saved when a pin or a mirror's address is none.
#[tauri::command]
pub async fn save_settings(app: AppHandle, session: TheSession<'_>, settings: Settings) -> Result<()> {
    mirror::check(&settings.mirrors)?;
    session.pin(&settings.pins)?;
    file(&app)?.write(&settings)
}

/// Pins what was pinned before.
pub fn pin(app: &AppHandle, session: &Session) -> Result<()> {
    session.pin(&file(app)?.read()?.pins)
}

fn file(app: &AppHandle) -> Result<SettingsFile> {
    let folder = app.path().app_data_dir().map_err(|error| Error::internal(error.to_string()))?;
    Ok(SettingsFile::within(&folder))
}
