//! Drawing where there is no graphics card: virtual machines, remote screens.

use std::{os::unix::process::CommandExt, path::Path, process::Command};

/// Lets WebKit draw without OpenGL. WebKitGTK 2.46 and later read it.
const BY_PROCESSOR: &str = "WEBKIT_SKIA_ENABLE_CPU_RENDERING";

/// Where there is no graphics card, has WebKit draw by itself.
///
/// It would draw by OpenGL all the same, and Mesa would compile each shader for the processor: more work than all the rest
/// of a first start. WebKit looks for this in its environment, which is safely changed for a new program only; so this
/// process begins anew, once.
pub fn draw_as_the_machine_can() {
    if has_card() || std::env::var_os(BY_PROCESSOR).is_some() {
        return;
    }
    if let Ok(program) = std::env::current_exe() {
        // Comes back only when it fails; then the window is slower, and nothing else.
        let error = Command::new(program).args(std::env::args_os().skip(1)).env(BY_PROCESSOR, "1").exec();
        tracing::debug!(%error, "drawing goes by OpenGL");
    }
}

/// Whether the kernel has a device to draw with: its own (`renderD128`, …), or Windows's from within WSL.
fn has_card() -> bool {
    let draws = |name: std::ffi::OsString| name.as_encoded_bytes().starts_with(b"renderD");
    let devices = std::fs::read_dir("/dev/dri");
    devices.is_ok_and(|devices| devices.flatten().any(|device| draws(device.file_name())))
        || Path::new("/dev/dxg").exists()
}
