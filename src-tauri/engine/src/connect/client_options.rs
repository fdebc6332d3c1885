//! What the docker CLI's configuration and environment say about the connection itself.

use bollard::ClientVersion;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};

use super::environment::Environment;
use crate::{
    cli_config::{self, ConfigFile},
    error::{Error, ErrorCode, Result},
};

/// The variable with headers instead of those in `config.json` (docker/cli `withCustomHeadersFromEnv`).
const CUSTOM_HEADERS: &str = "DOCKER_CUSTOM_HEADERS";
/// The variable with the API version to use (moby `client.WithAPIVersionFromEnv`).
const API_VERSION: &str = "DOCKER_API_VERSION";

/// How requests are sent to an engine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClientOptions {
    /// Headers of every request.
    pub(super) headers: HeaderMap,
    /// The API version, major and minor; `None` to agree on one.
    pub(super) api_version: Option<(usize, usize)>,
}

impl ClientOptions {
    /// The options of the docker CLI in this environment. As for the docker CLI, a `config.json` that cannot be read has
    /// no headers.
    ///
    /// # Errors
    /// [`ErrorCode::DockerConfigInvalid`] with the file or the variable that is wrong.
    pub fn of(environment: &Environment) -> Result<Self> {
        let headers = match &environment.docker_custom_headers {
            Some(text) => headers(CUSTOM_HEADERS, parse_pairs(text).ok_or_else(|| invalid(CUSTOM_HEADERS, text))?)?,
            None => {
                let file = ConfigFile::load(&environment.docker_config).unwrap_or_default();
                let path = cli_config::path(&environment.docker_config).display().to_string();
                headers(&path, file.http_headers.into_iter().collect())?
            }
        };
        let version = |text: &String| parse_version(text).ok_or_else(|| invalid(API_VERSION, text));
        Ok(Self { headers, api_version: environment.docker_api_version.as_ref().map(version).transpose()? })
    }

    pub(super) fn client_version(&self) -> Option<ClientVersion> {
        self.api_version.map(|(major_version, minor_version)| ClientVersion { major_version, minor_version })
    }
}

/// An API version such as `1.41`, also written `v1.41`.
pub(super) fn parse_version(text: &str) -> Option<(usize, usize)> {
    let (major, minor) = text.trim().trim_start_matches('v').split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

fn headers(source: &str, pairs: Vec<(String, String)>) -> Result<HeaderMap> {
    let header = |(name, value): (String, String)| {
        let parsed = HeaderName::try_from(&name).ok().zip(HeaderValue::try_from(&value).ok());
        parsed.ok_or_else(|| invalid(source, &name))
    };
    pairs.into_iter().map(header).collect()
}

/// `NAME=VALUE,…`, each optionally in double quotes, in which two mean one (Go's `encoding/csv`).
fn parse_pairs(text: &str) -> Option<Vec<(String, String)>> {
    let mut fields = vec![String::new()];
    let (mut quoted, mut characters) = (false, text.trim_end().chars().peekable());
    while let Some(character) = characters.next() {
        let field = fields.last_mut()?;
        match character {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' if quoted || field.is_empty() => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => field.push(other),
        }
    }
    let pair = |field: &String| {
        let (name, value) = field.split_once('=')?;
        (!name.trim().is_empty()).then(|| (name.trim().to_owned(), value.to_owned()))
    };
    if quoted { None } else { fields.iter().map(pair).collect() }
}

fn invalid(source: &str, value: &str) -> Error {
    Error::new(ErrorCode::DockerConfigInvalid).with("path", source).with_message(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(environment: Environment) -> Result<ClientOptions> {
        ClientOptions::of(&environment)
    }

    fn header(options: &ClientOptions, name: &str) -> Option<String> {
        options.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    }

    #[test]
    fn headers_are_those_of_the_file_or_of_the_variable() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.json"), r#"{"HttpHeaders": {"X-Team": "harbour"}}"#).unwrap();
        let file = Environment { docker_config: folder.path().to_owned(), ..Environment::default() };
        let options = with(file.clone()).unwrap();
        assert_eq!(header(&options, "x-team").as_deref(), Some("harbour"), "the file's");
        let variable = Environment { docker_custom_headers: Some("A=1,\"B=2,\"\"3\"\"\"".into()), ..file.clone() };
        let options = with(variable).unwrap();
        assert_eq!(header(&options, "x-team"), None, "the variable replaces the file's");
        let pair = (header(&options, "a"), header(&options, "b"));
        assert_eq!(pair, (Some("1".into()), Some("2,\"3\"".into())), "quoted values may contain commas");
        for wrong in ["A", "=1", "A=1,", "\"A=1", "a b=1"] {
            let error = with(Environment { docker_custom_headers: Some(wrong.into()), ..file.clone() }).unwrap_err();
            assert_eq!(error.details["path"], CUSTOM_HEADERS, "{wrong:?} is wrong: {error:?}");
        }
    }

    #[test]
    fn the_api_version_can_be_set() {
        let version =
            |text: &str| with(Environment { docker_api_version: Some(text.into()), ..Environment::default() });
        assert_eq!(version("v1.41").map(|options| options.api_version), Ok(Some((1, 41))), "with or without v");
        assert_eq!(version("latest").unwrap_err().code, ErrorCode::DockerConfigInvalid, "not a version");
    }
}
