//! The commands that the page may call. Each only forwards to the engine crate.
//!
//! Why: `docs/decisions/001-engine-crate-knows-no-tauri.md`.

mod changes;
mod cleanup;
mod console;
mod copies;
mod desktop;
mod drops;
mod engines;
mod images;
mod jobs;
mod layers;
mod lessons;
mod mirrors;
mod practice;
mod settings;
mod updates;

use std::sync::Arc;

use slipway_engine::Session;
use tauri::{State, ipc::Invoke};

pub use drops::Drops;
pub use mirrors::MirrorTests;
pub use settings::apply_pins;
pub use updates::Subscriptions;

/// The session, as commands receive it.
type SessionState<'a> = State<'a, Arc<Session>>;

/// Dispatches the page's calls.
pub fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        changes::change_content,
        changes::changes,
        changes::commit_preview,
        cleanup::disk_usage,
        cleanup::layer_forest,
        cleanup::plan,
        cleanup::suggestions,
        console::console_close,
        console::console_read,
        console::console_resize,
        console::console_write,
        console::shells,
        copies::export_records,
        copies::kept_copies,
        copies::origin,
        copies::records,
        desktop::choose_archive,
        desktop::copy_text,
        desktop::docker_cli,
        desktop::open_address,
        desktop::paste_text,
        drops::follow_drops,
        drops::unfollow_drops,
        engines::connect,
        engines::endpoints,
        engines::examine,
        engines::host_figures,
        engines::reconnect,
        engines::refresh,
        engines::start_service,
        images::image_detail,
        images::removal,
        jobs::cancel_job,
        jobs::clear_jobs,
        jobs::draft,
        jobs::perform,
        jobs::parse_command,
        layers::duplicate_files,
        layers::image_layers,
        layers::largest_files,
        layers::layer_children,
        layers::layer_search,
        layers::layer_ancestors,
        layers::wasted_paths,
        lessons::answer,
        lessons::begin_lesson,
        lessons::follow_lesson,
        lessons::repeat_lesson,
        practice::reset_practice,
        practice::start_practice,
        practice::stop_practice,
        mirrors::cancel_mirror_test,
        mirrors::mirror_configuration,
        mirrors::test_mirror,
        settings::save_settings,
        settings::settings,
        updates::subscribe,
        updates::unsubscribe,
    ]
}
