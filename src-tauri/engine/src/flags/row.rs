use crate::{
    error::{Error, ErrorCode, Result},
    flags::{
        create_options::CreateOptions,
        table::{RUN, Support, resolved},
    },
    grammar::flag::{Arity, Flag, by_name, by_short, nearest, parse_bool},
};

/// One of the form's other flags.
#[derive(Debug)]
pub(crate) struct Row {
    /// Which.
    pub flag: &'static Flag<Support>,
    /// `true` or `false` for one that takes none.
    pub value: String,
}

impl Row {
    /// Applies the flag, as the docker command does.
    ///
    /// # Errors
    /// [`ErrorCode::FlagValueInvalid`] for a value that the docker command would refuse.
    pub(super) fn apply(&self, options: &mut CreateOptions) -> Result<()> {
        let Support::Other(apply) = self.flag.support else { return Ok(()) };
        apply(options, &self.value).ok_or_else(|| {
            let flag = format!("--{}", self.flag.name);
            Error::new(ErrorCode::FlagValueInvalid).with("flag", flag).with("value", &self.value)
        })
    }

    /// The words of the flag in a command, unquoted: the flag, and its value where it is a word of its own.
    pub(crate) fn words(&self) -> Vec<String> {
        let flag = format!("--{}", self.flag.name);
        match (self.flag.arity, self.value.as_str()) {
            (Arity::Nothing, "true") => vec![flag],
            (Arity::Nothing, value) => vec![format!("{flag}={value}")],
            (_, value) => vec![flag, value.to_owned()],
        }
    }
}

/// Reads `--memory 512m`, `--memory=512m`, `-m 512m`, `-m512m`, `--privileged`.
///
/// # Errors
/// [`ErrorCode::FlagUnknown`], [`ErrorCode::FlagIsField`], [`ErrorCode::FlagUnsupported`],
/// [`ErrorCode::FlagValueMissing`], [`ErrorCode::FlagValueInvalid`], [`ErrorCode::QuotesUnbalanced`].
pub(crate) fn parse(row: &str) -> Result<Row> {
    let words = crate::grammar::words::split(row)?;
    let (first, rest) = words.split_first().ok_or_else(|| unknown(row.trim()))?;
    let (flag, attached) = find(first)?;
    let flag = resolved(flag);
    let dashed = format!("--{}", flag.name);
    let said = Error::new(ErrorCode::FlagValueInvalid).with("flag", &dashed);
    match flag.support {
        Support::Field(_) => return Err(Error::new(ErrorCode::FlagIsField).with("flag", dashed)),
        Support::Unsupported(_) => return Err(Error::new(ErrorCode::FlagUnsupported).with("flag", dashed)),
        Support::Other(_) | Support::Alias(_) => {}
    }
    let value = match (flag.arity, attached, rest) {
        (Arity::Nothing, None, []) => "true".to_owned(),
        (Arity::Nothing, Some(value), []) => match parse_bool(&value) {
            Some(set) => set.to_string(),
            None => return Err(said.with("value", value)),
        },
        (_, Some(value), []) => value,
        (Arity::Value | Arity::Values, None, [value]) => value.clone(),
        (Arity::Value | Arity::Values, None, []) => {
            return Err(Error::new(ErrorCode::FlagValueMissing).with("flag", dashed));
        }
        (_, _, rest) => return Err(said.with("value", rest.join(" "))),
    };
    Ok(Row { flag, value })
}

/// The flag at the start of a word, and the value that is joined to it.
fn find(word: &str) -> Result<(&'static Flag<Support>, Option<String>)> {
    if let Some(long) = word.strip_prefix("--") {
        let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
        let flag = by_name(RUN, name).ok_or_else(|| unknown(&format!("--{name}")))?;
        return Ok((flag, value.map(str::to_owned)));
    }
    let mut letters = word.strip_prefix('-').ok_or_else(|| unknown(word))?.chars();
    let flag = letters.next().and_then(|letter| by_short(RUN, letter)).ok_or_else(|| unknown(word))?;
    let rest = letters.as_str();
    let value = (!rest.is_empty()).then(|| rest.strip_prefix('=').unwrap_or(rest).to_owned());
    Ok((flag, value))
}

/// An unknown flag, with a suggestion.
fn unknown(word: &str) -> Error {
    let meant = nearest(word.trim_start_matches('-'), RUN.iter().map(|flag| flag.name));
    let suggestion = meant.map(|name| format!("--{name}")).unwrap_or_default();
    Error::new(ErrorCode::FlagUnknown).with("flag", word).with("suggestion", suggestion)
}
