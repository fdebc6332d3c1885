use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;

/// What `docker diff` reports of a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "change.ts")]
pub struct Changes {
    /// Sorted by path.
    pub changes: Vec<Change>,
}

/// One path that differs from the container's image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "change.ts")]
pub struct Change {
    /// Absolute, and different from that of every other change. A byte that is not UTF-8 is a private character
    /// (U+10F700 and the byte); one that the engine lost is `�`, and several such paths are numbered (U+10F701 and the
    /// number).
    pub path: String,
    /// The path in the encoding that its bytes seem to have; `None` for one that is UTF-8, or that is in no encoding.
    pub decoded: Option<DecodedPath>,
    /// What happened to it.
    pub kind: ChangeKind,
    /// Why it is probably irrelevant; `None` for a change that counts.
    pub noise: Option<ChangeNoise>,
}

/// A path that is not UTF-8, decoded by guess, with as many slashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "change.ts")]
pub struct DecodedPath {
    /// The text.
    pub text: String,
    /// The encoding, as `GBK`.
    pub encoding: String,
}

/// The three kinds of `docker diff`: `C`, `A`, `D`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "change.ts")]
pub enum ChangeKind {
    /// `C`
    Changed,
    /// `A`
    Added,
    /// `D`
    Deleted,
}

/// Why a change is collapsed by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "change.ts")]
pub enum ChangeNoise {
    /// A folder, changed only because something within it was.
    Parent,
    /// A mount point; what is in the mount is not part of the container.
    Mount,
    /// A file that the engine provides (`/etc/hosts`, `/.dockerenv`, …).
    Engine,
}

/// A changed path before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "change.ts")]
pub struct ChangeContent {
    /// As in the image; `None` when it does not exist there.
    pub before: Option<FileState>,
    /// As in the container; `None` when it does not exist there.
    pub after: Option<FileState>,
    /// Whether the image was removed from the engine, so that nothing is known of what was before.
    pub image_missing: bool,
}

/// A file, folder or link on one side of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "change.ts")]
pub struct FileState {
    /// What it is.
    pub kind: FileKind,
    /// Bytes.
    pub size: u64,
    /// Permission bits as `ls -l` prints them: `-rw-r--r--`.
    pub mode: String,
    /// The owner's and the group's number, as `chown` takes them: `1000:1000`; empty where the engine does not say.
    pub owner: String,
    /// When it was last written, in seconds since 1970.
    pub modified: i64,
    /// Where a symbolic link points; empty otherwise.
    pub link_target: String,
    /// Its content.
    pub content: FileContent,
}

/// What a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "change.ts")]
pub enum FileKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Symlink,
    /// A device, socket or pipe.
    Special,
}

/// A file's content, as far as it can be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "change.ts")]
pub enum FileContent {
    /// Text.
    Text {
        /// The whole of it.
        text: String,
        /// Its encoding: `UTF-8`, or one by its byte order mark or by guess, as `GBK`.
        encoding: String,
    },
    /// Not text; its first bytes as hex pairs.
    Binary {
        /// At most 256 bytes, as `7f 45 4c 46`.
        head: String,
    },
    /// Larger than 1 MiB, which is not fetched.
    TooLarge,
    /// A folder, a link or a device, which has none.
    None,
}

/// What a commit would put into the new image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "change.ts")]
pub struct CommitPreview {
    /// Bytes in the container's writable layer, where the engine reports them.
    pub size: Option<u64>,
    /// Paths added, changed, deleted; noise not counted.
    pub added: u32,
    /// See [`CommitPreview::added`].
    pub changed: u32,
    /// See [`CommitPreview::added`].
    pub deleted: u32,
    /// What it would leave out or include unasked: `VolumesLeftOut`, `EnvBakedIn`.
    pub warnings: Vec<Error>,
    /// The new image's default command, unless a change sets another.
    pub command: Vec<String>,
    /// The Dockerfile instructions that are allowed as changes.
    pub instructions: Vec<String>,
}
