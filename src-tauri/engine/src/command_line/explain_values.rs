//! The meaning of a command's parts, as data for the page's sentences.
//!
//! Parsed as the forms are. `value` is always the text as typed; `kind` selects the sentence, and is
//! `other` where the text cannot be read (yet).

use std::collections::BTreeMap;

use crate::grammar::{
    Reference, env, instruction, platform, ports,
    volumes::{self, Volume},
    words,
};

/// What a message is given, by name.
pub(super) type Values = BTreeMap<String, String>;

/// Programs that are there to be typed into.
const SHELLS: [&str; 6] = ["ash", "bash", "dash", "fish", "sh", "zsh"];

/// What a part with this value means. A term always has the same names, so that a message may use each of them.
pub(super) fn of(term: &str, value: &str) -> Values {
    match term {
        "commit-change" => change(value),
        "commit-reference" | "history-image" | "images-repository" | "pull-reference" | "rmi-target" | "run-image"
        | "save-image" | "tag-image" | "tag-reference" => image(value),
        "exec-command" | "run-command" => program(value),
        "exec-user" => user(value),
        "images-filter" => filter(value),
        "pull-platform" => platform(value),
        "run-env" => variable(value),
        "run-publish" => port(value),
        "run-volume" => volume(value),
        _ => values([("value", value)]),
    }
}

