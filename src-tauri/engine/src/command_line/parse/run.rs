use super::{
    remarks::Remarks,
    split::{Given, split},
    words::Word,
};
use crate::{
    command_line::line::join,
    error::{Error, ErrorCode, Result},
    flags::{RUN, Row, Support, mount::as_volume},
    grammar::flag::{
        Arity::{self, Nothing, Value, Values},
        Flag, by_name,
    },
    wire::{RemarkKind, RunForm},
};

const fn podmans(name: &'static str, arity: Arity) -> Flag<Support> {
    Flag { name, short: None, arity, support: Support::Unsupported(RemarkKind::PodmanOnly) }
}

/// The flags of `podman run` that `docker run` has not (podman-run(1) of 5).
const PODMAN: &[Flag<Support>] = &[
    podmans("arch", Value),
    podmans("authfile", Value),
    podmans("cgroups", Value),
    podmans("cgroup-conf", Values),
    podmans("chrootdirs", Value),
    podmans("conmon-pidfile", Value),
    podmans("creds", Value),
    podmans("env-host", Nothing),
    podmans("env-merge", Values),
    podmans("gidmap", Values),
    podmans("hostuser", Values),
    podmans("http-proxy", Nothing),
    podmans("image-volume", Value),
    podmans("init-path", Value),
    podmans("no-hostname", Nothing),
    podmans("no-hosts", Nothing),
    podmans("os", Value),
    podmans("passwd", Nothing),
    podmans("passwd-entry", Value),
    podmans("personality", Value),
    podmans("pidfile", Value),
    podmans("pod", Value),
    podmans("pod-id-file", Value),
    podmans("preserve-fds", Value),
    podmans("read-only-tmpfs", Nothing),
    podmans("replace", Nothing),
    podmans("requires", Value),
    podmans("rmi", Nothing),
    podmans("rootfs", Nothing),
    podmans("sdnotify", Value),
    podmans("seccomp-policy", Value),
    podmans("secret", Values),
    podmans("subgidname", Value),
    podmans("subuidname", Value),
    podmans("systemd", Value),
    podmans("timeout", Value),
    podmans("tls-verify", Nothing),
    podmans("tz", Value),
    podmans("uidmap", Values),
    podmans("umask", Value),
    podmans("unsetenv", Values),
    podmans("unsetenv-all", Nothing),
    podmans("variant", Value),
];

/// Parses the arguments of `docker run`.
pub(super) fn read(words: &[Word], podman: bool, remarks: &mut Remarks) -> Result<RunForm> {
    let tables: &[&[Flag<Support>]] = if podman { &[RUN, PODMAN] } else { &[RUN] };
    let read = split(tables, words, true)?;
    let mut form = RunForm::default();
    for (index, given) in read.flags.iter().enumerate() {
        let flag = resolved(given.flag);
        let again = read.flags[index + 1..].iter().any(|later| resolved(later.flag).name == flag.name);
        if again && flag.arity != Values {
            remarks.flag(given, RemarkKind::Replaced);
            continue;
        }
        match flag.support {
            Support::Field(field) => into_field(&mut form, field, given, remarks)?,
            Support::Other(_) | Support::Alias(_) => into_other(&mut form, flag, given, remarks),
            Support::Unsupported(why) if is_default(flag.name, &given.value.text) => {
                remarks.flag(given, if why == RemarkKind::PodmanOnly { why } else { RemarkKind::Default });
            }
            Support::Unsupported(why) => remarks.flag(given, why),
        }
    }
    let missing = || Error::new(ErrorCode::ArgumentMissing).with("command", "docker run").with("argument", "IMAGE");
    let (image, command) = read.arguments.split_first().ok_or_else(missing)?;
    form.image = image.text.clone();
    remarks.argument(image, ("image", None));
    form.command = join(&command.iter().map(|word| word.text.clone()).collect::<Vec<_>>());
    command.iter().for_each(|word| remarks.argument(word, ("command", None)));
    if let Some(first) = command.first().filter(|word| is_flag_of_run(&word.text)) {
        remarks.word(first, RemarkKind::BehindImage, "command");
    }
    Ok(form)
}

