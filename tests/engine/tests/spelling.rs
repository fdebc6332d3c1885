//! A command with long flag names does the same as with short ones: for each of the engine crate's samples, docker sends
//! the same requests to an engine, and other programs print the same.

use slipway_engine_tests::prelude::*;

/// Samples of every command that Slipway writes.
fn samples() -> Vec<CommandLine> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/testing/commands.json");
    serde_json::from_str(&std::fs::read_to_string(file).expect("the samples exist")).expect("command lines")
}

fn with_long_names(line: &CommandLine) -> String {
    line.parts.iter().map(|part| part.long.as_str()).collect::<Vec<_>>().join(" ")
}

/// Whether the command runs docker alone: in a pipe, other programs would have nothing to read.
fn is_docker_only(line: &CommandLine) -> bool {
    line.text.starts_with("docker ") && !line.text.contains(" | ")
}

/// A request with its body's environment sorted: docker sends the variables in random order.
fn with_sorted_env(request: &str) -> String {
    let Some((line, body)) = request.split_once(" {") else { return request.to_owned() };
    let mut body: serde_json::Value = serde_json::from_str(&format!("{{{body}")).expect("a JSON body");
    if let Some(env) = body.get_mut("Env").and_then(serde_json::Value::as_array_mut) {
        env.sort_by_key(ToString::to_string);
    }
    format!("{line} {body}")
}

#[tokio::test(flavor = "multi_thread")]
async fn docker_sends_the_same_requests_for_long_names() {
    let engine = RefusingEngine::start().expect("the engine starts");
    let folder = tempfile::tempdir().expect("a folder");
    let docker = Cli::new(engine.docker_host(), folder.path().to_owned());
    let requests = async |line: &str| {
        docker.terminal(line).expect("a terminal").ended().await.expect("the command ends");
        let mut requests: Vec<String> = engine.take_requests().iter().map(|request| with_sorted_env(request)).collect();
        // A command on several objects sends its requests concurrently.
        requests.sort();
        requests
    };
    let mut compared = BTreeSet::new();
    for line in samples().iter().filter(|line| is_docker_only(line) && with_long_names(line) != line.text) {
        let short = requests(&line.text).await;
        assert_eq!(
            requests(&with_long_names(line)).await,
            short,
            "{} and {} send the same requests",
            line.text,
            with_long_names(line)
        );
        // docker rejects the command of an incomplete form before it sends a request.
        if !short.is_empty() {
            let with_two_names = line.parts.iter().filter(|part| part.long != part.text);
            compared.extend(with_two_names.map(|part| part.meaning.term.clone()));
        }
    }
    let samples = samples();
    let parts = samples.iter().filter(|line| is_docker_only(line)).flat_map(|line| &line.parts);
    let with_two: BTreeSet<String> =
        parts.filter(|part| part.long != part.text).map(|part| part.meaning.term.clone()).collect();
    assert!(with_two.len() >= 15, "there are flags with two names: {with_two:?}");
    assert_eq!(compared, with_two, "each flag with two names was compared");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_programs_print_the_same_for_long_names() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("page"), "船台").expect("a file");
    let shell = Cli::new(String::new(), folder.path().to_owned());
    let folder = folder.path().display();
    let printed = async |line: &str| {
        let output = shell.shell(&format!("cd '{folder}' && {line}")).await.expect("a shell");
        assert_eq!(output.code, 0, "{line} succeeds: {}", output.err);
        output.out
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
        let listing = printed(&short).await;
        assert!(listing.contains("page"), "{short} lists the content: {listing}");
        assert_eq!(printed(&long).await, listing, "{short} and {long} print the same");
    }
}