pub(super) fn values<const COUNT: usize>(pairs: [(&str, &str); COUNT]) -> Values {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// `kind`: `tag`, `latest` (none is named, so that one is meant), `digest`, `id` or `other`; `registry`: `hub`, the host
/// of another, or `none`.
pub(super) fn image(text: &str) -> Values {
    let told = |kind: &str, registry: &str, repository: &str, tag: &str, digest: &str| {
        let named = [("kind", kind), ("registry", registry), ("repository", repository), ("tag", tag)];
        values([("value", text), ("digest", digest)]).into_iter().chain(values(named)).collect()
    };
    if is_id(text) {
        return told("id", "none", "", "", "");
    }
    let Ok(reference) = Reference::parse(text) else { return told("other", "none", "", "", "") };
    let kind = match (reference.digest(), reference.tag()) {
        (Some(_), _) => "digest",
        (None, Some(_)) => "tag",
        (None, None) => "latest",
    };
    let registry = if reference.is_on_hub() { "hub" } else { reference.registry() };
    let (tag, digest) = (reference.tag().unwrap_or_default(), reference.digest().unwrap_or_default());
    told(kind, registry, &reference.familiar_repository(), tag, digest)
}

/// A whole ID, or the beginning of one as Docker shortens it: a repository might be called so, but is not.
pub(super) fn is_id(text: &str) -> bool {
    let hex = text.strip_prefix("sha256:").unwrap_or(text);
    [12, 64].contains(&hex.len()) && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// `kind`: `system`, `processor`, `both` or `other`.
fn platform(text: &str) -> Values {
    let told = |kind: &str, os: &str, architecture: &str, variant: &str| {
        values([("value", text), ("kind", kind), ("os", os), ("architecture", architecture), ("variant", variant)])
    };
    match platform::parse(text) {
        None => told("other", "", "", ""),
        Some(platform) => {
            let kind = match (platform.os, platform.architecture) {
                ("", _) => "processor",
                (_, "") => "system",
                _ => "both",
            };
            told(kind, platform.os, platform.architecture, platform.variant)
        }
    }
}

/// `kind`: `fixed`, `any` (the engine chooses), `choice` (it chooses from a range), or `other`; `reach`: who gets
/// there, `all`, `local`, `one` (through `address`) or `none`.
fn port(text: &str) -> Values {
    let told = |kind: &str, host: &str, container: &str, protocol: &str, reach: &str, address: &str| {
        let ends = [("host", host), ("container", container), ("address", address)];
        let read = [("value", text), ("kind", kind), ("protocol", protocol), ("reach", reach)];
        values(ends).into_iter().chain(values(read)).collect()
    };
    let publications = ports::parse(text).unwrap_or_default();
    let (Some(first), Some(last)) = (publications.first(), publications.last()) else {
        return told("other", "", "", "", "none", "");
    };
    let host = first.host.as_ref().zip(last.host.as_ref()).map(|(first, last)| (*first.start(), *last.end()));
    let (kind, host) = match host {
        None | Some((0, 0)) => ("any", String::new()),
        Some((from, to)) if first == last && from != to => ("choice", range(from, to)),
        Some((from, to)) => ("fixed", range(from, to)),
    };
    let reach = match first.address.parse::<std::net::IpAddr>() {
        Ok(address) if address.is_loopback() => "local",
        Ok(address) if !address.is_unspecified() => "one",
        _ => "all",
    };
    told(kind, &host, &range(first.container, last.container), &first.protocol, reach, &first.address)
}

fn range(from: u16, to: u16) -> String {
    if from == to { from.to_string() } else { format!("{from}-{to}") }
}

/// `kind`: `given`, `empty`, `passed` (the value is taken from where docker runs) or `other`.
fn variable(text: &str) -> Values {
    let (kind, name, content) = match env::parse(text) {
        Err(_) => ("other", "", ""),
        Ok((name, None)) => ("passed", name, ""),
        Ok((name, Some(""))) => ("empty", name, ""),
        Ok((name, Some(content))) => ("given", name, content),
    };
    values([("value", text), ("kind", kind), ("name", name), ("content", content)])
}

/// `kind`: `folder` (of the host), `named`, `anonymous` or `other`; `access`: `ro` or `rw`.
fn volume(text: &str) -> Values {
    let told = |kind: &str, source: &str, path: &str, options: &str| {
        let access = if options.split(',').any(|option| option == "ro") { "ro" } else { "rw" };
        let read = [("value", text), ("kind", kind), ("access", access)];
        let ends = [("source", source), ("path", path), ("options", options)];
        values(read).into_iter().chain(values(ends)).collect()
    };
    match volumes::parse(text) {
        Err(_) => told("other", "", "", ""),
        Ok(Volume::Anonymous { path }) => told("anonymous", "", &path, ""),
        Ok(Volume::Bound { source, path, options, .. }) => {
            let kind = if volumes::is_host_path(&source) { "folder" } else { "named" };
            told(kind, &source, &path, &options)
        }
    }
}

/// `kind`: `shell` (to type into), `script` (a shell is given one), `alone`, `arguments` or `other`.
fn program(text: &str) -> Values {
    let words = words::split(text).unwrap_or_default();
    let Some((program, arguments)) = words.split_first() else {
        return values([("value", text), ("kind", "other"), ("program", ""), ("arguments", "")]);
    };
    let is_shell = SHELLS.contains(&program.rsplit('/').next().unwrap_or_default());
    let (kind, arguments) = match arguments {
        [] if is_shell => ("shell", String::new()),
        [] => ("alone", String::new()),
        [flag, script] if is_shell && flag == "-c" => ("script", script.clone()),
        arguments => ("arguments", words::join(arguments)),
    };
    values([("value", text), ("kind", kind), ("program", program), ("arguments", &arguments)])
}

/// `kind`: `root`, `name` or `number`; `group` is empty when none is named.
fn user(text: &str) -> Values {
    let (user, group) = text.split_once(':').unwrap_or((text, ""));
    let kind = match user {
        "root" | "0" => "root",
        user if !user.is_empty() && user.bytes().all(|byte| byte.is_ascii_digit()) => "number",
        _ => "name",
    };
    values([("value", text), ("kind", kind), ("user", user), ("group", group)])
}

/// `kind`: the instruction, or `other` for one that a commit may not carry.
fn change(text: &str) -> Values {
    let (name, arguments) = instruction::split(text);
    let kind = if instruction::ALLOWED.contains(&name.as_str()) { name.as_str() } else { "other" };
    values([("value", text), ("kind", kind), ("arguments", arguments)])
}

/// `kind`: what is filtered by: `label`, `reference`, `before`, `since`, or `other`.
fn filter(text: &str) -> Values {
    let (name, content) = text.split_once('=').unwrap_or((text, ""));
    let kind = if ["label", "reference", "before", "since"].contains(&name) { name } else { "other" };
    values([("value", text), ("kind", kind), ("content", content)])
}