fn resolved(flag: &'static Flag<Support>) -> &'static Flag<Support> {
    match flag.support {
        Support::Alias(name) => by_name(RUN, name).unwrap_or(flag),
        _ => flag,
    }
}

fn into_field(form: &mut RunForm, field: &'static str, given: &Given<Support>, remarks: &mut Remarks) -> Result<()> {
    let value = &given.value.text;
    let set = value == "true";
    let (list, text) = match field {
        "ports" => (&mut form.ports, published(value)),
        "env" => (&mut form.env, value.clone()),
        "volumes" => (&mut form.volumes, value.clone()),
        "name" => {
            form.name.clone_from(value);
            remarks.value(given, (field, None));
            return Ok(());
        }
        "detach" => return switch(&mut form.detach, set, given, remarks),
        "interactive" => return switch(&mut form.interactive, set, given, remarks),
        "tty" => return switch(&mut form.tty, set, given, remarks),
        "remove" => return switch(&mut form.remove, set, given, remarks),
        _ => return Err(Error::internal(format!("no field of the run form: {field}"))),
    };
    if text.is_empty() {
        let flag = format!("--{}", given.flag.name);
        return Err(Error::new(ErrorCode::FlagValueInvalid).with("flag", flag).with("value", ""));
    }
    let at = (field, Some(list.len()));
    let needs_value = given.value.expands || field == "volumes" && is_relative(&text);
    if needs_value {
        remarks.flag_in(given, RemarkKind::NeedsValue, at);
    }
    if text != *value || given.rewritten || given.value.rewritten {
        remarks.flag_in(given, RemarkKind::Rewritten, at);
    }
    list.push(text);
    Ok(())
}

fn switch(field: &mut bool, set: bool, given: &Given<Support>, remarks: &mut Remarks) -> Result<()> {
    *field = set;
    if !set {
        remarks.flag(given, RemarkKind::Default);
    } else if given.rewritten {
        remarks.flag_in(given, RemarkKind::Rewritten, (field_of(given), None));
    }
    Ok(())
}

fn field_of(given: &Given<Support>) -> &'static str {
    match given.flag.support {
        Support::Field(field) => field,
        _ => "",
    }
}

fn into_other(form: &mut RunForm, flag: &'static Flag<Support>, given: &Given<Support>, remarks: &mut Remarks) {
    if flag.name == "mount"
        && let Some(volume) = as_volume(&given.value.text).filter(|_| !given.value.expands)
    {
        remarks.flag_in(given, RemarkKind::Rewritten, ("volumes", Some(form.volumes.len())));
        form.volumes.push(volume);
        return;
    }
    let at = ("other", Some(form.other.len()));
    let is_file = matches!(flag.name, "env-file" | "label-file");
    if given.value.expands || is_file && !given.value.text.starts_with('/') || mounts_relative(flag, &given.value.text)
    {
        remarks.flag_in(given, RemarkKind::NeedsValue, at);
    } else {
        remarks.flag_in(given, RemarkKind::OtherFlag, at);
    }
    form.other.push(join(&Row { flag, value: given.value.text.clone() }.words()));
}

fn mounts_relative(flag: &Flag<Support>, value: &str) -> bool {
    let source = |field: &str| field.strip_prefix("source=").or(field.strip_prefix("src=")).is_some_and(is_relative);
    flag.name == "mount" && value.split(',').any(source)
}

/// A path from the folder that the command would have been typed in.
fn is_relative(path: &str) -> bool {
    let source = path.split(':').next().unwrap_or_default();
    matches!(source, "." | "..") || ["./", "../", ".\\", "..\\"].iter().any(|start| source.starts_with(start))
}

/// `published=8080,target=80` as the docker command rewrites it (docker/cli `convertToStandardNotation`).
fn published(value: &str) -> String {
    if !value.contains('=') {
        return value.to_owned();
    }
    let get = |name: &str| value.split(',').find_map(|part| part.split_once('=').filter(|(known, _)| *known == name));
    let (host, target) = (get("published").map(|(_, host)| host), get("target").map(|(_, target)| target));
    let protocol = get("protocol").map_or("tcp", |(_, protocol)| protocol);
    match target {
        Some(target) => format!("{}:{target}/{protocol}", host.unwrap_or_default()),
        None => value.to_owned(),
    }
}

/// Whether the docker command does so anyway, and Slipway too.
fn is_default(name: &str, value: &str) -> bool {
    matches!((name, value), ("sig-proxy" | "disable-content-trust", "true") | ("quiet" | "use-api-socket", "false"))
}

/// Whether a word looks like a flag of `docker run`, so that it may have been meant as one.
fn is_flag_of_run(word: &str) -> bool {
    const SHORT: [&str; 10] = ["-d", "-it", "-ti", "-itd", "-dit", "-i", "-t", "-p", "-v", "-e"];
    let long = word.strip_prefix("--").map(|long| long.split('=').next().unwrap_or(long));
    SHORT.contains(&word) || long.is_some_and(|name| !["help", "quiet"].contains(&name) && by_name(RUN, name).is_some())
}
