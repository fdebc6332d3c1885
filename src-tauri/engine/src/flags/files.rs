use std::{
    fs::{self, File},
    io::Read,
};

use crate::error::{Error, ErrorCode, Result};

/// How large a file may be: an engine takes no more arguments.
const MAX_SIZE: u64 = 4 * 1024 * 1024;

/// The lines of an `--env-file` or `--label-file` (docker/cli `opts/file.go`, `pkg/kvfile`): `NAME=VALUE`, or a bare
/// `NAME`, which `environment` may give a value; one that it does not is left out. Comments and empty lines say nothing.
///
/// # Errors
/// Those of [`text`]; [`ErrorCode::FileFailed`] when a name has space in it.
pub(super) fn lines(path: &str, environment: impl Fn(&str) -> Option<String>) -> Result<Vec<String>> {
    let text = text(path)?;
    let mut read = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines().map(str::trim_start) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (name, value) = line.split_once('=').map_or((line, None), |(name, value)| (name, Some(value)));
        if name.trim_start().is_empty() || name.contains(char::is_whitespace) {
            return Err(failed(path, &format!("not a name: {name:?}")));
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
/// Those of [`text`]; [`ErrorCode::FileFailed`] when it is not JSON.
pub(super) fn security(option: &str) -> Result<String> {
    let Some(path) = seccomp_file(option) else { return Ok(option.to_owned()) };
    let text = text(path)?;
    // Sent as it is, once it is known to be JSON.
    serde_json::from_str::<serde::de::IgnoredAny>(&text).map_err(|error| failed(path, &error.to_string()))?;
    Ok(format!("seccomp={}", compact(&text)))
}

/// A file's text. Others than regular files are refused: a pipe would never end, nor would a device.
///
/// # Errors
/// [`ErrorCode::FileNotRegular`], [`ErrorCode::FileTooLarge`]; [`ErrorCode::FileFailed`] when it cannot be read.
fn text(path: &str) -> Result<String> {
    let failed = |error: std::io::Error| failed(path, &error.to_string());
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(Error::new(ErrorCode::FileNotRegular).with("path", path));
    }
    let mut text = String::new();
    // Files of /proc are regular and have no size.
    File::open(path).map_err(failed)?.take(MAX_SIZE + 1).read_to_string(&mut text).map_err(failed)?;
    if text.len() as u64 > MAX_SIZE {
        return Err(Error::new(ErrorCode::FileTooLarge).with("path", path).with("limit", "4 MiB"));
    }
    Ok(text)
}

fn failed(path: &str, why: &str) -> Error {
    Error::new(ErrorCode::FileFailed).with("path", path).with_message(why)
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

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_or_too_large_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let code = |path: &str| lines(path, |_| None).map_err(|error| error.code);
        assert_eq!(code("/dev/zero"), Err(ErrorCode::FileNotRegular), "a device never ends");
        assert_eq!(code(folder.path().to_str().unwrap()), Err(ErrorCode::FileNotRegular), "a folder");
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success(), "a pipe");
        assert_eq!(code(pipe.to_str().unwrap()), Err(ErrorCode::FileNotRegular), "nobody writes into a pipe");
        let profile = format!("seccomp={}", pipe.display());
        assert_eq!(security(&profile).unwrap_err().code, ErrorCode::FileNotRegular, "nor a profile");
        let large = folder.path().join("large");
        File::create(&large).unwrap().set_len(1 << 40).unwrap();
        assert_eq!(code(large.to_str().unwrap()), Err(ErrorCode::FileTooLarge), "a file of a terabyte");
    }

    #[test]
    fn a_seccomp_profile_is_sent_without_its_space() {
        let file = file("{ \"a b\": [1, 2],\n \"c\": \"\\\" d\" }");
        let sent = security(&format!("seccomp={}", file.path().display())).unwrap();
        assert_eq!(sent, r#"seccomp={"a b":[1,2],"c":"\" d"}"#, "the profile itself");
        assert_eq!(security("seccomp=unconfined").unwrap(), "seccomp=unconfined", "not a file");
    }
}
