use std::io::Read;

use crate::{error::Result, layers::failure::read_failed};

/// The PAX headers that override an entry's own header and that tar does not apply itself.
#[derive(Default)]
pub(super) struct PaxHeaders {
    /// Seconds since 1970.
    pub modified: Option<i64>,
    /// The name of a sparse file in GNU tar's PAX format.
    pub name: Option<Vec<u8>>,
    /// The size of such a file.
    pub size: Option<u64>,
}

impl PaxHeaders {
    pub(super) fn of(entry: &mut tar::Entry<'_, impl Read>) -> Result<Self> {
        let mut headers = Self::default();
        let Some(extensions) = entry.pax_extensions().map_err(read_failed)? else { return Ok(headers) };
        for extension in extensions {
            let extension = extension.map_err(read_failed)?;
            let value = || extension.value().unwrap_or_default();
            match extension.key_bytes() {
                b"mtime" => headers.modified = seconds(value()),
                b"GNU.sparse.name" => headers.name = Some(extension.value_bytes().to_vec()),
                b"GNU.sparse.realsize" | b"GNU.sparse.size" => headers.size = value().parse().ok(),
                _ => {}
            }
        }
        Ok(headers)
    }
}

/// The whole seconds of a PAX time, `1700000000.25`, rounded down as other programs do.
fn seconds(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole: i64 = whole.parse().ok()?;
    let has_fraction = fraction.bytes().any(|digit| digit != b'0');
    Some(if text.starts_with('-') && has_fraction { whole.saturating_sub(1) } else { whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pax_times_are_rounded_down() {
        for (text, expected) in [
            ("1700000000.25", Some(1_700_000_000)),
            ("1700000000", Some(1_700_000_000)),
            ("-1.5", Some(-2)),
            ("-1.0", Some(-1)),
            ("x", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}
