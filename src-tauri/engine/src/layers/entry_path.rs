use super::failure::{Limit, invalid_archive};
use crate::error::Result;

/// Normalizes an archive entry's path to its names, separated by byte 0; the root is empty.
///
/// # Errors
/// Like moby, for a path that leads out of the layer. [`Limit::Path`].
pub(super) fn normalize(raw: &[u8]) -> Result<Vec<u8>> {
    Limit::Path.check(raw.len() as u64)?;
    if raw.contains(&0) {
        return Err(invalid_archive("a path with a byte 0"));
    }
    let mut names: Vec<&[u8]> = Vec::new();
    for name in raw.split(|byte| *byte == b'/') {
        match name {
            b"" | b"." => {}
            b".." => {
                let outside =
                    || invalid_archive(format!("a path that leads outside: {}", String::from_utf8_lossy(raw)));
                names.pop().ok_or_else(outside)?;
            }
            name => names.push(name),
        }
    }
    Ok(names.join(&0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_normalized_within_the_root() {
        for (raw, expected) in [("./a//b/", "a\0b"), ("/a/./b/../c", "a\0c"), ("/", ""), (".", "")] {
            assert_eq!(normalize(raw.as_bytes()), Ok(expected.as_bytes().to_vec()), "{raw}");
        }
        for raw in ["..", "a/../../b", "a\0b"] {
            let found = normalize(raw.as_bytes()).map_err(|error| error.code);
            assert_eq!(found, Err(crate::ErrorCode::ArchiveInvalid), "{raw:?}");
        }
    }
}
