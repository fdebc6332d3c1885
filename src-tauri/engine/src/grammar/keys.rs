use bytes::Bytes;

/// What typed keys mean to a process without a terminal, which has no line discipline to interpret them:
/// Enter ends a line, Ctrl-D ends the input, Ctrl-C interrupts.
#[derive(Debug, PartialEq, Eq)]
pub enum Typed {
    /// Bytes to send.
    Bytes(Bytes),
    /// Ctrl-D.
    End,
    /// Ctrl-C.
    Interrupt,
}

/// Interprets raw keys as a terminal in cooked mode would.
pub fn cooked(keys: &[u8]) -> Vec<Typed> {
    let mut typed = Vec::new();
    let mut text = Vec::new();
    for key in keys {
        let control = match key {
            0x03 => Typed::Interrupt,
            0x04 => Typed::End,
            b'\r' => {
                text.push(b'\n');
                continue;
            }
            other => {
                text.push(*other);
                continue;
            }
        };
        flush(&mut text, &mut typed);
        typed.push(control);
    }
    flush(&mut text, &mut typed);
    typed
}

fn flush(text: &mut Vec<u8>, typed: &mut Vec<Typed>) {
    if !text.is_empty() {
        typed.push(Typed::Bytes(std::mem::take(text).into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_what_a_terminal_makes_of_them() {
        let expected = vec![
            Typed::Bytes(Bytes::from_static(b"ls\n")),
            Typed::Interrupt,
            Typed::Bytes(Bytes::from_static("船".as_bytes())),
            Typed::End,
        ];
        assert_eq!(cooked("ls\r\u{3}船\u{4}".as_bytes()), expected, "Enter, Ctrl-C, text and Ctrl-D");
        assert_eq!(cooked(b""), vec![], "nothing typed is nothing to do");
    }
}
