//! Prompts before a command, as a transcript or a guide has them.

/// Marks that end a prompt and also mean something in a shell.
const MARKS: [char; 4] = ['$', '#', '%', '>'];

/// Marks that only prompts end with (starship, oh-my-zsh, pure).
const GLYPHS: [char; 8] = ['❯', '➜', '✗', 'λ', '»', '›', '▶', '⟩'];

/// The length of a line's prompt: `$ `, `# `, `root@web:~# `, `[root@web ~]#`, `(venv) $ `, `PS C:\> `, `C:\>`, `➜  ~ `.
///
/// Before `docker` it need not end with a space. Before any other command it must be a prompt beyond doubt.
pub(super) fn prompt(line: &str) -> Option<usize> {
    if begins_command(line.trim_start()) {
        return None;
    }
    let starts_command = |at: &usize| {
        let before = line[..*at].chars().next_back();
        before.is_some_and(|one| one.is_whitespace() || MARKS.contains(&one) || GLYPHS.contains(&one))
            && begins_command(&line[*at..])
    };
    let before_docker = line.char_indices().map(|(at, _)| at).find(starts_command).filter(|at| is_prompt(&line[..*at]));
    before_docker.or_else(|| undoubted(line))
}

/// Whether a text begins with a command as it is typed.
pub(super) fn begins_command(text: &str) -> bool {
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    ["docker", "podman", "sudo", "docker.exe"].contains(&word)
}

fn is_prompt(typed: &str) -> bool {
    let typed = without_environments(typed).trim();
    if typed.contains(['"', '\'', '`', ';', '|', '&', '=']) {
        return false;
    }
    let place = typed.strip_suffix(MARKS).map(str::trim_end);
    place.is_some_and(|place| place.is_empty() || is_place(place)) || typed.ends_with(GLYPHS) || typed.starts_with('➜')
}

/// Without `(venv)`, `(base)` at the start: environments of Python.
fn without_environments(typed: &str) -> &str {
    let rest = typed.trim_start();
    let inside = rest.strip_prefix('(').and_then(|inside| inside.split_once(')'));
    let named = inside.filter(|(name, _)| !name.is_empty() && !name.contains(char::is_whitespace));
    named.map_or(rest, |(_, rest)| without_environments(rest))
}

/// Whether a prompt without its mark says where one is: `root@web:~`, `[root@web ~]`, `web:~ me`, `~/app`, `bash-5.1`,
/// `PS C:\Users`.
fn is_place(place: &str) -> bool {
    let first = place.split_whitespace().next().unwrap_or_default();
    let shell = ["bash-", "sh-", "zsh-", "ash-"].iter().any(|name| {
        first.strip_prefix(name).is_some_and(|version| version.starts_with(|one: char| one.is_ascii_digit()))
    });
    shell
        || has_drive(first)
        || first == "PS"
        || first.starts_with(['[', '~', '/'])
        || ["@", ":~", ":/"].iter().any(|part| first.contains(part))
}

fn has_drive(text: &str) -> bool {
    matches!(text.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic())
}

/// A prompt that needs no `docker` after it to be one.
fn undoubted(line: &str) -> Option<usize> {
    let typed = without_environments(line);
    let skipped = line.len() - typed.len();
    let first = typed.split_whitespace().next().unwrap_or_default();
    let alone = || matches!(first, "$" | "❯" | "➜").then_some(first.len());
    let is_host = first.contains('@') && first.ends_with(['$', '#', '>']) && !first.contains(['=', '"', '\'']);
    let by_host = || (is_host && (first.contains(':') || !first.contains('/'))).then_some(first.len());
    let bracketed = || {
        let end =
            typed.starts_with('[').then(|| typed.find(']')).flatten().filter(|end| typed[..*end].contains('@'))?;
        typed[end + 1..].starts_with(['$', '#', '%']).then_some(end + 2)
    };
    let windows = || {
        let place = typed.strip_prefix("PS ").unwrap_or(first);
        let end = typed.find('>').filter(|_| has_drive(place) && (typed.starts_with("PS ") || first.contains('>')))?;
        Some(end + 1)
    };
    let end = alone().or_else(by_host).or_else(bracketed).or_else(windows)?;
    let command = typed[end..].trim_start();
    (!command.is_empty()).then(|| skipped + typed.len() - command.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_not_part_of_the_command() {
        for line in [
            "$ docker ps",
            "$docker ps",
            "# docker ps",
            "#docker ps",
            "% docker ps",
            "> docker ps",
            "❯ docker ps",
            "~/app ❯ docker ps",
            "➜  ~ docker ps",
            "➜  app git:(main) ✗ docker ps",
            "λ docker ps",
            "root@host:/# docker ps",
            "user@host:~$ docker ps",
            "user@host:~$docker ps",
            "me@mac ~ % docker ps",
            "me@host ~> docker ps",
            "web:~ me$ docker ps",
            "[root@localhost ~]#docker ps",
            "[root@localhost ~]# docker ps",
            "bash-5.1$ docker ps",
            "sh-4.2# docker ps",
            "/ # docker ps",
            "~/app $ docker ps",
            "(venv) $ docker ps",
            "(base) me@host:~/app$ docker ps",
            "(venv) PS C:\\Users\\me> docker ps",
            "PS C:\\> docker ps",
            "PS /home/me> docker ps",
            "C:\\Users\\me>docker ps",
            "C:\\>docker ps",
            "user@host:~$ sudo docker ps",
        ] {
            let length = prompt(line).unwrap_or_else(|| panic!("{line:?} has a prompt"));
            assert!(["docker ps", "sudo docker ps"].contains(&&line[length..]), "the command after {line:?}");
        }
        for (line, command) in [
            ("$ cd app && docker ps", "cd app && docker ps"),
            ("me@web:~/app$ cd x", "cd x"),
            ("[me@web ~]$ cd x", "cd x"),
            ("PS C:\\Users\\A B> cd x", "cd x"),
            ("C:\\app>cd x", "cd x"),
            ("(venv) $ A=1 docker ps", "A=1 docker ps"),
        ] {
            let length = prompt(line).unwrap_or_else(|| panic!("{line:?} has a prompt"));
            assert_eq!(&line[length..], command, "the command after {line:?}");
        }
    }

    #[test]
    fn commands_are_no_prompts() {
        for line in [
            "docker ps",
            "sudo docker ps",
            "cd x # docker ps",
            "ssh me@host # docker ps",
            "cat x > docker",
            "echo $docker",
            "A=me@x$ docker ps",
            "echo 'a'$ docker ps",
            "cd app && docker ps",
            "C:\\tools\\docker.exe run nginx > out",
            "me@host docker ps",
            "# a comment",
        ] {
            assert_eq!(prompt(line), None, "{line:?} has no prompt");
        }
    }
}
