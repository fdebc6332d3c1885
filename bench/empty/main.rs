//! The least that a Tauri window can be: what the app's start and memory are held against.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!())
}
