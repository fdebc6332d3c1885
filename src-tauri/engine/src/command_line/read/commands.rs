use super::{
    remarks::Remarks,
    run, selection,
    split::{Split, split},
    unknown,
    words::Word,
};
use crate::{
    command_line::line::join,
    error::{Error, ErrorCode, Result},
    grammar::flag::{
        Flag,
        Takes::{self, Nothing, Value, Values},
    },
    wire::{Action, CommitForm, ExecForm, RemarkKind, Selection},
};

/// What becomes of a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is in this field of the action.
    Field(&'static str),
    /// It is not taken over.
    Not(RemarkKind),
}

pub(super) type Flags = &'static [Flag<Fate>];

pub(super) const fn field(name: &'static str, short: Option<char>, takes: Takes, field: &'static str) -> Flag<Fate> {
    Flag { name, short, takes, fate: Fate::Field(field) }
}

/// A flag that only says how the docker command prints, or how it handles its terminal.
pub(super) const fn prints(name: &'static str, short: Option<char>, takes: Takes) -> Flag<Fate> {
    Flag { name, short, takes, fate: Fate::Not(RemarkKind::ClientOnly) }
}

pub(super) const fn not(name: &'static str, short: Option<char>, takes: Takes) -> Flag<Fate> {
    Flag { name, short, takes, fate: Fate::Not(RemarkKind::NotOffered) }
}

const fn place(name: &'static str, short: Option<char>, takes: Takes) -> Flag<Fate> {
    Flag { name, short, takes, fate: Fate::Not(RemarkKind::EngineChoice) }
}

/// What may stand between `docker` and its command, and between `podman` and its.
const GLOBAL: Flags = &[
    place("config", None, Value),
    place("context", Some('c'), Value),
    prints("debug", Some('D'), Nothing),
    place("host", Some('H'), Values),
    prints("log-level", Some('l'), Value),
    place("tls", None, Nothing),
    place("tlscacert", None, Value),
    place("tlscert", None, Value),
    place("tlskey", None, Value),
    place("tlsverify", None, Nothing),
    prints("help", None, Nothing),
    prints("version", Some('v'), Nothing),
    place("connection", None, Value),
    place("remote", Some('r'), Nothing),
    place("url", None, Value),
    place("root", None, Value),
    place("runroot", None, Value),
];

const PULL: Flags = &[
    not("all-tags", Some('a'), Nothing),
    prints("disable-content-trust", None, Nothing),
    field("platform", None, Value, "platform"),
    prints("quiet", Some('q'), Nothing),
];

const EXEC: Flags = &[
    not("detach", Some('d'), Nothing),
    prints("detach-keys", None, Value),
    not("env", Some('e'), Values),
    not("env-file", None, Values),
    field("interactive", Some('i'), Nothing, ""),
    not("privileged", None, Nothing),
    field("tty", Some('t'), Nothing, ""),
    field("user", Some('u'), Value, "user"),
    not("workdir", Some('w'), Value),
];

const COMMIT: Flags = &[
    field("author", Some('a'), Value, "author"),
    field("change", Some('c'), Values, "changes"),
    field("message", Some('m'), Value, "message"),
    field("pause", Some('p'), Nothing, "pause"),
];

const IMAGES: Flags = &[
    field("all", Some('a'), Nothing, "all"),
    prints("digests", None, Nothing),
    field("filter", Some('f'), Values, "filters"),
    prints("format", None, Value),
    prints("no-trunc", None, Nothing),
    prints("quiet", Some('q'), Nothing),
    prints("tree", None, Nothing),
];

pub(super) const REMOVE_IMAGES: Flags =
    &[not("force", Some('f'), Nothing), not("no-prune", None, Nothing), not("platform", None, Values)];

const HISTORY: Flags = &[
    prints("format", None, Value),
    prints("human", Some('H'), Nothing),
    prints("no-trunc", None, Nothing),
    not("platform", None, Value),
    prints("quiet", Some('q'), Nothing),
];

const LIST: Flags = &[
    field("all", Some('a'), Nothing, "all"),
    not("filter", Some('f'), Values),
    prints("format", None, Value),
    not("last", Some('n'), Value),
    not("latest", Some('l'), Nothing),
    prints("no-trunc", None, Nothing),
    prints("quiet", Some('q'), Nothing),
    prints("size", Some('s'), Nothing),
];

const START: Flags = &[
    not("attach", Some('a'), Nothing),
    not("checkpoint", None, Value),
    not("checkpoint-dir", None, Value),
    prints("detach-keys", None, Value),
    not("interactive", Some('i'), Nothing),
];

/// Of `stop` and `restart`; `time` is the older name of `timeout`.
const STOP: Flags = &[not("signal", Some('s'), Value), not("timeout", Some('t'), Value), not("time", None, Value)];

const KILL: Flags = &[not("signal", Some('s'), Value)];

const REMOVE: Flags = &[
    field("force", Some('f'), Nothing, "force"),
    not("link", Some('l'), Nothing),
    field("volumes", Some('v'), Nothing, "volumes"),
];

const ATTACH: Flags =
    &[prints("detach-keys", None, Value), not("no-stdin", None, Nothing), prints("sig-proxy", None, Nothing)];

