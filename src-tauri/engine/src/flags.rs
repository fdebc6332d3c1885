//! Every flag of `docker run`, and how it is supported: as a field of the run form, applied to the
//! container as the docker command does it (docker/cli `container/opts.go`), or not, with the reason.
//!
//! The flags are those of docker 28, and the older names that it still accepts.
//!
//! Why: `docs/decisions/017-one-table-of-flags.md`.

mod capabilities;
mod create_options;
mod devices;
mod files;
pub(crate) mod mount;
mod network;
mod row;
mod table;
mod values;

pub(crate) use create_options::{CreateOptions, Pull};
pub(crate) use row::{Row, parse as parse_row};
pub(crate) use table::{RUN, Support, term};

use crate::{
    error::{Error, Result},
    wire::{Problem, RunForm},
};

/// The flags of `docker run` that are kept in [`RunForm::other`], by their names without dashes.
pub fn other_flags() -> Vec<&'static str> {
    RUN.iter().filter(|flag| matches!(flag.support, Support::Other(_))).map(|flag| flag.name).collect()
}

/// The create options that the form's other flags set. Files are read when the request is built.
///
/// # Errors
/// [`FlagUnknown`](crate::ErrorCode::FlagUnknown), [`FlagValueInvalid`](crate::ErrorCode::FlagValueInvalid), …
pub(crate) fn options(rows: &[String]) -> Result<CreateOptions> {
    let mut options = CreateOptions::default();
    for row in rows.iter().filter(|row| !row.trim().is_empty()) {
        row::parse(row)?.apply(&mut options)?;
    }
    Ok(options)
}

/// Problems of the form's other flags: of each by itself, and in combination with each other and the form.
pub(crate) fn problems(form: &RunForm) -> Vec<Problem> {
    let alone = |(index, row): (usize, &String)| match options(std::slice::from_ref(row)) {
        Ok(_) => None,
        Err(error) => Some(Problem::at_value("other", index, error)),
    };
    let problems: Vec<Problem> = form.other.iter().enumerate().filter_map(alone).collect();
    if !problems.is_empty() {
        return problems;
    }
    let together = options(&form.other).and_then(|options| options.check(form));
    together.err().map(|error| at_blamed(form, error)).into_iter().collect()
}

/// What Docker refuses beside another container's network.
pub(crate) fn shared_network_problem(form: &RunForm) -> Option<Problem> {
    let error = options(&form.other).ok()?.shared_network_conflict(form)?;
    Some(at_blamed(form, error))
}

/// The conflict at the value to remove: a port, or the last row that the conflict names.
fn at_blamed(form: &RunForm, error: Error) -> Problem {
    let names_ports = error.details.get("flags").is_some_and(|flags| flags.split(", ").any(|flag| flag == "--publish"));
    let port = form.ports.iter().position(|port| !port.trim().is_empty()).filter(|_| names_ports);
    match port {
        Some(port) => Problem::at_value("ports", port, error),
        None => Problem::at_value("other", blamed(form, &error), error),
    }
}

/// The last row that the conflict names: the one to remove.
fn blamed(form: &RunForm, error: &Error) -> usize {
    let flags: Vec<&str> = error.details.get("flags").map(|flags| flags.split(", ").collect()).unwrap_or_default();
    let names =
        |row: &String| row::parse(row).is_ok_and(|row| flags.contains(&format!("--{}", row.flag.name).as_str()));
    form.other.iter().rposition(names).unwrap_or_default()
}

#[cfg(test)]
mod tests;
