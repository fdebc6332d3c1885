use super::*;
use crate::wire::{Endpoint, EndpointSource, ImageStore};

fn facts() -> EngineFacts {
    let endpoint = Endpoint {
        address: "unix:///var/run/docker.sock".to_owned(),
        source: EndpointSource::Known,
        name: "Docker".to_owned(),
        tls: None,
    };
    let info = EngineInfo {
        endpoint,
        product: EngineProduct::Docker,
        version: "28.5.2".to_owned(),
        api_version: "1.51".to_owned(),
        store: ImageStore::Classic,
        os: "linux".to_owned(),
        architecture: "amd64".to_owned(),
        host_name: "harbour".to_owned(),
        operating_system: "Debian GNU/Linux 12".to_owned(),
        root_folder: "/var/lib/docker".to_owned(),
        local: true,
        practice: false,
        mirrors: Vec::new(),
    };
    let home = PathBuf::from("/home/me");
    EngineFacts { info, rootless: false, systemd: true, config_home: home.join(".config"), home }
}

fn words(mirrors: &[&str]) -> Vec<String> {
    mirrors.iter().map(|mirror| (*mirror).to_owned()).collect()
}

/// The lines, those to be added behind a `+`.
fn marked(configuration: &MirrorConfiguration) -> Vec<String> {
    let mark = |line: &MirrorLine| format!("{}{}", if line.added { "+" } else { " " }, line.text);
    configuration.lines.iter().map(mark).collect()
}

#[test]
fn a_new_file_is_shown_whole() {
    let told = configured(&facts(), Ok(Some(String::new())), &words(&["mirror.example", "http://127.0.0.1:5001"]));
    assert_eq!((told.place, told.path.as_str()), (MirrorPlace::Daemon, "/etc/docker/daemon.json"), "where it is");
    assert_eq!(told.file, MirrorFile::Missing, "there is none yet");
    assert_eq!(
        marked(&told),
        [
            "+{",
            "+  \"registry-mirrors\": [",
            "+    \"https://mirror.example\",",
            "+    \"http://127.0.0.1:5001\"",
            "+  ]",
            "+}"
        ],
        "all of it is new"
    );
    assert_eq!(told.reload, "sudo systemctl reload docker", "containers need not stop for it");
    assert_eq!(told.restart, "sudo systemctl restart docker", "the other way");
}

#[test]
fn what_stands_in_a_file_stays_as_it_is_written() {
    let text =
        "{\n    \"log-opts\": {\n        \"max-size\": \"10m\"\n    },\n    \"data-root\": \"/var/lib/docker\"\n}\n";
    let told = configured(&facts(), Ok(Some(text.to_owned())), &words(&["https://mirror.example"]));
    assert_eq!(told.file, MirrorFile::Read, "it was read");
    assert_eq!(
        marked(&told),
        [
            " {",
            "     \"log-opts\": {",
            "         \"max-size\": \"10m\"",
            "     },",
            "     \"data-root\": \"/var/lib/docker\",",
            "+    \"registry-mirrors\": [",
            "+        \"https://mirror.example\"",
            "+    ]",
            " }",
        ],
        "only the mirrors are added, in the file's own indentation"
    );

    let text = r#"{ "registry-mirrors": ["https://own.example/"], "debug": true }"#;
    let told = configured(&facts(), Ok(Some(text.to_owned())), &words(&["own.example", "mirror.example"]));
    assert_eq!(
        marked(&told),
        [
            " {",
            "   \"registry-mirrors\": [",
            "     \"https://own.example/\",",
            "+    \"https://mirror.example\"",
            "   ],",
            "   \"debug\": true",
            " }",
        ],
        "what stands there already is not added again"
    );
}

