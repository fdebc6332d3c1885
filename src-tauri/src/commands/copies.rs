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

use super::TheSession;

#[tauri::command]
pub async fn kept_copies(session: TheSession<'_>) -> Result<Vec<KeptCopy>> {
    session.kept_copies().await
}

#[tauri::command]
pub async fn origin(session: TheSession<'_>, image: String) -> Result<Origin> {
    session.origin(&image).await
}

#[tauri::command]
pub async fn records(session: TheSession<'_>) -> Result<Vec<RemovalRecord>> {
    session.records().await
}

/// Writes the records into the downloads folder, beside earlier ones, and tells where.
#[tauri::command]
pub async fn export_records(app: AppHandle, session: TheSession<'_>, form: RecordForm) -> Result<String> {
    let text = session.exported_records(form).await?;
    let folder = app.path().download_dir().or_else(|_| app.path().home_dir());
    let folder = folder.map_err(|error| Error::internal(error.to_string()))?;
    let ending = match form {
        RecordForm::Json => "json",
        RecordForm::Text => "txt",
    };
    let path = write_beside(&folder, "slipway-removals", ending, &text).map_err(|error| {
        Error::new(ErrorCode::FileFailed).with("path", folder.display().to_string()).saying(error.to_string())
    })?;
    Ok(path.display().to_string())
}

/// Writes a file of this name, or `name-2` and so on where that is taken.
fn write_beside(folder: &Path, name: &str, ending: &str, text: &str) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let names = std::iter::once(name.to_owned()).chain((2..).map(|number: u32| format!("{name}-{number}")));
    for name in names {
        let path = folder.join(format!("{name}.{ending}"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => return file.write_all(text.as_bytes()).map(|()| path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
