use std::path::Path;

use crate::error::{Error, ErrorCode, Result};

/// The lines of an `--env-file` or `--label-file` (docker/cli `opts/file.go`, `pkg/kvfile`): `NAME=VALUE`, or a bare
/// `NAME`, which `environment` may give a value; one that it does not is left out. Comments and empty lines say nothing.
///
/// # Errors
/// [`ErrorCode::FileFailed`] when it cannot be read, or a name has space in it.
pub(super) fn lines(path: &str, environment: impl Fn(&str) -> Option<String>) -> Result<Vec<String>> {
    let failed = |why: String| Error::new(ErrorCode::FileFailed).with("path", path).with_message(why);
    let text = std::fs::read_to_string(Path::new(path)).map_err(|error| failed(error.to_string()))?;
    let mut read = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines().map(str::trim_start) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (name, value) = line.split_once('=').map_or((line, None), |(name, value)| (name, Some(value)));
        if name.trim_start().is_empty() || name.contains(char::is_whitespace) {
            return Err(failed(format!("not a name: {name:?}")));
        }
        match value {
            Some(_) => read.push(line.to_owned()),
            None => read.extend(environment(name).map(|value| format!("{name}={value}"))),
        }
    }
    Ok(read)
}

/// A `--security-opt` as the engine arity it: a seccomp profile is sent, not its path (docker/cli `parseSecurityOpts`).
///
/// # Errors
/// [`ErrorCode::FileFailed`]
pub(super) fn security(option: &str) -> Result<String> {
    let Some(path) = seccomp_file(option) else { return Ok(option.to_owned()) };
    let failed = |why: String| Error::new(ErrorCode::FileFailed).with("path", path).with_message(why);
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    // Sent as it is, once it is known to be JSON.
    serde_json::from_str::<serde::de::IgnoredAny>(&text).map_err(|error| failed(error.to_string()))?;
    Ok(format!("seccomp={}", compact(&text)))
}

/// The file that a seccomp option names.
pub(super) fn seccomp_file(option: &str) -> Option<&str> {
    let value = option.strip_prefix("seccomp=").or_else(|| option.strip_prefix("seccomp:"))?;
    (value != "unconfined" && value != "builtin").then_some(value)
}

/// JSON without insignificant space, otherwise unchanged (Go's `json.Compact`).
fn compact(json: &str) -> String {
    let mut inside = false;
    let mut escaped = false;
    let keep = |character: &char| {
        let kept = inside || !character.is_ascii_whitespace();
        if escaped {
            escaped = false;
        } else if inside && *character == '\\' {
            escaped = true;
        } else if *character == '"' {
            inside = !inside;
        }
        kept
    };
    json.chars().filter(keep).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    #[test]
    fn variables_are_read_from_a_file() {
        let file = file("\u{feff}A=1\n# no\n\n  B=b c=d \nHOME\nUNSET\n");
        let environment = |name: &str| (name == "HOME").then(|| "/root".to_owned());
        let read = lines(file.path().to_str().unwrap(), environment).unwrap();
        assert_eq!(read, ["A=1", "B=b c=d ", "HOME=/root"], "what the file gives");
        let code = |text: &str| lines(self::file(text).path().to_str().unwrap(), |_| None).map_err(|error| error.code);
        assert_eq!(code("A B=1"), Err(ErrorCode::FileFailed), "a name with space");
        assert_eq!(lines("/no/such", |_| None).unwrap_err().details["path"], "/no/such", "the file is named");
    }

    #[test]
    fn a_seccomp_profile_is_sent_without_its_space() {
        let file = file("{ \"a b\": [1, 2],\n \"c\": \"\\\" d\" }");
        let sent = security(&format!("seccomp={}", file.path().display())).unwrap();
        assert_eq!(sent, r#"seccomp={"a b":[1,2],"c":"\" d"}"#, "the profile itself");
        assert_eq!(security("seccomp=unconfined").unwrap(), "seccomp=unconfined", "not a file");
    }
}
