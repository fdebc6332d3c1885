//! A command with its flags' long names is the same command: for each of the engine crate's samples, docker asks an engine
//! for the same, and the other programs print the same.

use slipway_engine_tests::prelude::*;

/// Every command that Slipway writes, in its ways.
fn samples() -> Vec<CommandLine> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/testing/commands.json");
    serde_json::from_str(&std::fs::read_to_string(file).expect("the samples are there")).expect("command lines")
}

fn long(line: &CommandLine) -> String {
    line.parts.iter().map(|part| part.long.as_str()).collect::<Vec<_>>().join(" ")
}

/// Of docker alone: pipes lead to programs that have nothing to read here.
fn is_dockers(line: &CommandLine) -> bool {
    line.text.starts_with("docker ") && !line.text.contains(" | ")
}

#[tokio::test(flavor = "multi_thread")]
async fn docker_takes_long_names_for_the_same() {
    let ledger = RefusingEngine::start().expect("a ledger");
    let folder = tempfile::tempdir().expect("a folder");
    let docker = Cli::new(ledger.docker_host(), folder.path().to_owned());
    let asked = async |line: &str| {
        docker.terminal(line).expect("a terminal").ended().await.expect("it ends");
        let mut asked = ledger.take_requests();
        // What a command is to do with several things it asks for at once.
        asked.sort();
        asked
    };
    let mut proven = BTreeSet::new();
    for line in samples().iter().filter(|line| is_dockers(line) && long(line) != line.text) {
        let short = asked(&line.text).await;
        assert_eq!(asked(&long(line)).await, short, "{} and {} ask for the same", line.text, long(line));
        // What a form holds halfway, docker refuses before it asks for anything.
        if !short.is_empty() {
            let changed = line.parts.iter().filter(|part| part.long != part.text);
            proven.extend(changed.map(|part| part.meaning.term.clone()));
        }
    }
    let samples = samples();
    let dockers = samples.iter().filter(|line| is_dockers(line)).flat_map(|line| &line.parts);
    let with_two: BTreeSet<String> =
        dockers.filter(|part| part.long != part.text).map(|part| part.meaning.term.clone()).collect();
    assert!(with_two.len() >= 15, "there are flags with two names: {with_two:?}");
    assert_eq!(proven, with_two, "each flag with two names was asked for with both");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_programs_take_long_names_for_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("page"), "船台").expect("a file");
    let here = folder.path().display();
    let shell = Cli::new(String::new(), folder.path().to_owned());
    let printed = async |line: &str| {
        let printed = shell.shell(&format!("cd '{here}' && {line}")).await.expect("a shell");
        assert_eq!(printed.code, 0, "{line} succeeds: {}", printed.err);
        printed.out
    };
    printed("tar -cf a.tar page && zstd -q a.tar").await;
    let flags = |term: &str| {
        let parts = samples().into_iter().flat_map(|line| line.parts);
        let part = parts.into_iter().find(|part| part.meaning.term == term).expect("a sample has it");
        let value = part.meaning.values.get("value").map(|value| format!(" '{value}'")).unwrap_or_default();
        [part.text, part.long].map(|flags| flags.strip_suffix(&value).unwrap_or(&flags).to_owned())
    };
    for (term, around) in [
        ("tar-list", ["tar", "< a.tar"]),
        ("tar-file", ["tar", "a.tar"]),
        ("zstd-decompress", ["zstd", "a.tar.zst | tar -t"]),
    ] {
        let [short, long] = flags(term).map(|flags| format!("{} {flags} {}", around[0], around[1]));
        assert_ne!(short, long, "{term} has two names");
        let told = printed(&short).await;
        assert!(told.contains("page"), "{short} tells of what is in it: {told}");
        assert_eq!(printed(&long).await, told, "{short} and {long} print the same");
    }
}
