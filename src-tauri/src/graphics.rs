//! Software rendering without a graphics card, as in virtual machines and on remote screens.
//!
//! Why: `docs/decisions/009-software-rendering-without-a-gpu.md`.

use std::{os::unix::process::CommandExt, path::Path, process::Command};

/// The environment variable that makes WebKit draw without OpenGL. WebKitGTK 2.46 and later read it.
const CPU_RENDERING: &str = "WEBKIT_SKIA_ENABLE_CPU_RENDERING";

/// Makes WebKit draw without OpenGL if there is no graphics card.
///
/// Otherwise it uses OpenGL nevertheless, and Mesa compiles each shader for the processor: more work than the rest of a
/// first start. WebKit reads the setting from its environment, which can be changed safely only for a new program, so
/// this process executes itself again, once.
pub fn use_software_rendering_without_gpu() {
    if has_gpu() || std::env::var_os(CPU_RENDERING).is_some() {
        return;
    }
    if let Ok(program) = std::env::current_exe() {
        // Returns only if it fails; then the window is slower, and nothing else.
        let error = Command::new(program).args(std::env::args_os().skip(1)).env(CPU_RENDERING, "1").exec();
        tracing::debug!(%error, "WebKit draws with OpenGL");
    }
}

/// Whether the kernel has a render device: its own (`renderD128`, …), or that of Windows in WSL.
fn has_gpu() -> bool {
    let is_render_device = |name: std::ffi::OsString| name.as_encoded_bytes().starts_with(b"renderD");
    let devices = std::fs::read_dir("/dev/dri");
    devices.is_ok_and(|devices| devices.flatten().any(|device| is_render_device(device.file_name())))
        || Path::new("/dev/dxg").exists()
}
