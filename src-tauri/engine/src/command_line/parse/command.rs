use super::{
    flags::{Flags, Support},
    remarks::Remarks,
    split::{Split, split},
    words::Word,
};
use crate::{
    error::{Error, ErrorCode, Result},
    grammar::flag::Arity::{Nothing, Values},
    wire::RemarkKind,
};

/// A command, split into flags and arguments.
pub(super) struct Command {
    name: &'static str,
    pub(super) split: Split<Support>,
}

impl Command {
    pub(super) fn read(name: &'static str, flags: Flags, words: &[Word], remarks: &mut Remarks) -> Result<Self> {
        let split = split(&[flags], words, false)?;
        remark_on_flags(&split, remarks);
        Ok(Self { name, split })
    }

    pub(super) fn read_to_argument(
        name: &'static str,
        flags: Flags,
        words: &[Word],
        remarks: &mut Remarks,
    ) -> Result<Self> {
        let split = split(&[flags], words, true)?;
        remark_on_flags(&split, remarks);
        Ok(Self { name, split })
    }

    pub(super) fn values(&self, flag: &str) -> Vec<String> {
        let of_flag = self.split.flags.iter().filter(|given| given.flag.name == flag);
        of_flag.map(|given| given.value.text.clone()).collect()
    }

    pub(super) fn value(&self, flag: &str) -> String {
        self.values(flag).pop().unwrap_or_default()
    }

    pub(super) fn on(&self, flag: &str) -> bool {
        self.value(flag) == "true"
    }

    pub(super) fn off(&self, flag: &str) -> bool {
        self.value(flag) == "false"
    }

    pub(super) fn argument(&self, index: usize, name: &str, field: &str, remarks: &mut Remarks) -> Result<String> {
        let word = self.split.arguments.get(index).ok_or_else(|| self.missing(name))?;
        remarks.argument(word, (field, None));
        Ok(word.text.clone())
    }

    pub(super) fn at_least_one(&self, name: &str, field: &str, remarks: &mut Remarks) -> Result<Vec<String>> {
        if self.split.arguments.is_empty() {
            return Err(self.missing(name));
        }
        let told = self.split.arguments.iter().enumerate().map(|(index, word)| {
            remarks.argument(word, (field, Some(index)));
            word.text.clone()
        });
        Ok(told.collect())
    }

    /// The first container; one at a time is worked on here.
    pub(super) fn first_container(&self, remarks: &mut Remarks) -> Result<String> {
        let container = self.argument(0, "CONTAINER", "container", remarks)?;
        for word in &self.split.arguments[1..] {
            remarks.on(word.start, RemarkKind::OtherArgument, &word.typed);
        }
        Ok(container)
    }

    pub(super) fn no_more(&self, most: usize) -> Result<()> {
        match self.split.arguments.get(most) {
            None => Ok(()),
            Some(word) => {
                Err(Error::new(ErrorCode::ArgumentUnexpected).with("command", self.name).with("value", &word.text))
            }
        }
    }

    pub(super) fn missing(&self, argument: &str) -> Error {
        Error::new(ErrorCode::ArgumentMissing).with("command", self.name).with("argument", argument)
    }
}

/// Remarks on each flag that is not simply in its field.
pub(super) fn remark_on_flags(split: &Split<Support>, remarks: &mut Remarks) {
    let mut listed = 0;
    for (index, given) in split.flags.iter().enumerate() {
        let again = split.flags[index + 1..].iter().any(|later| later.flag.name == given.flag.name);
        let off = given.flag.arity == Nothing && given.value.text == "false";
        match given.flag.support {
            _ if again && given.flag.arity != Values => remarks.flag(given, RemarkKind::Replaced),
            // Only `docker commit` has one that is on by default.
            _ if off && given.flag.name != "pause" => remarks.flag(given, RemarkKind::Default),
            Support::Not(why) => remarks.flag(given, why),
            Support::Field(field) => {
                let at = (given.flag.arity == Values).then_some(listed);
                listed += usize::from(at.is_some());
                remarks.value(given, (field, at));
            }
        }
    }
}
