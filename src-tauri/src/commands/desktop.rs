use slipway_engine::{Error, ErrorCode, Result};
use tauri::AppHandle;
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;
use tauri_plugin_shell::ShellExt;
use tokio::sync::oneshot;

/// The file name extensions of archives.
const ARCHIVE_EXTENSIONS: [&str; 9] = ["tar", "gz", "tgz", "zst", "tzst", "xz", "txz", "bz2", "tbz2"];

#[tauri::command]
pub async fn copy_text(app: AppHandle, text: String) -> Result<()> {
    app.clipboard().write_text(text).map_err(|error| Error::internal(error.to_string()))
}

/// The clipboard's text; empty if it has none.
#[tauri::command]
pub async fn paste_text(app: AppHandle) -> Result<String> {
    Ok(app.clipboard().read_text().unwrap_or_default())
}

/// Lets the person choose an archive of images on this machine; `None` if the dialog is cancelled.
#[tauri::command]
pub async fn choose_archive(app: AppHandle) -> Result<Option<String>> {
    let (sender, chosen) = oneshot::channel();
    // Without a window, nothing receives the answer.
    app.dialog().file().add_filter("tar", &ARCHIVE_EXTENSIONS).pick_file(|file| drop(sender.send(file)));
    let file = chosen.await.ok().flatten();
    let path = file.map(|file| file.into_path()).transpose().map_err(|error| Error::internal(error.to_string()))?;
    Ok(path.map(|path| path.display().to_string()))
}

/// Opens a web address in the browser. Other kinds are rejected, since the address may come from a container.
#[tauri::command]
pub async fn open_address(app: AppHandle, address: String) -> Result<()> {
    if !address.starts_with("http://") && !address.starts_with("https://") {
        return Err(Error::new(ErrorCode::AddressInvalid).with("address", address));
    }
    app.opener().open_url(address, None::<&str>).map_err(|error| Error::internal(error.to_string()))
}

/// The output of `docker --version`, if there is a docker CLI to paste the shown commands into.
#[tauri::command]
pub async fn docker_cli(app: AppHandle) -> Result<Option<String>> {
    let output = app.shell().command("docker").arg("--version").output().await;
    Ok(output
        .ok()
        .filter(|output| output.status.success())
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()))
}
