use bollard::models::{
    Mount, MountBindOptions, MountBindOptionsPropagationEnum, MountImageOptions, MountTmpfsOptions, MountType,
    MountVolumeOptions, MountVolumeOptionsDriverConfig,
};

use crate::{
    flags::values::{bytes, fields},
    grammar::flag::parse_bool,
};

/// Reads a `--mount` value, after docker/cli `opts/mount.go`. A relative source is refused, as in a `-v` value.
pub(super) fn parse(value: &str) -> Option<Mount> {
    let mut mount = Mount { typ: Some(MountType::VOLUME), ..Mount::default() };
    for field in fields(value)? {
        match field.split_once('=') {
            Some((name, value)) => set(&mut mount, name, value)?,
            None if ["readonly", "ro", "volume-nocopy", "bind-nonrecursive"].contains(&field.as_str()) => {
                set(&mut mount, &field, "true")?;
            }
            None => return None,
        }
    }
    is_whole(&mount).then_some(mount)
}

fn set(mount: &mut Mount, name: &str, value: &str) -> Option<()> {
    let text = || Some(value.to_owned());
    match name {
        "type" => mount.typ = Some(value.to_lowercase().parse().ok()?),
        "source" | "src" => mount.source = text(),
        "target" | "dst" | "destination" => mount.target = text(),
        "readonly" | "ro" => mount.read_only = Some(parse_bool(value)?),
        "consistency" => mount.consistency = Some(value.to_lowercase()),
        "bind-propagation" => bind(mount).propagation = Some(propagation(value)?),
        "bind-nonrecursive" => bind(mount).non_recursive = Some(parse_bool(value)?),
        "bind-create-src" => bind(mount).create_mountpoint = Some(parse_bool(value)?),
        "bind-recursive" => match value {
            "enabled" => {}
            "disabled" => bind(mount).non_recursive = Some(true),
            "writable" => bind(mount).read_only_non_recursive = Some(true),
            "readonly" => bind(mount).read_only_force_recursive = Some(true),
            _ => return None,
        },
        "volume-nocopy" => volume(mount).no_copy = Some(parse_bool(value)?),
        "volume-subpath" => volume(mount).subpath = text(),
        "volume-label" => insert(volume(mount).labels.get_or_insert_default(), value),
        "volume-driver" => driver(mount).name = text(),
        "volume-opt" => insert(driver(mount).options.get_or_insert_default(), value),
        "image-subpath" => mount.image_options = Some(MountImageOptions { subpath: text() }),
        "tmpfs-size" => tmpfs(mount).size_bytes = Some(bytes(value)?),
        "tmpfs-mode" => tmpfs(mount).mode = Some(u32::from_str_radix(value, 8).ok()?.into()),
        _ => return None,
    }
    Some(())
}

fn insert(into: &mut std::collections::HashMap<String, String>, value: &str) {
    let (name, value) = value.split_once('=').unwrap_or((value, ""));
    if !name.is_empty() {
        into.insert(name.to_owned(), value.to_owned());
    }
}

fn bind(mount: &mut Mount) -> &mut MountBindOptions {
    mount.bind_options.get_or_insert_default()
}

fn volume(mount: &mut Mount) -> &mut MountVolumeOptions {
    mount.volume_options.get_or_insert_default()
}

fn driver(mount: &mut Mount) -> &mut MountVolumeOptionsDriverConfig {
    volume(mount).driver_config.get_or_insert_default()
}

fn tmpfs(mount: &mut Mount) -> &mut MountTmpfsOptions {
    mount.tmpfs_options.get_or_insert_default()
}

fn propagation(value: &str) -> Option<MountBindOptionsPropagationEnum> {
    value.to_lowercase().parse().ok()
}

/// Whether the options are those of its type, and it says where to.
fn is_whole(mount: &Mount) -> bool {
    let typ = mount.typ.unwrap_or(MountType::VOLUME);
    let bind = mount.bind_options.as_ref();
    let own_options = (mount.volume_options.is_none() || typ == MountType::VOLUME)
        && (mount.image_options.is_none() || typ == MountType::IMAGE)
        && (bind.is_none() || typ == MountType::BIND)
        && (mount.tmpfs_options.is_none() || typ == MountType::TMPFS);
    let read_only = mount.read_only == Some(true);
    let writable_inside = bind.and_then(|bind| bind.read_only_non_recursive) == Some(true);
    let read_only_inside = bind.and_then(|bind| bind.read_only_force_recursive) == Some(true);
    let private = bind.and_then(|bind| bind.propagation) == Some(MountBindOptionsPropagationEnum::RPRIVATE);
    let recursion = (!writable_inside || read_only) && (!read_only_inside || read_only && private);
    let source = mount.source.as_deref().unwrap_or_default();
    let found = match typ {
        MountType::BIND => source.starts_with('/') || source.as_bytes().get(1) == Some(&b':'),
        MountType::IMAGE => !source.is_empty(),
        MountType::TMPFS => source.is_empty(),
        _ => true,
    };
    own_options && recursion && found && mount.target.as_deref().is_some_and(|target| !target.is_empty())
}

/// The `-v` value that means the same: of a named volume without options of its own.
///
/// Never for a host folder: `-v` creates a missing one, `--mount` refuses it (without `bind-create-src`).
pub(crate) fn as_volume(value: &str) -> Option<String> {
    let mount = parse(value)?;
    let (source, target) = (mount.source?, mount.target?);
    let plain = mount.typ == Some(MountType::VOLUME) && mount.volume_options.is_none() && mount.consistency.is_none();
    if !plain || !crate::grammar::container_name::is_valid(&source) || !target.starts_with('/') || target.contains(':')
    {
        return None;
    }
    Some(format!("{source}:{target}{}", if mount.read_only == Some(true) { ":ro" } else { "" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_volume_is_a_volume_in_both_ways() {
        for (value, expected) in [
            ("type=volume,source=data,target=/data", Some("data:/data")),
            ("src=data,dst=/data,readonly", Some("data:/data:ro")),
            ("type=bind,source=/srv,target=/data", None),
            ("type=volume,target=/data", None),
            ("type=volume,source=data,target=/data,volume-nocopy", None),
            ("type=tmpfs,target=/tmp", None),
        ] {
            assert_eq!(as_volume(value).as_deref(), expected, "{value:?} as a -v value");
        }
    }

    #[test]
    fn what_the_docker_command_refuses_is_refused() {
        for value in [
            "",
            "type=bind",
            "type=bind,source=./a,target=/a",
            "type=socket,target=/a",
            "type=bind,source=/a,target=/a,volume-nocopy",
            "type=bind,source=/a,target=/a,bind-recursive=readonly",
            "target=/a,colour=red",
            "target=/a,loud",
        ] {
            assert_eq!(parse(value), None, "{value:?} mounts nothing");
        }
    }
}
