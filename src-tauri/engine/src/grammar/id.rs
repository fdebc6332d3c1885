//! IDs of images: `sha256:` and 64 hex digits.

/// Whether a text is 64 hex digits, which Docker always takes for an ID.
pub(crate) fn is_bare_id(text: &str) -> bool {
    text.len() == 64 && is_lower_hex(text)
}

/// Whether a text is hex digits in lower case.
pub(crate) fn is_lower_hex(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// An image's full ID, with its algorithm: Podman leaves that out.
pub(crate) fn full_id(id: &str) -> String {
    if is_bare_id(id) { format!("sha256:{id}") } else { id.to_owned() }
}

/// Whether this is an image's full ID, with its algorithm.
pub(crate) fn is_id(name: &str) -> bool {
    name.strip_prefix("sha256:").is_some_and(is_bare_id)
}

/// The first 12 digits, as Docker shortens IDs.
pub(crate) fn short_id(id: &str) -> String {
    id.trim_start_matches("sha256:").chars().take(12).collect()
}
