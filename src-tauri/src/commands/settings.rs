use slipway_engine::{Error, Result, wire::Settings};
use tauri::AppHandle;
use tauri_plugin_store::StoreExt;

use crate::sentences::asked_language;

const FILE: &str = "settings.json";
const KEY: &str = "settings";

/// What was chosen; `SLIPWAY_LANG` goes before the language that was.
#[tauri::command]
pub async fn settings(app: AppHandle) -> Result<Settings> {
    let store = app.store(FILE).map_err(|error| Error::internal(error.to_string()))?;
    let mut settings: Settings =
        store.get(KEY).and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default();
    if let Some(language) = asked_language() {
        settings.language = Some(language.to_owned());
    }
    Ok(settings)
}

#[tauri::command]
pub async fn save_settings(app: AppHandle, settings: Settings) -> Result<()> {
    let fault = |error: &dyn std::error::Error| Error::internal(error.to_string());
    let store = app.store(FILE).map_err(|error| fault(&error))?;
    store.set(KEY, serde_json::to_value(settings).map_err(|error| fault(&error))?);
    store.save().map_err(|error| fault(&error))
}
