//! Keeps the page in the window. A link or a file that is dropped on it, or a link in foreign text, would replace the app.

use tauri::{
    Manager, Runtime, Url,
    plugin::{Builder, TauriPlugin},
};

/// A plugin that refuses to navigate anywhere but to the app's own page.
pub fn guard<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("navigation")
        .on_navigation(|webview, url| {
            let development = webview.config().build.dev_url.as_ref().filter(|_| tauri::is_dev());
            is_own_page(url, development)
        })
        .build()
}

/// Whether the URL is on the origin of the app's page: Tauri's own, or the development server's.
fn is_own_page(url: &Url, development: Option<&Url>) -> bool {
    // On Windows a custom protocol is a host (tauri's `tauri_protocol_url`).
    let (schemes, host): (&[&str], _) =
        if cfg!(windows) { (&["http", "https"], "tauri.localhost") } else { (&["tauri"], "localhost") };
    let is_bundled = schemes.contains(&url.scheme()) && url.host_str() == Some(host) && url.port().is_none();
    is_bundled || development.is_some_and(|page| page.origin() == url.origin())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_apps_own_page_is_navigated_to() {
        let url = |text: &str| Url::parse(text).expect("a URL");
        let development = url("http://127.0.0.1:1420");
        let own = if cfg!(windows) { "http://tauri.localhost/" } else { "tauri://localhost/" };
        assert!(is_own_page(&url(own), None), "the bundled page");
        assert!(is_own_page(&url("http://127.0.0.1:1420/#a"), Some(&development)), "the development server's page");
        for foreign in [
            "file:///tmp/page.html",
            "https://example.com/",
            "http://127.0.0.1:1420/",
            "tauri://elsewhere/",
            "http://localhost/",
            "data:text/html,<p>hello",
            "about:blank",
        ] {
            assert!(!is_own_page(&url(foreign), None), "{foreign} is not the app's page");
        }
        assert!(!is_own_page(&url("http://127.0.0.1:1421/"), Some(&development)), "another server");
    }
}
