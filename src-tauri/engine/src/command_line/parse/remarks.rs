use super::{split::Given, words::Word};
use crate::wire::{Remark, RemarkKind};

/// Remarks, each with the place in the text that it is about.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    made: Vec<(usize, Remark)>,
}

impl Remarks {
    /// Remarks on words that are in no field.
    pub(super) fn on(&mut self, start: usize, kind: RemarkKind, words: &str) {
        self.put(start, kind, words, "", ("", None));
    }

    /// Remarks on a flag that is in no field.
    pub(super) fn flag<F>(&mut self, given: &Given<F>, kind: RemarkKind) {
        self.put(given.start, kind, &given.typed, &format!("--{}", given.flag.name), ("", None));
    }

    /// Remarks on a flag whose value is in a field.
    pub(super) fn flag_in<F>(&mut self, given: &Given<F>, kind: RemarkKind, field: (&str, Option<usize>)) {
        self.put(given.start, kind, &given.typed, &format!("--{}", given.flag.name), field);
    }

    /// Remarks on what is unusual about a flag and the value that it put into a field.
    pub(super) fn value<F>(&mut self, given: &Given<F>, field: (&str, Option<usize>)) {
        if given.value.expands {
            self.flag_in(given, RemarkKind::NeedsValue, field);
        }
        if given.rewritten || given.value.rewritten {
            self.flag_in(given, RemarkKind::Rewritten, field);
        }
    }

    /// Remarks on what is unusual about an argument that is in a field.
    pub(super) fn argument(&mut self, word: &Word, field: (&str, Option<usize>)) {
        if word.expands {
            self.put(word.start, RemarkKind::NeedsValue, &word.typed, "", field);
        }
        if word.rewritten {
            self.put(word.start, RemarkKind::Rewritten, &word.typed, "", field);
        }
    }

    /// Remarks on a word that is in a field.
    pub(super) fn word(&mut self, word: &Word, kind: RemarkKind, field: &str) {
        self.put(word.start, kind, &word.typed, "", (field, None));
    }

    /// All of them, in the order of the text.
    pub(super) fn finish(mut self) -> Vec<Remark> {
        self.made.sort_by_key(|(start, _)| *start);
        self.made.into_iter().map(|(_, remark)| remark).collect()
    }

    fn put(&mut self, start: usize, kind: RemarkKind, words: &str, flag: &str, (field, index): (&str, Option<usize>)) {
        let remark = Remark {
            kind,
            words: words.to_owned(),
            flag: flag.to_owned(),
            field: field.to_owned(),
            index: index.and_then(|index| u32::try_from(index).ok()),
        };
        self.made.push((start, remark));
    }
}
