//! The window, its plugins and its state.

use std::{path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use slipway_engine::{Session, connect::Environment};
use tauri::{DragDropEvent, Manager, RunEvent, WindowEvent, webview::PageLoadEvent};

use crate::{commands, messages::Messages, navigation};

/// How long the processes in open consoles may take to end when the window closes.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(3);

/// Exits on an interrupt or a logout, without leaving a console's process running. Bypasses the event loop, which may be
/// waiting for a window that no longer exists.
fn exit_on_signal(session: Arc<Session>) {
    tauri::async_runtime::spawn(async move {
        termination_signal().await;
        close_consoles(&session).await;
        std::process::exit(0);
    });
}

/// Ends the processes in open consoles. Those that do not end in time end with their connection.
async fn close_consoles(session: &Session) {
    let _ = tokio::time::timeout(CLOSE_TIMEOUT, session.consoles().close_all()).await;
}

#[cfg(unix)]
async fn termination_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => if interrupted.is_err() { std::future::pending().await },
        _ = terminated.recv() => {}
    }
}

#[cfg(not(unix))]
async fn termination_signal() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// Opens the window and returns when it is closed.
pub fn open(messages: &Messages) -> ExitCode {
    #[cfg(target_os = "linux")]
    crate::graphics::use_software_rendering_without_gpu();
    let context = tauri::generate_context!();
    // First of all, so that the engine is listed while the window opens.
    let app_folder = |folder: PathBuf| folder.join(&context.config().identifier);
    let (data_folder, cache_folder) = (dirs::data_dir().map(app_folder), dirs::cache_dir().map(app_folder));
    let mut environment = Environment { data_folder, cache_folder, ..Environment::from_environment() };
    // This program also serves the practice engine, with root privileges if possible.
    environment.practice.program = std::env::current_exe().ok();
    let session = tauri::async_runtime::block_on(async { Session::start(environment) });
    let session = Arc::new(session);
    exit_on_signal(Arc::clone(&session));
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            if let Some(window) = app.get_webview_window("main") {
                // A second start only shows the window; one that cannot be shown has been closed.
                let _ = window.unminimize().and_then(|()| window.set_focus());
            }
        }))
        .plugin(navigation::guard())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_shell::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .manage(session)
        .manage(commands::Subscriptions::default())
        .manage(commands::Closing::default())
        .manage(commands::Drops::default())
        .manage(commands::MirrorTests::default())
        .on_window_event(|window, event| match event {
            WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) => {
                window.state::<commands::Drops>().dropped(paths);
            }
            WindowEvent::CloseRequested { api, .. } => {
                let working = window.state::<Arc<Session>>().jobs().any_running();
                if working && window.state::<commands::Closing>().ask() {
                    api.prevent_close();
                }
            }
            _ => {}
        })
        .on_page_load(|webview, page| {
            // A reloaded page subscribes again; the previous page no longer exists.
            if page.event() == PageLoadEvent::Started {
                webview.state::<commands::Subscriptions>().end_all();
            }
        })
        .invoke_handler(commands::handler())
        .build(context);
    match app {
        Ok(app) => {
            app.run(|app, event| {
                if matches!(event, RunEvent::Exit) {
                    tauri::async_runtime::block_on(close_consoles(&app.state::<Arc<Session>>()));
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("slipway: {} {error}", messages.text("window-failed"));
            ExitCode::FAILURE
        }
    }
}
