use std::ops::Range;

use crate::error::{Error, ErrorCode, Result};

/// A word of a command, as a shell would hand it over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// Without its quotes. What a shell would have expanded is as typed.
    pub text: String,
    /// As it was typed.
    pub typed: String,
    /// Its start in the text.
    pub start: usize,
    /// A shell would have put something into it, or a reader should.
    pub expands: bool,
    /// It had typographic marks where a shell has its own.
    pub rewritten: bool,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Word(Word),
    /// The place of a comment, a prompt or a redirection.
    Comment(Range<usize>),
    Prompt(Range<usize>),
    Redirection(Range<usize>),
    /// A line's end, or an operator between commands.
    End,
}

/// Reads a text as a POSIX shell would, and as far as they differ as those of Windows: lines that go on after `^` or a
/// backtick, paths with backslashes, `%NAME%`. Typographic quotes, dashes and spaces are taken for the plain ones.
///
/// # Errors
/// [`ErrorCode::QuotesUnbalanced`]
pub(super) fn pieces(text: &str) -> Result<Vec<Piece>> {
    let typed = |line: &str| begins_command(line.trim_start()) || line.trim_start().starts_with("$ ");
    let mut reader = Reader { text, at: 0, root_prompts: !text.lines().any(typed) };
    let mut pieces = Vec::new();
    while let Some(piece) = reader.piece(pieces.last())? {
        pieces.push(piece);
    }
    Ok(pieces)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Whether `# docker …` is a command after root's prompt: where other lines are commands, it is a comment.
    root_prompts: bool,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn skip(&mut self, bytes: usize) -> Range<usize> {
        let start = self.at;
        self.at += bytes;
        start..self.at
    }

    fn piece(&mut self, before: Option<&Piece>) -> Result<Option<Piece>> {
        let first = matches!(before, None | Some(Piece::End));
        let continued = self.skip_space();
        let is_comment = |length: usize| self.rest()[..length].trim() == "#" && !self.root_prompts;
        if first && let Some(length) = prompt(self.line()).filter(|length| !is_comment(*length)) {
            return Ok(Some(Piece::Prompt(self.skip(length))));
        }
        // A shell prints this on each continuation line.
        if continued && self.rest().starts_with("> ") {
            return Ok(Some(Piece::Prompt(self.skip(1))));
        }
        let Some(next) = self.peek() else { return Ok(None) };
        match next {
            '\n' | ';' | '|' => Ok(Some(self.end(next))),
            '&' if self.rest().starts_with("&>") => self.redirection().map(Some),
            '&' => Ok(Some(self.end(next))),
            '#' => Ok(Some(Piece::Comment(self.skip(self.line().trim_end().len())))),
            '<' if self.placeholder().is_some() => self.word().map(Some),
            '<' | '>' => self.redirection().map(Some),
            digit if digit.is_ascii_digit() && self.numbers_a_stream() => self.redirection().map(Some),
            _ => self.word().map(Some),
        }
    }

    fn line(&self) -> &str {
        self.rest().split('\n').next().unwrap_or_default()
    }

    /// Space, and the ends of lines that go on. Tells whether there was such an end.
    fn skip_space(&mut self) -> bool {
        let mut continued = false;
        loop {
            if let Some(length) = self.continuation().or_else(|| self.lost_end()).or_else(|| self.dashed_line()) {
                self.at += length;
                continued = true;
            } else if self.peek().is_some_and(is_space) {
                self.take();
            } else {
                return continued;
            }
        }
    }

    /// The length of a line's continuation mark: `\`, `^` or a backtick at its end.
    fn continuation(&self) -> Option<usize> {
        let rest = self.rest();
        let mark = rest.chars().next().filter(|mark| matches!(mark, '\\' | '^' | '`'))?;
        let after = &rest[mark.len_utf8()..];
        let space = after.len() - after.trim_start_matches(is_space).len();
        match &after[space..] {
            "" if mark == '\\' || !after.is_empty() => Some(rest.len()),
            more if more.starts_with('\n') => Some(mark.len_utf8() + space + 1),
            _ => None,
        }
    }

    /// The backslash of a line whose end was lost, as in a field of one line: space before the next flag, or its indent.
    fn lost_end(&self) -> Option<usize> {
        let after = self.rest().strip_prefix('\\')?;
        (after.starts_with("  ") || after.starts_with(" -")).then_some(1)
    }

    /// The length of a line's end before a line that starts with a dash: that is no command, so this line continues.
    fn dashed_line(&self) -> Option<usize> {
        let next = self.rest().strip_prefix('\n')?.trim_start_matches(is_space);
        next.starts_with(is_dash).then(|| self.rest().len() - next.len())
    }

    /// The end of a command.
    fn end(&mut self, first: char) -> Piece {
        self.take();
        while self.peek() == Some(first) && first != '\n' {
            self.take();
        }
        Piece::End
    }

    fn numbers_a_stream(&self) -> bool {
        let after = self.rest().trim_start_matches(|digit: char| digit.is_ascii_digit());
        after.starts_with('>')
    }

    fn redirection(&mut self) -> Result<Piece> {
        let start = self.at;
        while self.peek().is_some_and(|one| one.is_ascii_digit() || matches!(one, '<' | '>' | '&')) {
            self.take();
        }
        let mut end = self.at;
        // `2>&1` contains its target.
        if !self.text[start..end].ends_with(|last: char| last.is_ascii_digit()) {
            self.skip_space();
            if self.peek().is_some_and(|next| !ends_word(next)) {
                self.word()?;
                end = self.at;
            }
        }
        Ok(Piece::Redirection(start..end))
    }

    /// How long `<your password>` is, where something is to be filled in.
    fn placeholder(&self) -> Option<usize> {
        let inside = self.rest().strip_prefix('<')?;
        let end = inside.find('>')?;
        let name = &inside[..end];
        let is_name = name.starts_with(char::is_alphabetic)
            && name.chars().all(|one| one.is_alphanumeric() || " _-.:/".contains(one));
        is_name.then_some(end + 2)
    }

    fn word(&mut self) -> Result<Piece> {
        let start = self.at;
        let mut word = Word { start, ..Word::default() };
        while let Some(next) = self.peek() {
            if let Some(length) = self.continuation() {
                self.at += length;
                continue;
            }
            match next {
                '<' if self.placeholder().is_some() => {
                    let length = self.placeholder().unwrap_or_default();
                    word.text.push_str(&self.text[self.skip(length)]);
                    word.expands = true;
                }
                next if ends_word(next) => break,
                '\\' => self.escaped(&mut word),
                '\'' => self.quoted(&mut word, &['\''])?,
                '"' => self.double_quoted(&mut word, &['"'])?,
                '“' | '”' | '„' if self.closes(&['”', '“']) => {
                    word.rewritten = true;
                    self.double_quoted(&mut word, &['”', '“'])?;
                }
                '‘' | '’' if self.closes(&['’', '‘']) => {
                    word.rewritten = true;
                    self.quoted(&mut word, &['’', '‘'])?;
                }
                '$' => self.dollar(&mut word)?,
                '`' => self.backticks(&mut word)?,
                '%' => self.percent(&mut word),
                '~' if word.text.is_empty()
                    && matches!(self.rest().as_bytes().get(1), None | Some(b'/' | b'\\' | b':')) =>
                {
                    word.expands = true;
                    word.text.push('~');
                    self.take();
                }
                other => {
                    self.take();
                    let plain = plain(other);
                    word.rewritten |= plain != other;
                    word.text.push(plain);
                }
            }
        }
        word.typed = self.text[start..self.at].trim_end().to_owned();
        Ok(Piece::Word(word))
    }

    /// Whether one of these follows the mark here.
    fn closes(&self, closing: &[char]) -> bool {
        self.rest().chars().skip(1).any(|one| closing.contains(&one))
    }

    fn escaped(&mut self, word: &mut Word) {
        self.take();
        let Some(next) = self.peek() else { return };
        // `C:\data`, `.\data`, `%cd%\data`: in a path of Windows it separates.
        let drive = word.text.len() >= 2 && word.text.ends_with(':') && {
            let mut before = word.text.chars().rev().skip(1);
            before.next().is_some_and(|letter| letter.is_ascii_alphabetic())
                && before.next().is_none_or(|one| !one.is_alphanumeric())
        };
        let windows = drive || word.expands || word.text.contains('\\') || word.text == "." || word.text == "..";
        if windows && (next.is_alphanumeric() || "._-".contains(next)) {
            word.text.push('\\');
        } else {
            self.take();
            word.text.push(next);
        }
    }

    fn quoted(&mut self, word: &mut Word, closing: &[char]) -> Result<()> {
        let start = self.at;
        self.take();
        loop {
            match self.take() {
                Some(next) if closing.contains(&next) => return Ok(()),
                Some(next) => word.text.push(next),
                None => return Err(self.open(start)),
            }
        }
    }

    fn double_quoted(&mut self, word: &mut Word, closing: &[char]) -> Result<()> {
        let start = self.at;
        self.take();
        loop {
            match self.peek() {
                Some(next) if closing.contains(&next) => {
                    self.take();
                    return Ok(());
                }
                Some('\\') => {
                    self.take();
                    match self.peek() {
                        Some('\n') => {
                            self.take();
                        }
                        Some(next @ ('$' | '`' | '"' | '\\')) => {
                            self.take();
                            word.text.push(next);
                        }
                        _ => word.text.push('\\'),
                    }
                }
                Some('$') => self.dollar(word)?,
                Some('`') => self.backticks(word)?,
                Some('%') => self.percent(word),
                Some(next) => {
                    self.take();
                    word.text.push(next);
                }
                None => return Err(self.open(start)),
            }
        }
    }

    /// `$NAME`, `${NAME}`, `$(command)`, `$env:NAME`; any other `$` is one.
    fn dollar(&mut self, word: &mut Word) -> Result<()> {
        let start = self.at;
        let after = &self.rest()[1..];
        let is_name = |one: char| one.is_ascii_alphanumeric() || one == '_';
        let length = match after.chars().next() {
            Some('(') => self.closing(1, '(', ')')?,
            Some('{') => self.closing(1, '{', '}')?,
            Some(first) if first.is_ascii_alphabetic() || first == '_' => {
                let named = after.to_lowercase();
                let scope = if named.starts_with("env:") { 4 } else { 0 };
                let name = after[scope..].len() - after[scope..].trim_start_matches(is_name).len();
                1 + scope + name
            }
            Some(first) if first.is_ascii_digit() || "?!#@*$".contains(first) => 2,
            _ => 1,
        };
        word.expands |= length > 1;
        word.text.push_str(&self.text[start..start + length]);
        self.at = start + length;
        Ok(())
    }

    /// How long it is to the mark that closes what opens `from` bytes on, with all that is opened between.
    fn closing(&self, from: usize, opening: char, closing: char) -> Result<usize> {
        let mut depth = 0;
        for (at, one) in self.rest().char_indices().skip(from) {
            if one == opening {
                depth += 1;
            } else if one == closing {
                depth -= 1;
                if depth == 0 {
                    return Ok(at + one.len_utf8());
                }
            }
        }
        Err(self.open(self.at))
    }

    fn backticks(&mut self, word: &mut Word) -> Result<()> {
        let end = self.rest()[1..].find('`').ok_or_else(|| self.open(self.at))?;
        word.text.push_str(&self.text[self.skip(end + 2)]);
        word.expands = true;
        Ok(())
    }

    /// `%NAME%`
    fn percent(&mut self, word: &mut Word) {
        let inside = &self.rest()[1..];
        let end = inside.find('%').filter(|end| {
            let name = &inside[..*end];
            name.starts_with(|first: char| first.is_ascii_alphabetic())
                && name.chars().all(|one| one.is_ascii_alphanumeric() || one == '_')
        });
        match end {
            Some(end) => {
                word.text.push_str(&self.text[self.skip(end + 2)]);
                word.expands = true;
            }
            None => {
                self.take();
                word.text.push('%');
            }
        }
    }

    fn open(&self, start: usize) -> Error {
        let from: String = self.text[start..].chars().take(40).collect();
        Error::new(ErrorCode::QuotesUnbalanced).with("value", from)
    }
}

