use super::words::{Word, is_dash};
use crate::{
    error::{Error, ErrorCode, Result},
    grammar::flag::{Arity, Flag, by_name, by_short, nearest, parse_bool},
};

/// A flag of a command with its value.
#[derive(Debug)]
pub(super) struct Given<F: 'static> {
    pub flag: &'static Flag<F>,
    /// `true` or `false` for one that takes none.
    pub value: Word,
    /// Both as they were typed.
    pub typed: String,
    pub start: usize,
    /// The flag itself was written with typographic dashes.
    pub rewritten: bool,
}

/// A command's words, split into flags and arguments.
#[derive(Debug)]
pub(super) struct Split<F: 'static> {
    pub flags: Vec<Given<F>>,
    pub arguments: Vec<Word>,
}

/// Tells flags from arguments, as the docker command does (spf13/pflag). Where the first argument `ends` the flags, all
/// after it are arguments.
///
/// # Errors
/// [`ErrorCode::FlagUnknown`], [`ErrorCode::FlagValueMissing`], [`ErrorCode::FlagValueInvalid`]
pub(super) fn split<F>(tables: &[&'static [Flag<F>]], words: &[Word], ends: bool) -> Result<Split<F>> {
    let mut split = Split { flags: Vec::new(), arguments: Vec::new() };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let name = word.text.trim_start_matches(is_dash);
        let dashes = word.text[..word.text.len() - name.len()].chars().count();
        let typographic = !word.text.starts_with(&"-".repeat(dashes));
        match dashes {
            2 if name.is_empty() => {
                split.arguments.extend(words.cloned());
                break;
            }
            _ if dashes == 0 || name.is_empty() => {
                split.arguments.push(word.clone());
                if ends {
                    split.arguments.extend(words.cloned());
                    break;
                }
            }
            // Word processors turn two dashes into a long one.
            1 if typographic && long(tables, name).is_ok_and(|(flag, _)| flag.name.len() > 1) => {
                split.flags.push(long_flag(tables, name, word, typographic, &mut words)?);
            }
            1 => short_flags(tables, name, word, typographic, &mut words, &mut split.flags)?,
            _ => split.flags.push(long_flag(tables, name, word, typographic, &mut words)?),
        }
    }
    Ok(split)
}

fn long<'n, F>(tables: &[&'static [Flag<F>]], word: &'n str) -> Result<(&'static Flag<F>, Option<&'n str>)> {
    let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
    let found = tables.iter().find_map(|table| by_name(table, name));
    found.map(|flag| (flag, value)).ok_or_else(|| unknown(tables, &format!("--{name}"), name))
}

fn long_flag<'w, F>(
    tables: &[&'static [Flag<F>]],
    text: &str,
    word: &Word,
    rewritten: bool,
    more: &mut impl Iterator<Item = &'w Word>,
) -> Result<Given<F>> {
    let (flag, attached) = long(tables, text)?;
    let attached = attached.map(|value| Word { text: value.to_owned(), ..word.clone() });
    let (value, behind) = value(flag, attached, more)?;
    Ok(Given { flag, value, typed: joined(&word.typed, behind), start: word.start, rewritten })
}

fn short_flags<'w, F>(
    tables: &[&'static [Flag<F>]],
    letters: &str,
    word: &Word,
    rewritten: bool,
    more: &mut impl Iterator<Item = &'w Word>,
    flags: &mut Vec<Given<F>>,
) -> Result<()> {
    let mut letters = letters.chars();
    while let Some(letter) = letters.next() {
        let found = tables.iter().find_map(|table| by_short(table, letter));
        let flag = found.ok_or_else(|| unknown(tables, &word.typed, word.text.trim_start_matches(is_dash)))?;
        let rest = letters.as_str();
        let ends = rest.starts_with('=') || flag.arity != Arity::Nothing;
        let attached = (ends && !rest.is_empty())
            .then(|| Word { text: rest.strip_prefix('=').unwrap_or(rest).to_owned(), ..word.clone() });
        let (value, behind) = value(flag, attached, more)?;
        let typed = joined(&if ends { format!("-{letter}{rest}") } else { format!("-{letter}") }, behind);
        flags.push(Given { flag, value, typed, start: word.start, rewritten });
        if ends {
            break;
        }
    }
    Ok(())
}

/// The value of a flag, and what was typed for it where it is a word of its own.
fn value<'w, F>(
    flag: &Flag<F>,
    attached: Option<Word>,
    more: &mut impl Iterator<Item = &'w Word>,
) -> Result<(Word, Option<&'w str>)> {
    let dashed = format!("--{}", flag.name);
    match (flag.arity, attached) {
        (Arity::Nothing, None) => Ok((Word { text: "true".to_owned(), ..Word::default() }, None)),
        (Arity::Nothing, Some(word)) => match parse_bool(&word.text) {
            Some(set) => Ok((Word { text: set.to_string(), ..word }, None)),
            None => Err(Error::new(ErrorCode::FlagValueInvalid).with("flag", dashed).with("value", word.text)),
        },
        (_, Some(word)) => Ok((word, None)),
        (_, None) => {
            let word = more.next().ok_or_else(|| Error::new(ErrorCode::FlagValueMissing).with("flag", dashed))?;
            Ok((word.clone(), Some(&word.typed)))
        }
    }
}

fn joined(flag: &str, behind: Option<&str>) -> String {
    behind.map_or_else(|| flag.to_owned(), |value| format!("{flag} {value}"))
}

fn unknown<F>(tables: &[&'static [Flag<F>]], typed: &str, name: &str) -> Error {
    let names = tables.iter().flat_map(|table| table.iter()).map(|flag| flag.name);
    let suggestion = nearest(name, names).map(|name| format!("--{name}")).unwrap_or_default();
    Error::new(ErrorCode::FlagUnknown).with("flag", typed).with("suggestion", suggestion)
}
