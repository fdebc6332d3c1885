use std::{
    fs::OpenOptions,
    io::{self, Write},
    path::{Path, PathBuf},
};

use slipway_engine::{
    Error, ErrorCode, Result,
    wire::{KeptCopy, Origin, RecordForm, RemovalRecord},
};
use tauri::{AppHandle, Manager};

use super::SessionState;

#[tauri::command]
pub async fn kept_copies(session: SessionState<'_>) -> Result<Vec<KeptCopy>> {
    session.kept_copies().await
}

#[tauri::command]
pub async fn origin(session: SessionState<'_>, image: String) -> Result<Origin> {
    session.origin(&image).await
}

#[tauri::command]
pub async fn records(session: SessionState<'_>) -> Result<Vec<RemovalRecord>> {
    session.records().await
}

/// Writes the removal records to the downloads folder, without overwriting earlier files, and returns the path.
#[tauri::command]
pub async fn export_records(app: AppHandle, session: SessionState<'_>, form: RecordForm) -> Result<String> {
    let text = session.exported_records(form).await?;
    let folder = app.path().download_dir().or_else(|_| app.path().home_dir());
    let folder = folder.map_err(|error| Error::internal(error.to_string()))?;
    let extension = match form {
        RecordForm::Json => "json",
        RecordForm::Text => "txt",
    };
    let path = write_new(&folder, "slipway-removals", extension, &text).map_err(|error| {
        Error::new(ErrorCode::FileFailed).with("path", folder.display().to_string()).with_message(error.to_string())
    })?;
    Ok(path.display().to_string())
}

/// Writes a file with this name, or with `name-2` and so on if it exists.
fn write_new(folder: &Path, name: &str, extension: &str, text: &str) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let names = std::iter::once(name.to_owned()).chain((2..).map(|number: u32| format!("{name}-{number}")));
    for name in names {
        let path = folder.join(format!("{name}.{extension}"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => return file.write_all(text.as_bytes()).map(|()| path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
