use std::net::IpAddr;

use bollard::models::{RestartPolicy, RestartPolicyNameEnum, ThrottleDevice};

use crate::{
    flags::{
        CreateOptions, Pull, capabilities, devices, files, mount, network,
        values::{bytes, bytes_or_endless, duration, nano_cpus, number},
    },
    grammar::{
        flag::{
            Arity::{self, Nothing, Value, Values},
            Flag, parse_bool,
        },
        platform, ports,
    },
    wire::RemarkKind,
};

/// How a flag of `docker run` is supported.
pub(crate) enum Support {
    /// A field of the form.
    Field(&'static str),
    /// An older name of another flag.
    Alias(&'static str),
    /// One of the form's other flags, applied by this function; it returns `None` for a value that docker would refuse.
    Other(fn(&mut CreateOptions, &str) -> Option<()>),
    /// Not supported, for this reason.
    Unsupported(RemarkKind),
}

impl std::fmt::Debug for Support {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Field(field) => write!(formatter, "Field({field})"),
            Self::Alias(name) => write!(formatter, "Alias({name})"),
            Self::Other(_) => write!(formatter, "Other"),
            Self::Unsupported(why) => write!(formatter, "Unsupported({why:?})"),
        }
    }
}

/// The flag that an alias stands for.
pub(super) fn resolved(flag: &'static Flag<Support>) -> &'static Flag<Support> {
    match flag.support {
        Support::Alias(name) => RUN.iter().find(|flag| flag.name == name).unwrap_or(flag),
        _ => flag,
    }
}

/// The term that explains one of the form's other flags.
pub(crate) fn term(flag: &Flag<Support>) -> String {
    format!("run-flag-{}", flag.name)
}

const fn field(name: &'static str, short: Option<char>, arity: Arity, field: &'static str) -> Flag<Support> {
    Flag { name, short, arity, support: Support::Field(field) }
}

const fn alias(name: &'static str, arity: Arity, of: &'static str) -> Flag<Support> {
    Flag { name, short: None, arity, support: Support::Alias(of) }
}

const fn not(name: &'static str, short: Option<char>, arity: Arity, why: RemarkKind) -> Flag<Support> {
    Flag { name, short, arity, support: Support::Unsupported(why) }
}

const fn other(name: &'static str, arity: Arity, apply: fn(&mut CreateOptions, &str) -> Option<()>) -> Flag<Support> {
    Flag { name, short: None, arity, support: Support::Other(apply) }
}

const fn short(letter: char, flag: Flag<Support>) -> Flag<Support> {
    match flag {
        Flag { name, arity, support: Support::Other(apply), .. } => {
            Flag { name, short: Some(letter), arity, support: Support::Other(apply) }
        }
        flag => flag,
    }
}

/// Every flag of `docker run --help` of the docker command 28, in its order, and its older names.
pub(crate) const RUN: &[Flag<Support>] = &[
    other("add-host", Values, |to, value| push(&mut to.host.extra_hosts, extra_host(value)?)),
    other("annotation", Values, |to, value| {
        let (name, value) = value.split_once('=').unwrap_or((value, ""));
        to.host.annotations.get_or_insert_default().insert(name.to_owned(), value.to_owned());
        (!name.is_empty()).then_some(())
    }),
    not("attach", Some('a'), Values, RemarkKind::ClientOnly),
    other("blkio-weight", Value, |to, value| set(&mut to.host.blkio_weight, value.parse().ok())),
    other("blkio-weight-device", Values, |to, value| push(&mut to.host.blkio_weight_device, devices::weight(value)?)),
    other("cap-add", Values, |to, value| push(&mut to.host.cap_add, capabilities::named(value)?)),
    other("cap-drop", Values, |to, value| push(&mut to.host.cap_drop, capabilities::named(value)?)),
    other("cgroup-parent", Value, |to, value| set(&mut to.host.cgroup_parent, text(value))),
    other("cgroupns", Value, |to, value| set(&mut to.host.cgroupns_mode, value.parse().ok())),
    not("cidfile", None, Value, RemarkKind::ClientOnly),
    not("cpu-count", None, Value, RemarkKind::WindowsOnly),
    not("cpu-percent", None, Value, RemarkKind::WindowsOnly),
    other("cpu-period", Value, |to, value| set(&mut to.host.cpu_period, number(value))),
    other("cpu-quota", Value, |to, value| set(&mut to.host.cpu_quota, number(value))),
    other("cpu-rt-period", Value, |to, value| set(&mut to.host.cpu_realtime_period, number(value))),
    other("cpu-rt-runtime", Value, |to, value| set(&mut to.host.cpu_realtime_runtime, number(value))),
    short('c', other("cpu-shares", Value, |to, value| set(&mut to.host.cpu_shares, number(value)))),
    other("cpus", Value, |to, value| set(&mut to.host.nano_cpus, nano_cpus(value))),
    other("cpuset-cpus", Value, |to, value| set(&mut to.host.cpuset_cpus, text(value))),
    other("cpuset-mems", Value, |to, value| set(&mut to.host.cpuset_mems, text(value))),
    field("detach", Some('d'), Nothing, "detach"),
    not("detach-keys", None, Value, RemarkKind::ClientOnly),
    other("device", Values, |to, value| match devices::cdi(value) {
        Some(name) => add(&mut to.cdi, name),
        None => push(&mut to.host.devices, devices::device(value)?),
    }),
    other("device-cgroup-rule", Values, |to, value| push(&mut to.host.device_cgroup_rules, device_rule(value)?)),
    other("device-read-bps", Values, |to, value| throttle(&mut to.host.blkio_device_read_bps, value, bytes)),
    other("device-read-iops", Values, |to, value| throttle(&mut to.host.blkio_device_read_iops, value, number)),
    other("device-write-bps", Values, |to, value| throttle(&mut to.host.blkio_device_write_bps, value, bytes)),
    other("device-write-iops", Values, |to, value| throttle(&mut to.host.blkio_device_write_iops, value, number)),
    not("disable-content-trust", None, Nothing, RemarkKind::ClientOnly),
    other("dns", Values, |to, value| {
        let address: IpAddr = value.trim().parse().ok()?;
        push(&mut to.host.dns, address.to_string())
    }),
    other("dns-option", Values, |to, value| push(&mut to.host.dns_options, filled(value)?)),
    other("dns-search", Values, |to, value| push(&mut to.host.dns_search, filled(value.trim())?)),
    other("domainname", Value, |to, value| set(&mut to.body.domainname, text(value))),
    other("entrypoint", Value, |to, value| set(&mut to.body.entrypoint, Some(vec![value.to_owned()]))),
    field("env", Some('e'), Values, "env"),
    other("env-file", Values, |to, value| file(&mut to.env_files, value)),
    other("expose", Values, |to, value| {
        // The docker command takes a port or a range, without a host part.
        let ports = if value.contains(':') { None } else { ports::parse(value).ok() }?;
        to.exposed.extend(ports.iter().map(|port| format!("{}/{}", port.container, port.protocol)));
        Some(())
    }),
    other("gpus", Values, |to, value| push(&mut to.host.device_requests, devices::gpus(value)?)),
    other("group-add", Values, |to, value| push(&mut to.host.group_add, filled(value)?)),
    other("health-cmd", Value, |to, value| {
        set(&mut to.health.test, Some(vec!["CMD-SHELL".to_owned(), filled(value)?]))
    }),
    other("health-interval", Value, |to, value| set(&mut to.health.interval, duration(value))),
    other("health-retries", Value, |to, value| set(&mut to.health.retries, natural(value))),
    other("health-start-interval", Value, |to, value| set(&mut to.health.start_interval, duration(value))),
    other("health-start-period", Value, |to, value| set(&mut to.health.start_period, duration(value))),
    other("health-timeout", Value, |to, value| set(&mut to.health.timeout, duration(value))),
    not("help", None, Nothing, RemarkKind::ClientOnly),
    short('h', other("hostname", Value, |to, value| set(&mut to.body.hostname, text(value)))),
    other("init", Nothing, |to, value| set(&mut to.host.init, parse_bool(value))),
    field("interactive", Some('i'), Nothing, "interactive"),
    not("io-maxbandwidth", None, Value, RemarkKind::WindowsOnly),
    not("io-maxiops", None, Value, RemarkKind::WindowsOnly),
    other("ip", Value, |to, value| set(&mut to.networks.ipv4, address(value, IpAddr::is_ipv4))),
    other("ip6", Value, |to, value| set(&mut to.networks.ipv6, address(value, IpAddr::is_ipv6))),
    other("ipc", Value, |to, value| set(&mut to.host.ipc_mode, text(value))),
    other("isolation", Value, |to, value| set(&mut to.host.isolation, value.parse().ok())),
    not("kernel-memory", None, Value, RemarkKind::Discontinued),
    short('l', other("label", Values, |to, value| label(&mut to.labels, value))),
    other("label-file", Values, |to, value| file(&mut to.label_files, value)),
    other("link", Values, |to, value| {
        let parts: Vec<&str> = value.split(':').collect();
        (matches!(parts[..], [one] | [one, _] if !one.is_empty())).then(|| to.networks.links.push(value.to_owned()))
    }),
    other("link-local-ip", Values, |to, value| add(&mut to.networks.link_local, address(value, |_| true)?)),
    other("log-driver", Value, |to, value| set(&mut to.log_driver, text(value))),
    other("log-opt", Values, |to, value| add(&mut to.log_options, filled(value)?)),
    other("mac-address", Value, |to, value| set(&mut to.networks.mac, mac(value))),
    short('m', other("memory", Value, |to, value| set(&mut to.host.memory, bytes(value)))),
    other("memory-reservation", Value, |to, value| set(&mut to.host.memory_reservation, bytes(value))),
    other("memory-swap", Value, |to, value| set(&mut to.host.memory_swap, bytes_or_endless(value))),
    other("memory-swappiness", Value, |to, value| {
        set(&mut to.host.memory_swappiness, number(value).filter(|number| (-1..=100).contains(number)))
    }),
    other("mount", Values, |to, value| push(&mut to.host.mounts, mount::parse(value)?)),
    field("name", None, Value, "name"),
    other("network", Values, |to, value| add(&mut to.networks.attached, network::parse(value)?)),
    other("network-alias", Values, |to, value| add(&mut to.networks.aliases, filled(value)?)),
    other("no-healthcheck", Nothing, |to, value| {
        to.no_healthcheck = parse_bool(value)?;
        Some(())
    }),
    other("oom-kill-disable", Nothing, |to, value| set(&mut to.host.oom_kill_disable, parse_bool(value))),
    other("oom-score-adj", Value, |to, value| set(&mut to.host.oom_score_adj, number(value))),
    other("pid", Value, |to, value| set(&mut to.host.pid_mode, mode(value, &["host"], true))),
    other("pids-limit", Value, |to, value| set(&mut to.host.pids_limit, number(value))),
    other("platform", Value, |to, value| platform::parse(value).map(|_| to.platform = Some(value.to_owned()))),
    other("privileged", Nothing, |to, value| set(&mut to.host.privileged, parse_bool(value))),
    field("publish", Some('p'), Values, "ports"),
    short('P', other("publish-all", Nothing, |to, value| set(&mut to.host.publish_all_ports, parse_bool(value)))),
    other("pull", Value, |to, value| Pull::named(value).map(|when| to.pull = when)),
    not("quiet", Some('q'), Nothing, RemarkKind::ClientOnly),
    other("read-only", Nothing, |to, value| set(&mut to.host.readonly_rootfs, parse_bool(value))),
    other("restart", Value, |to, value| set(&mut to.host.restart_policy, restart(value))),
    field("rm", None, Nothing, "remove"),
    other("runtime", Value, |to, value| set(&mut to.host.runtime, text(value))),
    other("security-opt", Values, |to, value| {
        if value == "systempaths=unconfined" {
            (to.host.masked_paths, to.host.readonly_paths) = (Some(Vec::new()), Some(Vec::new()));
            return Some(());
        }
        let said = value == "no-new-privileges" || value.contains('=') || value.contains(':');
        let found = files::seccomp_file(value).is_none_or(is_absolute);
        (said && found).then(|| to.security.push(value.to_owned()))
    }),
    other("shm-size", Value, |to, value| set(&mut to.host.shm_size, bytes(value))),
    not("sig-proxy", None, Nothing, RemarkKind::ClientOnly),
    other("stop-signal", Value, |to, value| set(&mut to.body.stop_signal, text(value))),
    other("stop-timeout", Value, |to, value| set(&mut to.body.stop_timeout, number(value))),
    other("storage-opt", Values, |to, value| {
        let (name, value) = value.split_once('=')?;
        to.host.storage_opt.get_or_insert_default().insert(name.to_owned(), value.to_owned());
        Some(())
    }),
    other("sysctl", Values, |to, value| {
        let (name, value) = value.split_once('=')?;
        to.host.sysctls.get_or_insert_default().insert(sysctl(name)?, value.to_owned());
        Some(())
    }),
    other("tmpfs", Values, |to, value| {
        let (path, options) = value.split_once(':').unwrap_or((value, ""));
        to.host.tmpfs.get_or_insert_default().insert(path.to_owned(), options.to_owned());
        (!path.is_empty()).then_some(())
    }),
    field("tty", Some('t'), Nothing, "tty"),
    other("ulimit", Values, |to, value| {
        // A later limit of the same name replaces it.
        let limit = devices::ulimit(value)?;
        let limits = to.host.ulimits.get_or_insert_default();
        limits.retain(|other| other.name != limit.name);
        limits.push(limit);
        Some(())
    }),
    not("use-api-socket", None, Nothing, RemarkKind::ApiSocket),
    short('u', other("user", Value, |to, value| set(&mut to.body.user, text(value)))),
    other("userns", Value, |to, value| set(&mut to.host.userns_mode, mode(value, &["host"], false))),
    other("uts", Value, |to, value| set(&mut to.host.uts_mode, mode(value, &["host"], false))),
    field("volume", Some('v'), Values, "volumes"),
    other("volume-driver", Value, |to, value| set(&mut to.host.volume_driver, text(value))),
    other("volumes-from", Values, |to, value| push(&mut to.host.volumes_from, filled(value)?)),
    short('w', other("workdir", Value, |to, value| set(&mut to.body.working_dir, text(value)))),
    alias("dns-opt", Values, "dns-option"),
    alias("net", Values, "network"),
    alias("net-alias", Values, "network-alias"),
];

fn set<T>(field: &mut Option<T>, value: Option<T>) -> Option<()> {
    *field = Some(value?);
    Some(())
}

fn push<T>(list: &mut Option<Vec<T>>, value: T) -> Option<()> {
    list.get_or_insert_default().push(value);
    Some(())
}

fn add<T>(list: &mut Vec<T>, value: T) -> Option<()> {
    list.push(value);
    Some(())
}

fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

fn filled(value: &str) -> Option<String> {
    (!value.is_empty()).then(|| value.to_owned())
}

fn natural(value: &str) -> Option<i64> {
    number(value).filter(|number| *number >= 0)
}

fn throttle(list: &mut Option<Vec<ThrottleDevice>>, value: &str, rate: fn(&str) -> Option<i64>) -> Option<()> {
    let throttle = devices::throttle(value, rate)?;
    push(list, throttle)
}

/// A file on this machine. A relative path, which docker resolves against its working directory, is refused: a
/// window has no working directory that its user would know.
fn file(list: &mut Vec<String>, value: &str) -> Option<()> {
    is_absolute(value).then(|| list.push(value.to_owned()))
}

fn is_absolute(path: &str) -> bool {
    std::path::Path::new(path).is_absolute()
}

/// `host`, or another container's (moby `PidMode.Valid` and its kin).
fn mode(value: &str, words: &[&str], shared: bool) -> Option<String> {
    let container = value.strip_prefix("container:").is_some_and(|container| !container.is_empty());
    (value.is_empty() || words.contains(&value) || shared && container).then(|| value.to_owned())
}

fn address(value: &str, options: fn(&IpAddr) -> bool) -> Option<String> {
    value.parse().ok().filter(options).map(|_| value.to_owned())
}

/// Six pairs of hex digits between colons or dashes.
fn mac(value: &str) -> Option<String> {
    let pairs: Vec<&str> = value.split([':', '-']).collect();
    let is_pair = |pair: &&str| pair.len() == 2 && pair.bytes().all(|digit| digit.is_ascii_hexdigit());
    (pairs.len() == 6 && pairs.iter().all(is_pair)).then(|| value.to_owned())
}

/// `NAME:ADDRESS` or `NAME=ADDRESS`, the address in brackets or not, or `host-gateway` (docker/cli `ValidateExtraHost`).
fn extra_host(value: &str) -> Option<String> {
    let (name, address) = value.split_once('=').or_else(|| value.split_once(':'))?;
    let bare = address.strip_prefix('[').and_then(|address| address.strip_suffix(']')).unwrap_or(address);
    let known = bare == "host-gateway" || bare.parse::<IpAddr>().is_ok();
    (!name.is_empty() && known).then(|| format!("{name}:{bare}"))
}

/// `c 1:3 rwm`
fn device_rule(value: &str) -> Option<String> {
    let parts: Vec<&str> = value.split(' ').collect();
    let [kind, numbers, mode] = parts[..] else { return None };
    let (major, minor) = numbers.split_once(':')?;
    let is_number = |text: &str| text == "*" || !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let is_mode = (1..=3).contains(&mode.len()) && mode.chars().all(|letter| "rwm".contains(letter));
    (["a", "c", "b"].contains(&kind) && is_number(major) && is_number(minor) && is_mode).then(|| value.to_owned())
}

/// `NAME` or `NAME=VALUE`.
fn label(labels: &mut Vec<String>, value: &str) -> Option<()> {
    let name = value.split('=').next().unwrap_or_default();
    (!name.is_empty() && !name.contains(char::is_whitespace)).then(|| labels.push(value.to_owned()))
}

/// What a container may set (docker/cli `opts.ValidateSysctl`).
fn sysctl(name: &str) -> Option<String> {
    const NAMES: [&str; 8] = [
        "kernel.msgmax",
        "kernel.msgmnb",
        "kernel.msgmni",
        "kernel.sem",
        "kernel.shmall",
        "kernel.shmmax",
        "kernel.shmmni",
        "kernel.shm_rmid_forced",
    ];
    let own = NAMES.contains(&name) || name.starts_with("net.") || name.starts_with("fs.mqueue.");
    own.then(|| name.to_owned())
}

/// `no`, `always`, `unless-stopped`, `on-failure[:TIMES]` (docker/cli `opts.ParseRestartPolicy`).
fn restart(value: &str) -> Option<RestartPolicy> {
    let (name, times) = value.split_once(':').map_or((value, None), |(name, times)| (name, Some(times)));
    let name: RestartPolicyNameEnum = name.parse().ok()?;
    let times = times.map(|times| times.parse::<i64>()).transpose().ok()?;
    if times.is_some() && name != RestartPolicyNameEnum::ON_FAILURE {
        return None;
    }
    Some(RestartPolicy { name: Some(name), maximum_retry_count: times })
}
