//! A minimal Tauri window, which the app's start time and memory are compared with.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!())
}
