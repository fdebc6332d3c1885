//! Characters that are not seen, or that hide, reorder or move others.

/// Whether a character is a control, bidirectional or zero-width character, as in `escapeInvisible.ts` of the page; line
/// ends and tabs are controls here.
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
                | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

/// Somebody else's text, safe to print in a terminal: invisible characters are written as escapes of Rust and JavaScript.
pub fn escape_invisible(text: &str) -> String {
    let escaped = |character: char| match is_invisible(character) {
        true => character.escape_default().to_string(),
        false => character.to_string(),
    };
    text.chars().map(escaped).collect()
}

/// JSON, safe to print in a terminal: it says the same.
pub fn escape_json(json: &str) -> String {
    let escaped = |character: char| match character {
        // Between the values; in them, serde_json has escaped it.
        '\n' => "\n".to_owned(),
        other if is_invisible(other) => {
            other.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
        }
        other => other.to_string(),
    };
    json.chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_written_out() {
        for (text, expected) in [
            ("Engine 20.10 (船台) – “é”", "Engine 20.10 (船台) – “é”"),
            ("a\u{1b}[2J\nb", r"a\u{1b}[2J\nb"),
            ("\u{202e}gnp.exe\u{200b}\u{9b}", r"\u{202e}gnp.exe\u{200b}\u{9b}"),
        ] {
            assert_eq!(escape_invisible(text), expected, "how {text:?} is printed");
        }
        let value = "\u{1b}\u{9b}\u{202e}\u{e0001}船";
        let json = escape_json(&serde_json::to_string_pretty(&[value]).expect("JSON"));
        assert!(json.chars().all(|one| one == '\n' || !is_invisible(one)), "nothing of {json:?} is invisible");
        assert_eq!(serde_json::from_str::<[String; 1]>(&json).expect("JSON"), [value], "and it says the same");
    }
}
