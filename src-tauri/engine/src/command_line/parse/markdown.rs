//! Code in a Markdown text, as it is copied from a README or a chat.

use std::ops::Range;

/// What a part of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    Code,
    /// The marks around code: a line of three backticks or tildes, or the backticks of code within a line.
    Fence,
    Prose,
}

/// The blocks of a text in order; without fences, all of it is code.
pub(super) fn blocks(text: &str) -> Vec<(Block, Range<usize>)> {
    if let Some(inner) = within_backticks(text) {
        return vec![
            (Block::Fence, 0..inner.start),
            (Block::Code, inner.clone()),
            (Block::Fence, inner.end..text.trim_end().len()),
        ];
    }
    let mut lines: Vec<(Block, Range<usize>)> = Vec::new();
    let mut open: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let block = match (fence(line), open) {
            (Some(mark), None) => {
                open = Some(mark);
                Block::Fence
            }
            (Some(mark), Some(opening)) if mark == opening => {
                open = None;
                Block::Fence
            }
            (_, Some(_)) => Block::Code,
            (_, None) => Block::Prose,
        };
        match lines.last_mut() {
            Some((last, joined)) if *last == block && block != Block::Fence => joined.end = range.end,
            _ => lines.push((block, range)),
        }
    }
    let fences = lines.iter().filter(|(block, _)| *block == Block::Fence).count();
    // A fence was left out of what was copied: its prose cannot be known from its code.
    let torn = fences % 2 == 1;
    let as_code =
        |(block, range)| (if block == Block::Prose && (torn || fences == 0) { Block::Code } else { block }, range);
    let trimmed = |(block, range): (Block, Range<usize>)| match block {
        Block::Code => (block, range),
        Block::Fence | Block::Prose => (block, trim(text, range)),
    };
    lines.into_iter().map(as_code).map(trimmed).filter(|(_, range)| !range.is_empty()).collect()
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

/// The mark of a line that begins or ends a block of code: `` ```bash ``, `~~~`.
fn fence(line: &str) -> Option<&'static str> {
    let line = line.trim();
    let mark = ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark))?;
    let language = line.trim_start_matches(['`', '~']);
    (!language.contains(['`', '~'])).then_some(mark)
}

/// The inside of a text that is as a whole within backticks.
fn within_backticks(text: &str) -> Option<Range<usize>> {
    let whole = text.trim();
    let inner = whole.trim_start_matches('`');
    let marks = whole.len() - inner.len();
    let inner = inner.strip_suffix(&"`".repeat(marks)).filter(|inner| marks > 0 && !inner.contains('`'))?;
    if inner.contains('\n') || inner.is_empty() {
        return None;
    }
    let start = text.len() - text.trim_start().len() + marks;
    Some(start..start + inner.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        blocks(text).into_iter().map(|(block, range)| format!("{block:?} {}", &text[range])).collect()
    }

    #[test]
    fn code_is_between_its_fences() {
        for (text, expected) in [
            ("docker ps", &["Code docker ps"][..]),
            ("```bash\ndocker ps\n```", &["Fence ```bash", "Code docker ps\n", "Fence ```"]),
            ("~~~\ndocker ps\n~~~\n", &["Fence ~~~", "Code docker ps\n", "Fence ~~~"]),
            ("Don't:\n```\na\n```\nIt's b", &["Prose Don't:", "Fence ```", "Code a\n", "Fence ```", "Prose It's b"]),
            ("docker ps\n```", &["Code docker ps\n", "Fence ```"]),
            ("```sh\ndocker ps", &["Fence ```sh", "Code docker ps"]),
            ("`docker ps`", &["Fence `", "Code docker ps", "Fence `"]),
            ("docker run x `pwd`", &["Code docker run x `pwd`"]),
        ] {
            assert_eq!(shown(text), expected, "the blocks of {text:?}");
        }
    }
}
