//! The encoding of text that is not UTF-8: from its byte order mark, else guessed as web browsers do.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::path::readable;

/// Where short texts are ambiguous, they are taken for Chinese: a name of two characters is often Japanese or Korean as
/// well, and most people who have such files have them from Chinese Windows.
const TOP_LEVEL_DOMAIN: &[u8] = b"cn";

/// Decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub text: String,
    /// As the WHATWG names it: `GBK`, `UTF-16LE`; `UTF-8` if nothing was guessed.
    pub encoding: &'static str,
}

/// A file's content as text; `None` if it is not text.
pub(crate) fn decode_text(content: &[u8]) -> Option<Decoded> {
    if let Ok(text) = std::str::from_utf8(content)
        && !text.contains('\0')
    {
        return Some(Decoded { text: text.to_owned(), encoding: UTF_8.name() });
    }
    let encoding = match Encoding::for_bom(content) {
        Some((encoding, _)) => encoding,
        None if content.contains(&0) => utf_16_by_zeros(content)?,
        None => guess(content),
    };
    let is_plausible = !encoding.is_single_byte() || is_mostly_ascii(content);
    decode(encoding, content)
        .filter(|text| is_plausible && is_text(text))
        .map(|text| Decoded { text, encoding: encoding.name() })
}

/// Decodes paths that are not UTF-8, all by one guess: a single name is short.
pub(crate) fn decode_paths<'a>(paths: impl Iterator<Item = &'a [u8]> + Clone) -> Vec<Option<Decoded>> {
    let names = paths.clone().flat_map(|path| path.split(|byte| *byte == b'/'));
    let undecoded: Vec<&[u8]> = names.filter(|name| std::str::from_utf8(name).is_err()).collect();
    let encoding = guess(&undecoded.join(&b'\n'));
    let decoded = |path: &[u8]| {
        // Folder by folder, so that no character spans a slash, and what is UTF-8 remains so.
        let names = path.split(|byte| *byte == b'/').map(|name| match std::str::from_utf8(name) {
            Ok(name) => Some(name.to_owned()),
            Err(_) => decode(encoding, name).filter(|text| is_text(text) && !text.contains('/')),
        });
        let names: Vec<String> = names.collect::<Option<_>>()?;
        Some(Decoded { text: names.join("/"), encoding: encoding.name() })
    };
    paths.map(decoded).collect()
}

impl Decoded {
    /// One name or path to read, decoded by guess; `\xNN` for bytes that no guess explains.
    pub(crate) fn path(bytes: &[u8]) -> String {
        match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                let decoded = decode_paths(std::iter::once(bytes)).pop().flatten();
                decoded.map_or_else(|| readable(bytes), |decoded| decoded.text)
            }
        }
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(TOP_LEVEL_DOMAIN), Utf8Detection::Deny)
}

/// Decodes without loss: a byte order mark stays a character, so that two contents are not shown alike.
fn decode(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
}

/// UTF-16 without a byte order mark, in which ASCII has a zero in each other byte.
fn utf_16_by_zeros(content: &[u8]) -> Option<&'static Encoding> {
    let zeros = |parity: usize| content.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        _ if !content.len().is_multiple_of(2) => None,
        (0, _) => Some(UTF_16LE),
        (_, 0) => Some(UTF_16BE),
        _ => None,
    }
}

fn is_mostly_ascii(content: &[u8]) -> bool {
    content.iter().filter(|byte| byte.is_ascii()).count() * 2 >= content.len()
}

/// Whether it has no control characters but those of texts: tab, line ends, form feed and escape.
fn is_text(text: &str) -> bool {
    text.chars().all(|character| !character.is_control() || matches!(character, '\t' | '\n' | '\r' | '\x0c' | '\x1b'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(content: &[u8]) -> Option<(String, &'static str)> {
        decode_text(content).map(|decoded| (decoded.text, decoded.encoding))
    }

    fn utf_16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn text_is_decoded_and_its_encoding_named() {
        let text = "# 网站配置\nserver_name = 你好\n";
        let (gbk, _, _) = encoding_rs::GBK.encode(text);
        assert_eq!(decoded(text.as_bytes()), Some((text.to_owned(), "UTF-8")), "UTF-8 is not guessed");
        assert_eq!(decoded(&gbk), Some((text.to_owned(), "GBK")), "GBK");
        assert_eq!(decoded(b"\xc4\xe3\xba\xc3\n"), Some(("你好\n".to_owned(), "GBK")), "two characters of GBK");
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode("Le café est fermé aujourd’hui, désolé.\n");
        assert_eq!(decoded(&latin).map(|(_, encoding)| encoding), Some("windows-1252"), "a western text");
        for (unit, name) in [(u16::to_le_bytes as fn(u16) -> [u8; 2], "UTF-16LE"), (u16::to_be_bytes, "UTF-16BE")] {
            let marked = format!("\u{feff}{text}");
            assert_eq!(decoded(&utf_16(&marked, unit)), Some((marked, name)), "with a byte order mark");
            assert_eq!(decoded(&utf_16(text, unit)), Some((text.to_owned(), name)), "without one");
        }
    }

    #[test]
    fn what_is_not_text_is_not_decoded() {
        for (content, what) in [
            (&b"\x7fELF\x02\x01\x01\0\0\0"[..], "a program"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture"),
            (b"\x1f\x8b\x08\x08\x12\x34\x56\x78", "a compressed file without a zero"),
            (b"a\0b\0\0c", "zeros at even and odd places"),
            (b"\xff\xfe\0", "half a character"),
            (b"\xff\xd8\xff\xe1\xff\xdb\xf0\xe0", "hardly any ASCII, in no encoding of several bytes"),
        ] {
            assert_eq!(decoded(content), None, "{what}");
        }
    }

    #[test]
    fn paths_are_decoded_together() {
        let paths: [&[u8]; 3] =
            [b"/root/\xc4\xe3\xba\xc3.txt", b"/root/\xca\xc0\xbd\xe7.txt", "/船/\u{e9}\\".as_bytes()];
        let texts = decode_paths(paths.into_iter()).into_iter().map(|one| one.map(|one| one.text)).collect::<Vec<_>>();
        assert_eq!(texts[0].as_deref(), Some("/root/你好.txt"), "by its encoding");
        assert_eq!(texts[1].as_deref(), Some("/root/世界.txt"), "by the same");
        assert_eq!(texts[2].as_deref(), Some("/船/é\\"), "UTF-8 stays what it is");
        assert_eq!(Decoded::path(b"a\xff"), "a\\xff", "what no encoding explains is shown byte by byte");
        assert_eq!(Decoded::path("é".as_bytes()), "é", "UTF-8 is not guessed");
    }
}
