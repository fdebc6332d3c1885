use crate::{
    error::{Error, ErrorCode, Result},
    grammar::container_name,
};

/// A parsed `-v` value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Volume {
    /// A path without a source: an anonymous volume.
    Anonymous {
        /// The mount path.
        path: String,
    },
    /// A named volume or a host folder, as the engine's `Binds` take it.
    Bound {
        /// The volume's name or the host's path.
        source: String,
        /// The mount path.
        path: String,
        /// The options after the second colon, such as `ro`; usually empty.
        options: String,
        /// The whole value.
        bind: String,
    },
}

/// The options after the second colon that moby takes (volume/mounts `parser.go`, `linux_parser.go`).
const OPTIONS: [&str; 16] = [
    "ro",
    "rw",
    "z",
    "Z",
    "nocopy",
    "consistent",
    "cached",
    "delegated",
    "default",
    "private",
    "rprivate",
    "shared",
    "rshared",
    "slave",
    "rslave",
    "",
];

/// The options that only Podman has (podman-run(1) of 5).
const PODMAN_OPTIONS: [&str; 20] = [
    "U",
    "O",
    "copy",
    "idmap",
    "bind",
    "rbind",
    "unbindable",
    "runbindable",
    "dev",
    "nodev",
    "exec",
    "noexec",
    "suid",
    "nosuid",
    "noatime",
    "relatime",
    "rw=true",
    "rw=false",
    "ro=true",
    "ro=false",
];

/// Options of Podman that have a value.
const PODMAN_VALUES: [&str; 3] = ["idmap=", "upperdir=", "workdir="];

/// Parses a `-v` value, `[SOURCE:]PATH[:OPTIONS]`, as docker/cli's `volumespec` does.
///
/// A relative source (`./data`), which the docker command resolves against its working directory, is refused: a window
/// has no working directory that its user would know. Podman's own options are taken; [`Volume::for_docker`] tells them apart.
///
/// # Errors
/// [`ErrorCode::VolumeInvalid`].
pub fn parse(value: &str) -> Result<Volume> {
    volume(value).ok_or_else(|| Error::new(ErrorCode::VolumeInvalid).with("value", value))
}

fn volume(value: &str) -> Option<Volume> {
    let parts = split(value);
    let (source, path, options) = match parts.as_slice() {
        [path] => (None, *path, ""),
        // `docker run -v /data:ro` also means a source and a path, and is refused because of the path.
        [source, path] => (Some(*source), *path, ""),
        [source, path, options] => (Some(*source), *path, *options),
        _ => return None,
    };
    let mountable = path.starts_with('/') && !path.trim_end_matches('/').is_empty();
    if !mountable || !options.split(',').all(|option| is_dockers(option) || is_podmans(option)) {
        return None;
    }
    match source {
        None => Some(Volume::Anonymous { path: path.to_owned() }),
        Some(source) if is_host_path(source) || container_name::is_valid(source) => {
            let [source, path, options, bind] = [source, path, options, value].map(str::to_owned);
            Some(Volume::Bound { source, path, options, bind })
        }
        Some(_) => None,
    }
}

impl Volume {
    /// Whether Docker takes it, too.
    pub fn for_docker(&self) -> bool {
        match self {
            Self::Anonymous { .. } => true,
            Self::Bound { options, .. } => options.split(',').all(is_dockers),
        }
    }
}

fn is_dockers(option: &str) -> bool {
    OPTIONS.contains(&option)
}

fn is_podmans(option: &str) -> bool {
    PODMAN_OPTIONS.contains(&option) || PODMAN_VALUES.iter().any(|name| option.starts_with(name))
}

/// Splits at colons, except the one of a Windows drive.
fn split(value: &str) -> Vec<&str> {
    match value.char_indices().nth(1) {
        Some((1, ':')) if has_drive(value) => {
            let (source, rest) =
                value[2..].split_once(':').map_or((value, None), |(path, rest)| (&value[..2 + path.len()], Some(rest)));
            std::iter::once(source).chain(rest.into_iter().flat_map(|rest| rest.split(':'))).collect()
        }
        _ => value.split(':').collect(),
    }
}

/// `C:\…` or `C:/…`; in `a:/data` the letter is no volume, whose names are longer.
fn has_drive(value: &str) -> bool {
    matches!(value.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic())
}

/// Whether a source is a host path; otherwise it is a volume's name.
pub fn is_host_path(source: &str) -> bool {
    source.starts_with('/') || has_drive(source) || source.starts_with("\\\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(source: &str, path: &str, options: &str, bind: &str) -> Volume {
        let [source, path, options, bind] = [source, path, options, bind].map(str::to_owned);
        Volume::Bound { source, path, options, bind }
    }

    #[test]
    fn values_are_read_as_the_docker_command_reads_them() {
        for (value, expected) in [
            ("/data", Volume::Anonymous { path: "/data".to_owned() }),
            ("web:/data", bound("web", "/data", "", "web:/data")),
            ("/srv/web:/data:ro", bound("/srv/web", "/data", "ro", "/srv/web:/data:ro")),
            ("/srv/web:/data:ro,Z", bound("/srv/web", "/data", "ro,Z", "/srv/web:/data:ro,Z")),
            ("C:\\web:/data", bound("C:\\web", "/data", "", "C:\\web:/data")),
            ("c:/web:/data:rw", bound("c:/web", "/data", "rw", "c:/web:/data:rw")),
        ] {
            assert_eq!(parse(value), Ok(expected), "what {value:?} mounts");
        }
    }

    #[test]
    fn what_cannot_be_mounted_is_refused() {
        for value in [
            "",
            ":",
            "data",
            "web:data",
            "/srv:/",
            "/",
            ":/data",
            "./web:/data",
            "~/web:/data",
            "web:/data:maybe",
            "a:b:/c:d",
            "/a:/b:ro:rw",
            "w eb:/data",
            "C:\\web",
        ] {
            let code = parse(value).map_err(|error| error.code);
            assert_eq!(code, Err(ErrorCode::VolumeInvalid), "{value:?} is no volume");
        }
    }
}
