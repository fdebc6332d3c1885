use crate::error::{Error, ErrorCode, Result};

/// What the engine is sent for one `-e` value, after docker/cli `opts.ValidateEnv`.
///
/// A bare `NAME` takes its value from `environment`; where it is not set there, it is sent to the engine as it is,
/// which then removes the variable that the image sets.
///
/// # Errors
/// [`ErrorCode::EnvInvalid`] when there is no name.
pub fn resolve(value: &str, environment: impl Fn(&str) -> Option<String>) -> Result<String> {
    match parse(value)? {
        (name, None) => Ok(environment(name).map_or_else(|| value.to_owned(), |found| format!("{name}={found}"))),
        (_, Some(_)) => Ok(value.to_owned()),
    }
}

/// The name in an `-e` value, and its value, where it has one.
///
/// # Errors
/// [`ErrorCode::EnvInvalid`] when there is no name.
pub fn parse(value: &str) -> Result<(&str, Option<&str>)> {
    let (name, given) = value.split_once('=').map_or((value, None), |(name, given)| (name, Some(given)));
    if name.trim().is_empty() || value.contains('\0') {
        return Err(Error::new(ErrorCode::EnvInvalid).with("value", value));
    }
    Ok((name, given))
}

/// Keeps the last of several values of one variable, as the docker command does: engines would pass all of them on.
pub fn latest(values: Vec<String>) -> Vec<String> {
    let name = |value: &str| value.split('=').next().unwrap_or_default().to_owned();
    let mut kept: Vec<String> = Vec::new();
    for value in values {
        kept.retain(|other| name(other) != name(&value));
        kept.push(value);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_value_replaces_an_earlier_one() {
        let values = ["A=1", "B=2", "A=3", "A"].map(str::to_owned).to_vec();
        assert_eq!(latest(values), ["B=2", "A"], "the last of each");
    }

    #[test]
    fn values_are_taken_as_the_docker_command_takes_them() {
        let environment = |name: &str| (name == "HOME").then(|| "/root".to_owned());
        for (value, expected) in [
            ("A=1", "A=1"),
            ("A=", "A="),
            ("A=b=c d", "A=b=c d"),
            ("HOME", "HOME=/root"),
            ("HOME=/x", "HOME=/x"),
            ("UNSET", "UNSET"),
        ] {
            assert_eq!(resolve(value, environment).as_deref(), Ok(expected), "what becomes of {value:?}");
        }
        for value in ["", "=1", "  "] {
            let code = resolve(value, environment).map_err(|error| error.code);
            assert_eq!(code, Err(ErrorCode::EnvInvalid), "{value:?} has no name");
        }
    }
}
