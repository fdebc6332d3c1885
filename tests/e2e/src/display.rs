//! The screen and the text size of the person whom a journey imitates, from the environment (see `CONTRIBUTING.md`).

use crate::Result;

/// The variable with the largest size of the window, such as `1024x700`: a person's screen may have no more.
const SIZE: &str = "SLIPWAY_E2E_SIZE";
/// The variable with the factor of the text's size, such as `1.25`.
const TEXT: &str = "SLIPWAY_E2E_TEXT";

/// The largest size of the window in pixels; `None` if any size fits.
pub fn largest_size() -> Result<Option<(u32, u32)>> {
    let Ok(size) = std::env::var(SIZE) else { return Ok(None) };
    let parsed = size.split_once('x').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    parsed.map(Some).ok_or_else(|| format!("{SIZE} is WIDTHxHEIGHT, not {size}").into())
}

/// The variable of the app's environment that GTK and WebKit take the text's size from, with its value.
pub fn text_variable() -> Option<(&'static str, String)> {
    Some(("GDK_DPI_SCALE", std::env::var(TEXT).ok()?))
}
