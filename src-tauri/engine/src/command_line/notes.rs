//! What the docker CLI's configuration and environment add to an action's command, for a person to know.
//!
//! Why: `docs/decisions/055-the-docker-clis-settings-count.md`.

use url::Url;

use crate::{
    connect::CliDefaults,
    flags,
    wire::{Action, Meaning},
};

/// What takes the place of a proxy's password.
const HIDDEN: &str = "*****";

/// Which settings an action's command depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Pull,
    Run,
    Build,
    Console,
}

/// Whether the docker CLI's settings have any effect on an action, so that it matters if they cannot be read.
pub fn depends_on_settings(action: &Action) -> bool {
    kind(action).is_some()
}

/// The notes on an action.
pub fn notes(action: &Action, cli: &CliDefaults) -> Vec<Meaning> {
    let Some(kind) = kind(action) else { return Vec::new() };
    let mut notes = Vec::new();
    if let Some(error) = &cli.config_error {
        notes.push(note("config", &[("path", &cli.config_path), ("reason", &error.message)]));
    }
    if kind != Kind::Console {
        if let Some(reason) = &cli.auth_error {
            notes.push(note("auth", &[("reason", reason)]));
        }
        if cli.content_trust {
            notes.push(note("content-trust", &[]));
        }
        if !cli.platform.is_empty() && own_platform(action).is_empty() {
            notes.push(note("platform", &[("platform", &cli.platform)]));
        }
    }
    let proxies = match action {
        Action::Run(form) => cli.proxy_variables(&form.env),
        Action::Build { .. } => cli.proxy_variables(&[]),
        _ => Vec::new(),
    };
    notes.extend(proxies.into_iter().map(|(name, value)| {
        note("proxy", &[("name", &name), ("value", &without_password(value)), ("path", &cli.config_path)])
    }));
    let is_attached = !matches!(action, Action::Run(form) if form.detach);
    if matches!(kind, Kind::Console | Kind::Run) && is_attached && !cli.detach_keys.is_empty() {
        notes.push(note("detach-keys", &[("keys", &cli.detach_keys), ("path", &cli.config_path)]));
    }
    notes
}

fn kind(action: &Action) -> Option<Kind> {
    match action {
        Action::Pull { .. } | Action::PullAgain { .. } | Action::PullThrough { .. } => Some(Kind::Pull),
        Action::Run(_) => Some(Kind::Run),
        Action::Build { .. } => Some(Kind::Build),
        Action::Exec(_) | Action::Attach { .. } => Some(Kind::Console),
        _ => None,
    }
}

/// The platform that the command itself asks for.
fn own_platform(action: &Action) -> String {
    match action {
        Action::Pull { platform, .. } | Action::PullThrough { platform, .. } => platform.trim().to_owned(),
        Action::Run(form) => flags::options(&form.other).map(|options| options.platform()).unwrap_or_default(),
        _ => String::new(),
    }
}

fn note(term: &str, values: &[(&str, &str)]) -> Meaning {
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Meaning { term: term.to_owned(), values: values.collect() }
}

/// A proxy's address for a screen.
fn without_password(address: &str) -> String {
    match Url::parse(address) {
        Ok(mut url) if url.password().is_some() => match url.set_password(Some(HIDDEN)) {
            Ok(()) => url.to_string().trim_end_matches('/').to_owned(),
            Err(()) => HIDDEN.to_owned(),
        },
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Error, ErrorCode, wire::RunForm};

    fn settings() -> CliDefaults {
        CliDefaults {
            platform: "linux/arm64".into(),
            proxies: vec![("HTTP_PROXY", "http://me:secret@127.0.0.1:3128".into())],
            detach_keys: "ctrl-x,x".into(),
            config_path: "/d/config.json".into(),
            content_trust: true,
            ..CliDefaults::default()
        }
    }

    fn terms(action: &Action, cli: &CliDefaults) -> Vec<String> {
        notes(action, cli).into_iter().map(|note| note.term).collect()
    }

    #[test]
    fn each_action_has_the_notes_that_concern_it() {
        let run = |form: RunForm| Action::Run(RunForm { image: "web".into(), ..form });
        let pull = |platform: &str| Action::Pull { reference: "web".into(), platform: platform.into() };
        let all = ["content-trust", "platform", "proxy", "proxy", "detach-keys"];
        assert_eq!(terms(&run(RunForm::default()), &settings()), all, "a run");
        let own = RunForm {
            detach: true,
            env: vec!["http_proxy=".into()],
            other: vec!["--platform linux/amd64".into()],
            ..RunForm::default()
        };
        assert_eq!(terms(&run(own), &settings()), ["content-trust", "proxy"], "what a run sets itself is not added");
        assert_eq!(terms(&pull(""), &settings()), ["content-trust", "platform"], "a pull");
        assert_eq!(terms(&pull("linux/amd64"), &settings()), ["content-trust"], "a pull for a platform");
        assert_eq!(terms(&Action::Attach { container: "web".into() }, &settings()), ["detach-keys"], "a console");
        assert_eq!(terms(&Action::StopContainer { container: "web".into() }, &settings()), [""; 0], "anything else");
        assert_eq!(terms(&run(RunForm::default()), &CliDefaults::default()), [""; 0], "no settings, no notes");
    }

    #[test]
    fn passwords_of_proxies_are_not_shown() {
        let proxy = notes(&Action::Build { dockerfile: "FROM a".into(), tag: "b".into() }, &settings())
            .into_iter()
            .find(|note| note.term == "proxy")
            .expect("a proxy");
        assert_eq!(proxy.values["value"], "http://me:*****@127.0.0.1:3128", "the rest is");
        assert_eq!(proxy.values["name"], "HTTP_PROXY", "with its variable");
        assert_eq!(without_password("localhost,127.0.0.1"), "localhost,127.0.0.1", "what is not a URL stays as it is");
    }

    #[test]
    fn settings_that_cannot_be_read_are_reported() {
        let broken = CliDefaults {
            config_error: Some(Error::new(ErrorCode::DockerConfigInvalid).with_message("trailing comma")),
            auth_error: Some("Syntax".into()),
            config_path: "/d/config.json".into(),
            ..CliDefaults::default()
        };
        let pull = Action::Pull { reference: "web".into(), platform: String::new() };
        assert_eq!(terms(&pull, &broken), ["config", "auth"], "both");
        assert!(depends_on_settings(&pull), "a pull needs logins");
    }
}
