//! Platforms: `os[/arch[/variant]]`, or an architecture alone.

/// `GOOS` values that are platforms by themselves (containerd/platforms `isKnownOS`).
const SYSTEMS: [&str; 17] = [
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "windows",
    "zos",
];
/// `GOARCH` values that are, and their other spellings (containerd/platforms `isKnownArch`, `normalizeArch`).
const ARCHITECTURES: [&str; 22] = [
    "386", "aarch64", "amd64", "arm", "arm64", "armel", "armhf", "i386", "loong64", "mips", "mips64", "mips64le",
    "mipsle", "ppc64", "ppc64le", "riscv", "riscv64", "s390", "s390x", "wasm", "x86-64", "x86_64",
];

/// The parts of a `--platform` value; parts that it lacks are empty.
pub(crate) struct Platform<'a> {
    pub(crate) os: &'a str,
    pub(crate) architecture: &'a str,
    pub(crate) variant: &'a str,
}

/// Parses `os[/arch[/variant]]`, or an architecture alone.
pub(crate) fn parse(text: &str) -> Option<Platform<'_>> {
    let parts: Vec<&str> = text.split('/').collect();
    let is_part = |part: &&str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
    };
    let named = |os, architecture, variant| Some(Platform { os, architecture, variant });
    match parts.as_slice() {
        [only] if SYSTEMS.contains(&only.to_lowercase().as_str()) => named(only, "", ""),
        [only] if ARCHITECTURES.contains(&only.to_lowercase().as_str()) => named("", only, ""),
        [os, architecture] if parts.iter().all(is_part) => named(os, architecture, ""),
        [os, architecture, variant] if parts.iter().all(is_part) => named(os, architecture, variant),
        _ => None,
    }
}
