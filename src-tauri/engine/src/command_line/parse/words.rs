mod prompt;

use std::ops::Range;

use prompt::{begins_command, prompt};

use super::markdown::{Block, blocks};
use crate::{
    error::{Error, ErrorCode, Result},
    grammar::words::dollar_quoted,
};

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
    /// The place of a comment, a prompt, a redirection of the output, or what a program would read as its input.
    Comment(Range<usize>),
    Prompt(Range<usize>),
    Redirection(Range<usize>),
    Input(Range<usize>),
    /// A line's end, or an operator between commands.
    End,
}

/// Reads a text as a POSIX shell would, and as far as they differ as bash and those of Windows: `$'…'`, lines that go on
/// after `^` or a backtick, PowerShell's escapes, paths with backslashes, `%NAME%`. Typographic quotes, dashes and spaces
/// are taken for the plain ones. Of a Markdown text, the code blocks are read.
///
/// # Errors
/// [`ErrorCode::QuotesUnbalanced`]
pub(super) fn pieces(text: &str) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    for (block, range) in blocks(text) {
        match block {
            Block::Fence => pieces.push(Piece::Prompt(range)),
            Block::Prose => pieces.push(Piece::Comment(range)),
            Block::Code => Reader::new(&text[..range.end], range.start).read(&mut pieces)?,
        }
        pieces.push(Piece::End);
    }
    Ok(pieces)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Whether `# docker …` is a command after root's prompt: where other lines are commands, it is a comment.
    root_prompts: bool,
    /// Whether a backtick escapes what follows it.
    powershell: bool,
    /// The here-documents that begin with the next line, each by the line that ends it.
    heredocs: Vec<String>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        let typed = |line: &str| {
            let prompt = prompt(line).map(|length| line[..length].trim());
            prompt.map_or_else(|| begins_command(line.trim_start()), |prompt| prompt != "#")
        };
        let code = &text[at..];
        Self { text, at, root_prompts: !code.lines().any(typed), powershell: is_powershell(code), heredocs: Vec::new() }
    }

    fn read(mut self, pieces: &mut Vec<Piece>) -> Result<()> {
        while let Some(piece) = self.piece(pieces.last())? {
            pieces.push(piece);
        }
        Ok(())
    }
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
            '\n' if !self.heredocs.is_empty() => Ok(Some(self.heredoc_bodies())),
            '\n' | ';' | '|' => Ok(Some(self.end(next))),
            '&' if self.rest().starts_with("&>") => self.redirection().map(Some),
            '&' => Ok(Some(self.end(next))),
            '#' => Ok(Some(Piece::Comment(self.skip(self.line().trim_end().len())))),
            '<' if placeholder(self.rest()).is_some() => self.word().map(Some),
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
        if !self.heredocs.is_empty() {
            return None;
        }
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
        after.starts_with('>') || after.starts_with('<') && placeholder(after).is_none()
    }

    /// `> FILE`, `2>&1`, `< FILE`, `<<< WORD`, or the first line of a here-document.
    fn redirection(&mut self) -> Result<Piece> {
        let start = self.at;
        while self.peek().is_some_and(|one| one.is_ascii_digit() || matches!(one, '<' | '>' | '&')) {
            self.take();
        }
        let operator = &self.text[start..self.at];
        let is_input = operator.contains('<');
        let is_heredoc = operator.ends_with("<<") && !operator.ends_with("<<<");
        let mut end = self.at;
        // `2>&1` contains its target.
        if !operator.ends_with(|last: char| last.is_ascii_digit()) {
            if is_heredoc && self.peek() == Some('-') {
                self.take();
            }
            self.skip_space();
            if self.peek().is_some_and(|next| !ends_word(next)) {
                let target = self.word()?;
                end = self.at;
                if let Piece::Word(word) = target
                    && is_heredoc
                {
                    self.heredocs.push(word.text);
                }
            }
        }
        Ok(if is_input { Piece::Input(start..end) } else { Piece::Redirection(start..end) })
    }

    /// The lines of the here-documents that this line began, up to the end of the line that closes the last one.
    fn heredoc_bodies(&mut self) -> Piece {
        let start = self.at + 1;
        for delimiter in std::mem::take(&mut self.heredocs) {
            while self.peek() == Some('\n') {
                self.take();
                let line = self.line();
                let closes = line.trim_end_matches('\r').trim_start_matches('\t') == delimiter;
                self.at += line.len();
                if closes {
                    break;
                }
            }
        }
        Piece::Input(start.min(self.at)..self.at)
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
                '<' if placeholder(self.rest()).is_some() => {
                    let length = placeholder(self.rest()).unwrap_or_default();
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
                '$' if self.rest().starts_with("$'") => self.dollar_quoted(&mut word)?,
                // bash translates what is in `$"…"`; without a translation it is as in `"…"`.
                '$' if self.rest().starts_with("$\"") => {
                    self.take();
                }
                '$' => self.dollar(&mut word)?,
                '`' if self.escapes_with_backtick() => self.backtick_escaped(&mut word),
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
                Some(next) if closing.contains(&next) && !self.doubled(next, word) => return Ok(()),
                Some(next) if closing.contains(&next) => {}
                Some(next) => word.text.push(next),
                None => return Err(self.open(start)),
            }
        }
    }

    /// `$'…'`; what is no UTF-8 is left as it was typed.
    fn dollar_quoted(&mut self, word: &mut Word) -> Result<()> {
        let start = self.at;
        let (length, decoded) = dollar_quoted(self.rest()).ok_or_else(|| self.open(start))?;
        let typed = &self.text[self.skip(length)];
        word.expands |= decoded.is_none();
        word.text.push_str(decoded.as_deref().unwrap_or(typed));
        Ok(())
    }

    /// Whether PowerShell's doubled quote follows the one just taken: it is in the word once.
    fn doubled(&mut self, quote: char, word: &mut Word) -> bool {
        let doubled = self.powershell && self.peek() == Some(quote);
        if doubled {
            self.take();
            word.text.push(quote);
            word.rewritten = true;
        }
        doubled
    }

    fn double_quoted(&mut self, word: &mut Word, closing: &[char]) -> Result<()> {
        let start = self.at;
        self.take();
        loop {
            match self.peek() {
                Some(next) if closing.contains(&next) => {
                    self.take();
                    if !self.doubled(next, word) {
                        return Ok(());
                    }
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
                Some('`') if self.escapes_with_backtick() => self.backtick_escaped(word),
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

    /// Whether the backtick here escapes: in PowerShell each does, and one that no other follows cannot be a shell's.
    fn escapes_with_backtick(&self) -> bool {
        let after = &self.rest()[1..];
        let alone = || {
            !after.contains('`')
                && after.starts_with(['$', '"', '\'', '#', '&', ';', '|', '(', ')', '{', '}', ',', ' '])
        };
        self.powershell || alone()
    }

    /// PowerShell's escapes (about_Special_Characters).
    fn backtick_escaped(&mut self, word: &mut Word) {
        self.take();
        word.rewritten = true;
        let Some(next) = self.take() else { return };
        match next {
            'n' => word.text.push('\n'),
            'r' => word.text.push('\r'),
            't' => word.text.push('\t'),
            'a' => word.text.push('\u{7}'),
            'b' => word.text.push('\u{8}'),
            'v' => word.text.push('\u{b}'),
            'f' => word.text.push('\u{c}'),
            'e' => word.text.push('\u{1b}'),
            // A program's arguments cannot contain it.
            '0' => {}
            other => word.text.push(other),
        }
    }

    /// `%NAME%`
    fn percent(&mut self, word: &mut Word) {
        let inside = &self.rest()[1..];
        let end = inside.find('%').filter(|end| {
            let name = &inside[..*end];
            // One letter is rather a format: `%h%l`.
            name.len() > 1
                && name.starts_with(|first: char| first.is_ascii_alphabetic())
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

/// How long `<your password>` is, where something is to be filled in.
fn placeholder(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    let end = inside.find('>')?;
    let name = &inside[..end];
    let is_name = name.starts_with(char::is_alphabetic)
        && !name.ends_with(' ')
        && name.chars().all(|one| one.is_alphanumeric() || " _-.:/".contains(one));
    is_name.then_some(end + 2)
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

/// Whether a text is PowerShell's for certain: its prompt, its variables, its lines that go on.
fn is_powershell(text: &str) -> bool {
    let prompted = |line: &str| prompt(line).is_some_and(|length| line[..length].trim_start().starts_with("PS "));
    let goes_on = |line: &str| line.trim_end().ends_with(" `");
    text.to_lowercase().contains("$env:") || text.lines().any(|line| prompted(line) || goes_on(line))
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
            Piece::Input(at) => format!("from {}", &text[at]),
            Piece::End => "end".to_owned(),
        };
        let last = read.len() - usize::from(read.last() == Some(&Piece::End));
        read.into_iter().take(last).map(shown).collect()
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
            (r#"a $'A=a\nb' $'it\'s'x '$x' "$'y'""#, &["a", "A=a\nb", "it'sx", "$x", "$'y'"]),
            (r#"$"a b" $'\xe4\xbd\xa0\u597d\101\0z' $'\xff'"#, &["a b", "你好A", "$'\\xff'?"]),
            ("%d%m%Y %PATH%", &["%d%m%Y", "%PATH%?"]),
            ("a < in 0<in <<< 'b c'", &["a", "from < in", "from 0<in", "from <<< 'b c'"]),
            ("a <<EOF >out\n- b\nit's\nEOF\nc", &["a", "from <<EOF", "to >out", "from - b\nit's\nEOF", "end", "c"]),
            ("a <<-'E'\n\tb\n\tE", &["a", "from <<-'E'", "from \tb\n\tE"]),
            ("a <in >out", &["a", "from <in", "to >out"]),
            ("a \"PW=pa`$s\"", &["a", "PW=pa$s"]),
            ("$env:A b`\"c", &["$env:A?", "b\"c"]),
            ("a `\n \"b`tc`\"\" 'it''s' \"d\"\"e\"", &["a", "b\tc\"", "it's", "d\"e"]),
            ("```bash\na\n```", &["prompt ```bash", "end", "a", "end", "end", "prompt ```"]),
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