#[test]
fn a_file_that_is_not_the_engines_is_left_alone() {
    let mut facts = facts();
    facts.info.root_folder = "/srv/docker".to_owned();
    let told = configured(&facts, Ok(Some(r#"{"debug": true}"#.to_owned())), &words(&["mirror.example"]));
    assert_eq!(told.file, MirrorFile::Other, "this engine stores elsewhere than the file says");
    assert_eq!(
        marked(&told),
        [" {", "+  \"registry-mirrors\": [", "+    \"https://mirror.example\"", "+  ]", " }"],
        "so only what belongs into its own file is shown, between the braces that are there"
    );
    assert_eq!((told.reload.as_str(), told.restart.as_str()), ("", ""), "the system's commands are not about it");
    let told = configured(&facts, Ok(Some(r#"{"data-root": "/srv/docker"}"#.to_owned())), &words(&["mirror.example"]));
    assert_eq!(told.file, MirrorFile::Read, "it is when the file says so");

    facts.info.mirrors = words(&["https://mirror.example/"]);
    let told = configured(&facts, Ok(Some(String::new())), &words(&["mirror.example"]));
    assert_eq!(told.lines, [], "what the engine has already is not added to a file that is not known");
    facts.info.mirrors.clear();

    facts.info.root_folder = "/var/lib/docker/100000.100000".to_owned();
    assert_eq!(configured(&facts, Ok(Some(String::new())), &[]).file, MirrorFile::Missing, "user namespaces");

    let told = configured(&facts, Ok(Some("{ debug }".to_owned())), &words(&["mirror.example"]));
    assert_eq!(told.error.map(|error| error.code), Some(ErrorCode::ConfigurationInvalid), "no JSON");
    assert_eq!(told.file, MirrorFile::Unknown, "nothing is made of it");
    assert_eq!(told.lines.len(), 5, "what belongs into it is shown");
}

#[test]
fn mirrors_by_flags_are_told_of() {
    let mut facts = facts();
    facts.info.mirrors = words(&["https://flag.example/"]);
    let told = configured(&facts, Ok(Some(r#"{"debug": true}"#.to_owned())), &words(&["mirror.example"]));
    assert!(told.by_flags, "they do not stand in the file");
    let text = r#"{"registry-mirrors": ["https://flag.example"]}"#;
    let told = configured(&facts, Ok(Some(text.to_owned())), &words(&["mirror.example"]));
    assert!(!told.by_flags, "here they do");
}

#[test]
fn each_kind_of_engine_has_its_place() {
    use MirrorPlace::*;
    let with = |change: &dyn Fn(&mut EngineFacts)| {
        let mut facts = facts();
        change(&mut facts);
        configured(&facts, Ok(None), &words(&["https://mirror.example", "http://10.0.0.1:5000/hub"]))
    };
    for (change, place, path, restart) in [
        (
            &(|facts: &mut EngineFacts| facts.rootless = true) as &dyn Fn(&mut EngineFacts),
            Rootless,
            "/home/me/.config/docker/daemon.json",
            "systemctl --user restart docker",
        ),
        (
            &|facts| facts.info.operating_system = "Docker Desktop".to_owned(),
            Desktop,
            "/home/me/.docker/daemon.json",
            "",
        ),
        (
            &|facts| facts.info.operating_system = "OrbStack".to_owned(),
            OrbStack,
            "/home/me/.orbstack/config/docker.json",
            "orb restart docker",
        ),
        (
            &|facts| facts.info.endpoint.address = "unix:///home/me/.colima/shop/docker.sock".to_owned(),
            Colima,
            "/home/me/.colima/shop/colima.yaml",
            "colima restart shop",
        ),
        (
            &|facts| facts.info.root_folder = "/var/snap/docker/common/var-lib-docker".to_owned(),
            Snap,
            "/var/snap/docker/current/config/daemon.json",
            "sudo snap restart docker",
        ),
        (&|facts| facts.systemd = false, Daemon, "/etc/docker/daemon.json", "sudo service docker restart"),
    ] {
        let told = with(change);
        assert_eq!((told.place, told.path.as_str(), told.restart.as_str()), (place, path, restart), "{place:?}");
        assert_eq!(told.file, MirrorFile::Unknown, "the file of {place:?} was not read");
        let codes: Vec<_> = told.left_out.iter().map(|error| error.code).collect();
        assert_eq!(codes, [ErrorCode::MirrorPathNotAllowed], "dockerd takes no mirror with a path");
        let rest = told.lines.iter().filter(|line| !line.added).map(|line| line.text.as_str());
        assert!(rest.eq(["{", "}"]) || place == Colima, "only what belongs into the file of {place:?}");
    }
    let colima = with(&|facts| facts.info.endpoint.address = "unix:///home/me/.colima/default/docker.sock".to_owned());
    assert_eq!(marked(&colima), ["+docker:", "+  registry-mirrors:", "+    - https://mirror.example"], "YAML");
    assert_eq!(colima.restart, "colima restart", "the usual one needs no name");
}

#[test]
fn podman_has_a_file_of_its_own_for_it() {
    let mut facts = facts();
    facts.info.product = EngineProduct::Podman;
    let mirrors = words(&["https://mirror.example", "http://10.0.0.1:5000/hub"]);
    let told = configured(&facts, Ok(Some(String::new())), &mirrors);
    assert_eq!(told.path, "/etc/containers/registries.conf.d/50-docker-hub-mirrors.conf", "a drop-in");
    assert_eq!(told.left_out, [], "Podman takes a path");
    let expected = [
        "[[registry]]",
        "prefix = \"docker.io\"",
        "location = \"docker.io\"",
        "",
        "[[registry.mirror]]",
        "location = \"mirror.example\"",
        "",
        "[[registry.mirror]]",
        "location = \"10.0.0.1:5000/hub\"",
        "insecure = true",
    ];
    let lines: Vec<&str> = told.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(lines, expected, "the whole file");
    let again = configured(&facts, Ok(Some(expected.join("\n") + "\n")), &mirrors);
    assert_eq!(again.file, MirrorFile::Read, "it is there");
    assert!(again.lines.iter().all(|line| !line.added), "and nothing is to be added");
    facts.rootless = true;
    let told = configured(&facts, Ok(None), &mirrors);
    assert_eq!(told.place, MirrorPlace::PodmanRootless, "a user's own");
    assert_eq!(told.path, "/home/me/.config/containers/registries.conf.d/50-docker-hub-mirrors.conf", "at home");
}
