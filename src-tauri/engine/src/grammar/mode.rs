use crate::wire::{FileKind, LayerNodeKind};

// Go's `io/fs.FileMode`, which the engine's path stat carries.
const FOLDER: u32 = 1 << 31;
const SYMLINK: u32 = 1 << 27;
const DEVICE: u32 = 1 << 26;
const PIPE: u32 = 1 << 25;
const SOCKET: u32 = 1 << 24;
const SETUID: u32 = 1 << 23;
const SETGID: u32 = 1 << 22;
const CHARACTER: u32 = 1 << 21;
const STICKY: u32 = 1 << 20;
const IRREGULAR: u32 = 1 << 19;

/// What a path is, by Go's mode.
pub fn kind(mode: u32) -> FileKind {
    if mode & FOLDER != 0 {
        FileKind::Folder
    } else if mode & SYMLINK != 0 {
        FileKind::Symlink
    } else if mode & (DEVICE | PIPE | SOCKET | IRREGULAR) != 0 {
        FileKind::Special
    } else {
        FileKind::File
    }
}

/// Go's mode of what a tar archive has with these permission bits.
pub fn of_tar(kind: LayerNodeKind, bits: u16) -> u32 {
    let kind = match kind {
        LayerNodeKind::File | LayerNodeKind::HardLink | LayerNodeKind::Whiteout => 0,
        LayerNodeKind::Folder => FOLDER,
        LayerNodeKind::Symlink => SYMLINK,
        LayerNodeKind::CharacterDevice => DEVICE | CHARACTER,
        LayerNodeKind::BlockDevice => DEVICE,
        LayerNodeKind::Pipe => PIPE,
    };
    let special = [(0o4000, SETUID), (0o2000, SETGID), (0o1000, STICKY)];
    let special = special.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, mode)| mode);
    special.fold(kind | u32::from(bits & 0o777), |mode, bit| mode | bit)
}

/// A mode as `ls -l` prints it.
pub fn letters(mode: u32) -> String {
    let first = match mode {
        mode if mode & FOLDER != 0 => 'd',
        mode if mode & SYMLINK != 0 => 'l',
        mode if mode & DEVICE != 0 && mode & CHARACTER != 0 => 'c',
        mode if mode & DEVICE != 0 => 'b',
        mode if mode & PIPE != 0 => 'p',
        mode if mode & SOCKET != 0 => 's',
        _ => '-',
    };
    let special = [(SETUID, 's'), (SETGID, 's'), (STICKY, 't')];
    let class = |(place, (bit, letter)): (u32, (u32, char))| {
        let bits = mode >> (6 - 3 * place);
        let execute = match (bits & 1 != 0, mode & bit != 0) {
            (true, true) => letter,
            (false, true) => letter.to_ascii_uppercase(),
            (true, false) => 'x',
            (false, false) => '-',
        };
        [if bits & 4 != 0 { 'r' } else { '-' }, if bits & 2 != 0 { 'w' } else { '-' }, execute]
    };
    std::iter::once(first).chain((0..).zip(special).flat_map(class)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_of_archives_are_printed_alike() {
        for (kind, bits, letters_of) in [
            (LayerNodeKind::File, 0o4755, "-rwsr-xr-x"),
            (LayerNodeKind::HardLink, 0o644, "-rw-r--r--"),
            (LayerNodeKind::Folder, 0o1777, "drwxrwxrwt"),
            (LayerNodeKind::Folder, 0o2755, "drwxr-sr-x"),
            (LayerNodeKind::Symlink, 0o777, "lrwxrwxrwx"),
            (LayerNodeKind::CharacterDevice, 0o620, "crw--w----"),
            (LayerNodeKind::BlockDevice, 0o660, "brw-rw----"),
            (LayerNodeKind::Pipe, 0o644, "prw-r--r--"),
        ] {
            assert_eq!(letters(of_tar(kind, bits)), letters_of, "the letters of {kind:?} {bits:o}");
        }
    }

    #[test]
    fn modes_are_printed_as_ls_prints_them() {
        for (mode, letters_of, kind_of) in [
            (0o644, "-rw-r--r--", FileKind::File),
            (0o755 | SETUID, "-rwsr-xr-x", FileKind::File),
            (0o640 | SETUID, "-rwSr-----", FileKind::File),
            (0o755 | SETGID, "-rwxr-sr-x", FileKind::File),
            (0o777 | FOLDER | STICKY, "drwxrwxrwt", FileKind::Folder),
            (0o770 | FOLDER | STICKY, "drwxrwx--T", FileKind::Folder),
            (0o777 | SYMLINK, "lrwxrwxrwx", FileKind::Symlink),
            (0o620 | DEVICE | CHARACTER, "crw--w----", FileKind::Special),
            (0o660 | DEVICE, "brw-rw----", FileKind::Special),
            (0o644 | PIPE, "prw-r--r--", FileKind::Special),
            (0o755 | SOCKET, "srwxr-xr-x", FileKind::Special),
        ] {
            assert_eq!(letters(mode), letters_of, "the letters of {mode:o}");
            assert_eq!(kind(mode), kind_of, "what {mode:o} is");
        }
    }
}
