use slipway_engine::{Result, wire::Settings};

use super::SessionState;
use crate::messages::requested_language;

/// The settings. `SLIPWAY_LANG` overrides the language.
#[tauri::command]
pub async fn settings(session: SessionState<'_>) -> Result<Settings> {
    let mut settings = session.settings()?;
    if let Some(language) = requested_language() {
        settings.language = Some(language.to_owned());
    }
    Ok(settings)
}

/// Saves nothing if a pin or a mirror's address is invalid.
#[tauri::command]
pub async fn save_settings(session: SessionState<'_>, settings: Settings) -> Result<()> {
    session.save_settings(&settings)
}