const NONE: Flags = &[];

const OFFERED: [&str; 16] = [
    "run", "pull", "exec", "commit", "images", "rmi", "tag", "history", "ps", "start", "stop", "kill", "restart", "rm",
    "diff", "attach",
];

/// The other commands of docker.
const KNOWN: [&str; 50] = [
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
    "rename",
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

/// Reads what stands behind `docker`; where it names no single things, what it selects.
pub(super) fn read(words: &[Word], podman: bool, remarks: &mut Remarks) -> Result<(Action, Option<Selection>)> {
    let global = split(&[GLOBAL], words, true)?;
    tell(&global, remarks);
    let (command, rest) = command(&global.arguments)?;
    match selection::of(command, rest, remarks)? {
        Some(selection) => Ok((selection::action(selection), Some(selection))),
        None => Ok((action(command, rest, podman, remarks)?, None)),
    }
}

fn action(command: &str, rest: &[Word], podman: bool, remarks: &mut Remarks) -> Result<Action> {
    match command {
        "run" => Ok(Action::Run(run::read(rest, podman, remarks)?)),
        "exec" => exec(rest, remarks),
        "pull" => pull(rest, remarks),
        "commit" => commit(rest, remarks),
        "images" => images(rest, remarks),
        "rmi" => {
            let command = Command::read("docker rmi", REMOVE_IMAGES, rest, remarks)?;
            let targets = command.at_least_one("IMAGE", "targets", remarks)?;
            Ok(Action::RemoveImages { targets })
        }
        "tag" => {
            let command = Command::read("docker tag", NONE, rest, remarks)?;
            let image = command.argument(0, "SOURCE_IMAGE", "image", remarks)?;
            let reference = command.argument(1, "TARGET_IMAGE", "reference", remarks)?;
            command.no_more(2)?;
            Ok(Action::TagImage { image, reference })
        }
        "history" => {
            let command = Command::read("docker history", HISTORY, rest, remarks)?;
            command.no_more(1)?;
            Ok(Action::ImageHistory { image: command.argument(0, "IMAGE", "image", remarks)? })
        }
        "ps" => {
            let command = Command::read("docker ps", LIST, rest, remarks)?;
            command.no_more(0)?;
            Ok(Action::ListContainers { all: command.on("all") })
        }
        "rm" => {
            let command = Command::read("docker rm", REMOVE, rest, remarks)?;
            let container = command.first_container(remarks)?;
            Ok(Action::RemoveContainer { container, force: command.on("force"), volumes: command.on("volumes") })
        }
        "start" => on_container("docker start", START, rest, remarks, |container| Action::StartContainer { container }),
        "stop" => on_container("docker stop", STOP, rest, remarks, |container| Action::StopContainer { container }),
        "kill" => on_container("docker kill", KILL, rest, remarks, |container| Action::KillContainer { container }),
        "restart" => {
            on_container("docker restart", STOP, rest, remarks, |container| Action::RestartContainer { container })
        }
        "diff" => on_container("docker diff", NONE, rest, remarks, |container| Action::Diff { container }),
        _ => on_container("docker attach", ATTACH, rest, remarks, |container| Action::Attach { container }),
    }
}

/// The command by its short name, which `docker image ls` has as well, and what stands behind it.
fn command(words: &[Word]) -> Result<(&'static str, &[Word])> {
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
        ("container", "diff") => "diff",
        ("container", "attach") => "attach",
        (group, command) => {
            return Err(Error::new(ErrorCode::DockerCommandNotOffered).with("command", format!("{group} {command}")));
        }
    };
    Ok((command, rest))
}

fn pull(words: &[Word], remarks: &mut Remarks) -> Result<Action> {
    let command = Command::read("docker pull", PULL, words, remarks)?;
    command.no_more(1)?;
    let reference = command.argument(0, "NAME", "reference", remarks)?;
    Ok(Action::Pull { reference, platform: command.value("platform") })
}

fn exec(words: &[Word], remarks: &mut Remarks) -> Result<Action> {
    let command = Command::read_to_argument("docker exec", EXEC, words, remarks)?;
    let container = command.argument(0, "CONTAINER", "container", remarks)?;
    let program = &command.split.arguments[1..];
    if program.is_empty() {
        return Err(command.missing("COMMAND"));
    }
    program.iter().for_each(|word| remarks.argument(word, ("command", None)));
    if !(command.on("interactive") && command.on("tty")) {
        remarks.on(words.first().map_or(0, |word| word.start), RemarkKind::Added, "-it");
    }
    let program = join(&program.iter().map(|word| word.text.clone()).collect::<Vec<_>>());
    Ok(Action::Exec(ExecForm { container, command: program, user: command.value("user") }))
}

