use slipway_engine::{Error, Result, Session, mirrors, wire::Settings};
use tauri::AppHandle;
use tauri_plugin_store::StoreExt;

use super::TheSession;
use crate::sentences::asked_language;

const FILE: &str = "settings.json";
const KEY: &str = "settings";

/// What was chosen; `SLIPWAY_LANG` goes before the language that was.
#[tauri::command]
pub async fn settings(app: AppHandle) -> Result<Settings> {
    let mut settings = saved(&app)?;
    if let Some(language) = asked_language() {
        settings.language = Some(language.to_owned());
    }
    Ok(settings)
}

/// Nothing is saved when a pin or a mirror's address is none.
#[tauri::command]
pub async fn save_settings(app: AppHandle, session: TheSession<'_>, settings: Settings) -> Result<()> {
    mirrors::check(&settings.mirrors)?;
    session.pin(&settings.pins)?;
    let fault = |error: &dyn std::error::Error| Error::internal(error.to_string());
    let store = app.store(FILE).map_err(|error| fault(&error))?;
    store.set(KEY, serde_json::to_value(settings).map_err(|error| fault(&error))?);
    store.save().map_err(|error| fault(&error))
}

/// Pins what was pinned before.
pub fn pin(app: &AppHandle, session: &Session) -> Result<()> {
    session.pin(&saved(app)?.pins)
}

fn saved(app: &AppHandle) -> Result<Settings> {
    let store = app.store(FILE).map_err(|error| Error::internal(error.to_string()))?;
    Ok(store.get(KEY).and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
}
