//! The names of docker's commands.

use super::words::Word;
use crate::{
    error::{Error, ErrorCode, Result},
    grammar::flag::nearest,
};

const OFFERED: [&str; 17] = [
    "run", "pull", "exec", "commit", "images", "rmi", "tag", "history", "ps", "start", "stop", "kill", "restart",
    "rename", "rm", "diff", "attach",
];

/// The other commands of docker.
const KNOWN: [&str; 49] = [
    "ai",
    "build",
    "builder",
    "buildx",
    "checkpoint",
    "compose",
    "config",
    "container",
    "context",
    "cp",
    "create",
    "debug",
    "desktop",
    "events",
    "export",
    "image",
    "import",
    "info",
    "init",
    "inspect",
    "load",
    "login",
    "logout",
    "logs",
    "manifest",
    "mcp",
    "model",
    "network",
    "node",
    "pause",
    "plugin",
    "port",
    "push",
    "save",
    "scout",
    "search",
    "secret",
    "service",
    "stack",
    "stats",
    "swarm",
    "system",
    "top",
    "trust",
    "unpause",
    "update",
    "version",
    "volume",
    "wait",
];

/// The command's short name, also of `docker image ls`, and its arguments.
pub(super) fn command(words: &[Word]) -> Result<(&'static str, &[Word])> {
    let missing = || Error::new(ErrorCode::ArgumentMissing).with("command", "docker").with("argument", "COMMAND");
    let (first, rest) = words.split_first().ok_or_else(missing)?;
    if let Some(command) = OFFERED.into_iter().find(|command| *command == first.text) {
        return Ok((command, rest));
    }
    let Some((second, rest)) = rest.split_first().filter(|_| matches!(first.text.as_str(), "image" | "container"))
    else {
        return Err(unknown(&first.text, &OFFERED, &KNOWN));
    };
    let command = match (first.text.as_str(), second.text.as_str()) {
        ("image", "ls" | "list") => "images",
        ("image", "rm" | "remove") => "rmi",
        ("image", "prune") => "image prune",
        ("image", "pull") => "pull",
        ("image", "tag") => "tag",
        ("image", "history") => "history",
        ("container", "ls" | "list" | "ps") => "ps",
        ("container", "rm" | "remove") => "rm",
        ("container", "prune") => "container prune",
        ("container", "run") => "run",
        ("container", "exec") => "exec",
        ("container", "commit") => "commit",
        ("container", "start") => "start",
        ("container", "stop") => "stop",
        ("container", "kill") => "kill",
        ("container", "restart") => "restart",
        ("container", "rename") => "rename",
        ("container", "diff") => "diff",
        ("container", "attach") => "attach",
        (group, command) => {
            return Err(Error::new(ErrorCode::DockerCommandNotOffered).with("command", format!("{group} {command}")));
        }
    };
    Ok((command, rest))
}

/// An unknown command, with a suggestion.
fn unknown(command: &str, offered: &[&str], known: &[&str]) -> Error {
    if known.contains(&command) {
        return Error::new(ErrorCode::DockerCommandNotOffered).with("command", command);
    }
    let suggestion = nearest(command, offered.iter().chain(known).copied()).unwrap_or_default();
    Error::new(ErrorCode::DockerCommandUnknown).with("command", command).with("suggestion", suggestion)
}
