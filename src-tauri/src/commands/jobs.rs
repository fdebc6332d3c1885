use slipway_engine::{
    Result, command_line,
    wire::{Action, Draft, ParsedCommand, Preview},
};

use super::SessionState;

#[tauri::command]
pub async fn draft(session: SessionState<'_>, action: Action) -> Result<Draft> {
    Ok(session.draft(&action))
}

#[tauri::command]
pub async fn parse_command(text: String) -> Result<ParsedCommand> {
    command_line::parse(&text)
}

#[tauri::command]
pub async fn perform(session: SessionState<'_>, action: Action, preview: Option<Preview>) -> Result<u32> {
    Ok(session.perform_previewed(action, preview))
}

#[tauri::command]
pub async fn cancel_job(session: SessionState<'_>, job: u32) -> Result<()> {
    session.jobs().cancel(job)
}

#[tauri::command]
pub async fn clear_jobs(session: SessionState<'_>) -> Result<()> {
    session.jobs().clear();
    Ok(())
}
