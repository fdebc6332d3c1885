use bollard::models::{DeviceMapping, DeviceRequest, ResourcesBlkioWeightDevice, ResourcesUlimits, ThrottleDevice};

use crate::flags::values::{clean, fields, map};

/// Reads a `--device` value, `HOST[:CONTAINER][:rwm]` (docker/cli `validateLinuxPath`, `parseLinuxDevice`). `HOST` may
/// end in `*` for the docker command, which looks on its own machine what that is; that is not taken.
pub(super) fn device(value: &str) -> Option<DeviceMapping> {
    let parts: Vec<&str> = value.split(':').collect();
    let (host, inside, mode) = match parts[..] {
        [path] => (clean(path), clean(path), "rwm"),
        [path, mode] if is_mode(mode) => (clean(path), clean(path), mode),
        [path, inside] => (path.to_owned(), clean(inside), "rwm"),
        [path, inside, mode] if is_mode(mode) => (path.to_owned(), inside.to_owned(), mode),
        _ => return None,
    };
    // A device of the Container Device Interface, such as `nvidia.com/gpu=all`, is requested differently.
    if !inside.starts_with('/') || host.is_empty() || host.ends_with('*') {
        return None;
    }
    Some(DeviceMapping {
        path_on_host: Some(host),
        path_in_container: Some(inside),
        cgroup_permissions: Some(mode.to_owned()),
    })
}

fn is_mode(mode: &str) -> bool {
    let once = |letter| mode.matches(letter).count() <= 1;
    !mode.is_empty() && mode.chars().all(|letter| "rwm".contains(letter)) && ['r', 'w', 'm'].into_iter().all(once)
}

/// A device of the Container Device Interface: `VENDOR/CLASS=NAME` (docker/cli `parseDevice`, from 25 on).
pub(super) fn cdi(value: &str) -> Option<String> {
    let (class, name) = value.split_once('=')?;
    let (vendor, kind) = class.split_once('/')?;
    let is_name = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_alphanumeric())
            && text.chars().all(|one| one.is_ascii_alphanumeric() || "_.:-".contains(one))
    };
    (is_name(vendor) && is_name(kind) && is_name(name)).then(|| value.to_owned())
}

/// The request for devices of the Container Device Interface.
pub(super) fn cdi_request(names: Vec<String>) -> DeviceRequest {
    DeviceRequest { driver: Some("cdi".to_owned()), device_ids: Some(names), ..DeviceRequest::default() }
}

/// Reads a `--gpus` value: `all`, `2`, `device=0`, `"device=0,1"`, `all,capabilities=utility` (docker/cli `opts/gpus.go`).
pub(super) fn gpus(value: &str) -> Option<DeviceRequest> {
    let list = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
    let mut request = DeviceRequest::default();
    let mut seen = Vec::new();
    for field in fields(value)? {
        let (name, value) = field.split_once('=').unwrap_or(("count", &field));
        if seen.contains(&name.to_owned()) {
            return None;
        }
        seen.push(name.to_owned());
        match name {
            "count" => request.count = Some(if value == "all" { -1 } else { value.parse().ok()? }),
            "driver" => request.driver = Some(value.to_owned()),
            "device" => request.device_ids = Some(list(value)),
            "capabilities" => {
                request.capabilities = Some(vec![list(value).into_iter().chain(["gpu".to_owned()]).collect()]);
            }
            "options" => request.options = Some(map(&fields(value)?)),
            _ => return None,
        }
    }
    if request.count.is_none() && request.device_ids.is_none() {
        request.count = Some(1);
    }
    request.capabilities.get_or_insert_with(|| vec![vec!["gpu".to_owned()]]);
    Some(request)
}

/// Reads `NAME=SOFT[:HARD]`, `-1` for no bound (docker/go-units `ParseUlimit`).
pub(super) fn ulimit(value: &str) -> Option<ResourcesUlimits> {
    const NAMES: [&str; 15] = [
        "core",
        "cpu",
        "data",
        "fsize",
        "locks",
        "memlock",
        "msgqueue",
        "nice",
        "nofile",
        "nproc",
        "rss",
        "rtprio",
        "rttime",
        "sigpending",
        "stack",
    ];
    let (name, limits) = value.split_once('=')?;
    let (soft, hard) = limits.split_once(':').unwrap_or((limits, limits));
    let (soft, hard): (i64, i64) = (soft.parse().ok()?, hard.parse().ok()?);
    let ordered = hard == -1 || soft != -1 && soft <= hard;
    (NAMES.contains(&name) && ordered).then(|| ResourcesUlimits {
        name: Some(name.to_owned()),
        soft: Some(soft),
        hard: Some(hard),
    })
}

/// Reads `/dev/PATH:RATE` (docker/cli `ValidateThrottleBpsDevice`, `…IOpsDevice`).
pub(super) fn throttle(value: &str, rate: fn(&str) -> Option<i64>) -> Option<ThrottleDevice> {
    let (path, given) = value.split_once(':')?;
    let rate = rate(given).filter(|rate| *rate >= 0)?;
    path.starts_with("/dev/").then(|| ThrottleDevice { path: Some(path.to_owned()), rate: Some(rate) })
}

/// Reads `/dev/PATH:WEIGHT`, 10 to 1000, or 0 (docker/cli `ValidateWeightDevice`).
pub(super) fn weight(value: &str) -> Option<ResourcesBlkioWeightDevice> {
    let (path, weight) = value.split_once(':')?;
    let weight: usize = weight.parse().ok()?;
    (path.starts_with("/dev/") && (weight == 0 || (10..=1000).contains(&weight)))
        .then(|| ResourcesBlkioWeightDevice { path: Some(path.to_owned()), weight: Some(weight) })
}