fn ends_word(character: char) -> bool {
    is_space(character) || matches!(character, '\n' | ';' | '|' | '&' | '<' | '>')
}

/// Space within a line, the wide and the unseen kinds included.
fn is_space(character: char) -> bool {
    character != '\n' && (character.is_whitespace() || matches!(character, '\u{200b}' | '\u{feff}'))
}

/// A dash of any length.
pub(super) fn is_dash(character: char) -> bool {
    matches!(character, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－')
}

/// The shell's marks as typed with a Chinese keyboard. Those that belong in a sentence are kept.
fn plain(character: char) -> char {
    match character {
        '：' => ':',
        '＝' => '=',
        '／' => '/',
        '．' => '.',
        '＿' => '_',
        '＠' => '@',
        other => other,
    }
}

/// The length of a line's prompt: `$ `, `# `, `root@web:~# `, `[root@web ~]# `, `PS C:\> `, `➜  ~ `.
fn prompt(line: &str) -> Option<usize> {
    if begins_command(line.trim_start()) {
        return None;
    }
    let at = line.char_indices().map(|(at, _)| at).find(|at| {
        let inside = line[..*at].ends_with(|before: char| before.is_whitespace());
        inside && begins_command(&line[*at..])
    })?;
    let mark = line[..at].trim();
    let alone = matches!(mark, "$" | "#" | "%" | ">" | "❯" | "»");
    let place =
        (mark.contains('@') || mark.starts_with('[')) && mark.ends_with(['$', '#', '%']) && !mark.contains(['"', '\'']);
    let windows = mark.ends_with('>') && (mark.starts_with("PS ") || mark.as_bytes().get(1) == Some(&b':'));
    let arrow = mark.starts_with('➜');
    (alone || place || windows || arrow).then_some(at)
}

fn begins_command(text: &str) -> bool {
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    ["docker", "podman", "sudo", "docker.exe"].contains(&word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let read = pieces(text).unwrap_or_else(|error| panic!("{text:?} can be read: {error}"));
        let shown = |piece: Piece| match piece {
            Piece::Word(word) => format!("{}{}", word.text, if word.expands { "?" } else { "" }),
            Piece::Comment(at) => format!("#{}", &text[at]),
            Piece::Prompt(at) => format!("prompt {}", text[at].trim()),
            Piece::Redirection(at) => format!("to {}", &text[at]),
            Piece::End => "end".to_owned(),
        };
        read.into_iter().map(shown).collect()
    }

    #[test]
    fn words_are_a_shells() {
        for (text, expected) in [
            (r#"a 'b c' "d e" f\ g"#, &["a", "b c", "d e", "f g"][..]),
            ("a \\\n  b ^\r\n c `\n d", &["a", "b", "c", "d"]),
            ("a \\   \n  b \\", &["a", "b"]),
            (r"a \  b \ --c d\ e", &["a", "b", "--c", "d e"]),
            (r#"$HOME "$(pwd)/x" '${A}' `pwd` ~/x %cd%"#, &["$HOME?", "$(pwd)/x?", "${A}", "`pwd`?", "~/x?", "%cd%?"]),
            (r"C:\Users\me:/data .\x %cd%\x a\b", &[r"C:\Users\me:/data", r".\x", r"%cd%\x?", "ab"]),
            ("A=<your password> b", &["A=<your password>?", "b"]),
            ("a > out 2>&1 &> all", &["a", "to > out", "to 2>&1", "to &> all"]),
            ("a && b | c; d\ne", &["a", "end", "b", "end", "c", "end", "d", "end", "e"]),
            ("a # b\nc", &["a", "## b", "end", "c"]),
            ("a\n -b", &["a", "-b"]),
            ("“a b” ‘c’ it’s 8080：80", &["a b", "c", "it’s", "8080:80"]),
            ("a\u{3000}b\u{a0}c", &["a", "b", "c"]),
            ("root@web:~# docker ps", &["prompt root@web:~#", "docker", "ps"]),
            ("$ docker ps\n# docker ps", &["prompt $", "docker", "ps", "end", "## docker ps"]),
            ("# docker ps", &["prompt #", "docker", "ps"]),
            ("PS C:\\Users\\me> docker ps", &["prompt PS C:\\Users\\me>", "docker", "ps"]),
            ("a \\\n> b", &["a", "prompt >", "b"]),
        ] {
            assert_eq!(texts(text), expected, "the words of {text:?}");
        }
    }

    #[test]
    fn what_is_left_open_is_told() {
        for text in ["'a", "\"a", "$(a", "${a", "a `b"] {
            let error = pieces(text).expect_err("it is open");
            assert_eq!(error.code, ErrorCode::QuotesUnbalanced, "{text:?} is left open");
        }
    }

    proptest! {
        #[test]
        fn anything_is_read_or_refused(text in prop_oneof![any::<String>(), "[-a-z$'\"`\\\\ \n<>&|;#%~^(){}:]{0,40}"]) {
            let _ = pieces(&text);
        }

        #[test]
        fn quoted_words_come_back(words in prop::collection::vec("[ -~\n船台]{0,12}", 0..5)) {
            let text = super::super::super::line::join(&words);
            let read: Vec<String> = pieces(&text).expect("it is whole").into_iter().filter_map(|piece| match piece {
                Piece::Word(word) => Some(word.text),
                _ => None,
            }).collect();
            prop_assert_eq!(read, words, "the words of {}", text);
        }
    }
}
