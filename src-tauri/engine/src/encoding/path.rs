//! A path of any bytes as text that JSON and the page can carry.
//!
//! Linux allows every byte but 0 and `/` in a name. A byte that is not UTF-8 becomes a character of Unicode's private
//! use plane 16, as Python's `surrogateescape` does with surrogates, which JSON cannot carry. A name that contains such
//! a character itself has the bytes of that character replaced likewise, so that two names are never one text.

use std::collections::HashSet;

/// The character of byte 0; only those of 0x80 and above are used.
const BYTES: u32 = 0x10_f700;
/// Precedes the number of a path that engines list like an earlier one: no byte has this character.
const REPEATED: char = '\u{10f701}';

/// A path as text, without loss.
pub(crate) fn path_text(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            if (BYTES..BYTES + 0x100).contains(&u32::from(character)) {
                let mut buffer = [0; 4];
                text.extend(character.encode_utf8(&mut buffer).bytes().map(byte_character));
            } else {
                text.push(character);
            }
        }
        text.extend(chunk.invalid().iter().copied().map(byte_character));
    }
    text
}

/// The bytes of a path that [`path_text`] returned; what it did not return is UTF-8.
pub(crate) fn bytes_of(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for character in text.chars().take_while(|character| *character != REPEATED) {
        match character_byte(character) {
            Some(byte) => bytes.push(byte),
            None => bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    bytes
}

/// A path as engines list it: Go's JSON has U+FFFD for each byte that is not UTF-8.
pub(crate) fn lossy(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}

/// Whether bytes of the path were lost in an engine's list.
pub(crate) fn is_unknown(path: &str) -> bool {
    path.contains(char::REPLACEMENT_CHARACTER)
}

/// Whether the path has bytes that are not UTF-8, and that are known.
pub(crate) fn is_guessable(path: &str) -> bool {
    path.chars().any(|character| character_byte(character).is_some())
}

/// Numbers paths of which engines list several alike, so that each is one of its own.
pub(crate) fn distinguish<'a>(paths: impl IntoIterator<Item = &'a mut String>) {
    let mut seen: HashSet<String> = HashSet::new();
    for path in paths {
        let mut number = 2;
        let mut distinct = path.clone();
        while !seen.insert(distinct.clone()) {
            distinct = format!("{path}{REPEATED}{number}");
            number += 1;
        }
        *path = distinct;
    }
}

/// A path to read where its encoding is unknown: a byte that is not UTF-8 is `\xNN`, as in C.
pub(crate) fn readable(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    text
}

fn byte_character(byte: u8) -> char {
    char::from_u32(BYTES + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn character_byte(character: char) -> Option<u8> {
    let byte = u8::try_from(u32::from(character).checked_sub(BYTES)?).ok()?;
    (byte >= 0x80).then_some(byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 你好.txt in GBK.
    const HELLO: &[u8] = b"/root/\xc4\xe3\xba\xc3.txt";
    /// 世界.txt in GBK.
    const WORLD: &[u8] = b"/root/\xca\xc0\xbd\xe7.txt";

    #[test]
    fn names_that_engines_list_alike_have_different_texts() {
        assert_eq!(lossy(HELLO), "/root/\u{fffd}\u{fffd}\u{fffd}\u{fffd}.txt", "as Go's JSON has it");
        assert_eq!(lossy(HELLO), lossy(WORLD), "engines list both alike");
        assert_ne!(path_text(HELLO), path_text(WORLD), "their texts differ");
        assert_eq!(path_text("/root/你好\\xc4".as_bytes()), "/root/你好\\xc4", "UTF-8 is its own text");
        assert_eq!(readable(HELLO), "/root/\\xc4\\xe3\\xba\\xc3.txt", "a byte as in C");
        let private = "/\u{10f780}".as_bytes();
        assert_ne!(path_text(private), path_text(b"/\x80"), "a real private character is not mistaken for a byte");
    }

    #[test]
    fn paths_with_lost_bytes_are_numbered() {
        let mut paths = ["/a", "/\u{fffd}", "/\u{fffd}", "/\u{fffd}"].map(str::to_owned);
        distinguish(&mut paths);
        let distinct: HashSet<&String> = paths.iter().collect();
        assert_eq!(distinct.len(), 4, "each is one of its own: {paths:?}");
        assert!(paths.iter().skip(1).all(|path| bytes_of(path) == "/\u{fffd}".as_bytes()), "the number is no byte");
    }

    proptest! {
        #[test]
        fn no_byte_is_lost(bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..40),
            "[\u{10f6f0}-\u{10f810}a-z/]{0,20}".prop_map(String::into_bytes),
        ]) {
            prop_assert_eq!(bytes_of(&path_text(&bytes)), bytes);
        }
    }
}
