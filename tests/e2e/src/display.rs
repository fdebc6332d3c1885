//! The screen and the scale of the person whom a journey imitates, from the environment (see `CONTRIBUTING.md`).

use crate::Result;

/// The variable with the largest size of the window, such as `1024x700`: a person's screen may have no more.
const SIZE: &str = "SLIPWAY_E2E_SIZE";
/// The variable with the factor by which a desktop enlarges text, such as `1.25`.
const SCALE: &str = "SLIPWAY_E2E_SCALE";

/// The largest size of the window in pixels; `None` if any size fits.
pub fn largest_size() -> Result<Option<(u32, u32)>> {
    let Ok(size) = std::env::var(SIZE) else { return Ok(None) };
    let parsed = size.split_once('x').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    parsed.map(Some).ok_or_else(|| format!("{SIZE} is WIDTHxHEIGHT, not {size}").into())
}

/// How many of the window's pixels one of the page's takes: WebKit enlarges the page as a whole.
pub fn scale() -> Result<f64> {
    let Ok(scale) = std::env::var(SCALE) else { return Ok(1.0) };
    scale.parse().map_err(|_| format!("{SCALE} is a number, not {scale}").into())
}

/// The variable of the app's environment that GTK takes the scale of text from, with its value.
pub fn scale_variable() -> Option<(&'static str, String)> {
    Some(("GDK_DPI_SCALE", std::env::var(SCALE).ok()?))
}
