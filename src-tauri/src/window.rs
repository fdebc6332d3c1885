//! The window, its plugins and its state.

use std::{path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use slipway_engine::{Session, connect::Surroundings};
use tauri::{DragDropEvent, Manager, RunEvent, WindowEvent, webview::PageLoadEvent};

use crate::{commands, messages::Sentences};

/// How long the processes in open consoles may take to end when the window closes.
const LEAVE: Duration = Duration::from_secs(3);

/// An interrupt or a logout ends the app at once, but leaves no console's process behind. It does not go by way of the
/// event loop, which may be waiting for a window that is gone already.
fn leave_when_told(session: Arc<Session>) {
    tauri::async_runtime::spawn(async move {
        told_to_leave().await;
        leave(&session).await;
        std::process::exit(0);
    });
}

/// Ends what runs in the consoles. What does not end in time ends with its connection.
async fn leave(session: &Session) {
    let _ = tokio::time::timeout(LEAVE, session.consoles().close_all()).await;
}

#[cfg(unix)]
async fn told_to_leave() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => if interrupted.is_err() { std::future::pending().await },
        _ = terminated.recv() => {}
    }
}

#[cfg(not(unix))]
async fn told_to_leave() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// Opens the window and stays until it is closed.
pub fn open(sentences: &Sentences) -> ExitCode {
    #[cfg(target_os = "linux")]
    crate::graphics::draw_as_the_machine_can();
    let context = tauri::generate_context!();
    // Before anything else: the engine is asked for what it has while the window comes up.
    let own = |folder: PathBuf| folder.join(&context.config().identifier);
    let (data_folder, cache_folder) = (dirs::data_dir().map(own), dirs::cache_dir().map(own));
    let mut surroundings = Surroundings { data_folder, cache_folder, ..Surroundings::from_environment() };
    // This same program serves the practice engine, with root's rights where it may.
    surroundings.practice.program = std::env::current_exe().ok();
    let session = tauri::async_runtime::block_on(async { Session::start(surroundings) });
    let session = Arc::new(session);
    leave_when_told(Arc::clone(&session));
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            if let Some(window) = app.get_webview_window("main") {
                // Showing itself is all that a second start asks for; a window that cannot has been closed.
                let _ = window.unminimize().and_then(|()| window.set_focus());
            }
        }))
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_shell::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .manage(session)
        .manage(commands::Subscriptions::default())
        .setup(|app| {
            if let Err(error) = commands::pin(app.handle(), &app.state::<Arc<Session>>()) {
                tracing::warn!(%error, "the saved pins are not in force");
            }
            Ok(())
        })
        .manage(commands::Drops::default())
        .manage(commands::MirrorTests::default())
        .on_window_event(|window, event| {
            if let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event {
                window.state::<commands::Drops>().dropped(paths);
            }
        })
        .on_page_load(|webview, page| {
            // A page that is loaded anew subscribes anew; the one before is gone.
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
                    tauri::async_runtime::block_on(leave(&app.state::<Arc<Session>>()));
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("slipway: {} {error}", sentences.say("window-failed"));
            ExitCode::FAILURE
        }
    }
}