fn commit(words: &[Word], remarks: &mut Remarks) -> Result<Action> {
    let command = Command::read("docker commit", COMMIT, words, remarks)?;
    command.no_more(2)?;
    let container = command.argument(0, "CONTAINER", "container", remarks)?;
    let name = command.split.arguments.get(1);
    name.into_iter().for_each(|word| remarks.argument(word, ("repository", None)));
    let name = name.map(|word| word.text.as_str()).unwrap_or_default();
    let (repository, tag) = match name.rsplit_once(':') {
        // The colon of a registry's port.
        Some((_, tag)) if tag.contains('/') => (name, ""),
        Some((repository, tag)) => (repository, tag),
        None => (name, ""),
    };
    Ok(Action::Commit(CommitForm {
        container,
        repository: repository.to_owned(),
        tag: tag.to_owned(),
        author: command.value("author"),
        message: command.value("message"),
        pause: !command.off("pause"),
        changes: command.values("change"),
    }))
}

fn images(words: &[Word], remarks: &mut Remarks) -> Result<Action> {
    let command = Command::read("docker images", IMAGES, words, remarks)?;
    command.no_more(1)?;
    let repository = match command.split.arguments.is_empty() {
        true => String::new(),
        false => command.argument(0, "REPOSITORY", "repository", remarks)?,
    };
    let filters = command.values("filter");
    let is_dangling = |filter: &String| matches!(filter.as_str(), "dangling=true" | "dangling=1");
    let dangling = filters.iter().any(is_dangling);
    let filters = filters.into_iter().filter(|filter| !is_dangling(filter)).collect();
    Ok(Action::ListImages { all: command.on("all"), dangling, filters, repository })
}

fn on_container(
    name: &'static str,
    flags: Flags,
    words: &[Word],
    remarks: &mut Remarks,
    action: fn(String) -> Action,
) -> Result<Action> {
    Ok(action(Command::read(name, flags, words, remarks)?.first_container(remarks)?))
}

/// A command whose flags are told apart from its arguments.
pub(super) struct Command {
    name: &'static str,
    split: Split<Fate>,
}

impl Command {
    pub(super) fn read(name: &'static str, flags: Flags, words: &[Word], remarks: &mut Remarks) -> Result<Self> {
        let split = split(&[flags], words, false)?;
        tell(&split, remarks);
        Ok(Self { name, split })
    }

    fn read_to_argument(name: &'static str, flags: Flags, words: &[Word], remarks: &mut Remarks) -> Result<Self> {
        let split = split(&[flags], words, true)?;
        tell(&split, remarks);
        Ok(Self { name, split })
    }

    fn values(&self, flag: &str) -> Vec<String> {
        let of_flag = self.split.flags.iter().filter(|given| given.flag.name == flag);
        of_flag.map(|given| given.value.text.clone()).collect()
    }

    fn value(&self, flag: &str) -> String {
        self.values(flag).pop().unwrap_or_default()
    }

    pub(super) fn on(&self, flag: &str) -> bool {
        self.value(flag) == "true"
    }

    fn off(&self, flag: &str) -> bool {
        self.value(flag) == "false"
    }

    fn argument(&self, index: usize, name: &str, field: &str, remarks: &mut Remarks) -> Result<String> {
        let word = self.split.arguments.get(index).ok_or_else(|| self.missing(name))?;
        remarks.argument(word, (field, None));
        Ok(word.text.clone())
    }

    fn at_least_one(&self, name: &str, field: &str, remarks: &mut Remarks) -> Result<Vec<String>> {
        if self.split.arguments.is_empty() {
            return Err(self.missing(name));
        }
        let told = self.split.arguments.iter().enumerate().map(|(index, word)| {
            remarks.argument(word, (field, Some(index)));
            word.text.clone()
        });
        Ok(told.collect())
    }

    /// The first container; one at a time is worked on here.
    fn first_container(&self, remarks: &mut Remarks) -> Result<String> {
        let container = self.argument(0, "CONTAINER", "container", remarks)?;
        for word in &self.split.arguments[1..] {
            remarks.on(word.start, RemarkKind::OtherArgument, &word.typed);
        }
        Ok(container)
    }

    pub(super) fn no_more(&self, most: usize) -> Result<()> {
        match self.split.arguments.get(most) {
            None => Ok(()),
            Some(word) => {
                Err(Error::new(ErrorCode::ArgumentUnexpected).with("command", self.name).with("value", &word.text))
            }
        }
    }

    fn missing(&self, argument: &str) -> Error {
        Error::new(ErrorCode::ArgumentMissing).with("command", self.name).with("argument", argument)
    }
}

/// On each flag that is not simply in its field.
fn tell(split: &Split<Fate>, remarks: &mut Remarks) {
    let mut listed = 0;
    for (index, given) in split.flags.iter().enumerate() {
        let again = split.flags[index + 1..].iter().any(|later| later.flag.name == given.flag.name);
        let off = given.flag.takes == Nothing && given.value.text == "false";
        match given.flag.fate {
            _ if again && given.flag.takes != Values => remarks.flag(given, RemarkKind::Replaced),
            // `docker commit` alone has one that is on by itself.
            _ if off && given.flag.name != "pause" => remarks.flag(given, RemarkKind::Default),
            Fate::Not(why) => remarks.flag(given, why),
            Fate::Field(field) => {
                let at = (given.flag.takes == Values).then_some(listed);
                listed += usize::from(at.is_some());
                remarks.value(given, (field, at));
            }
        }
    }
}
