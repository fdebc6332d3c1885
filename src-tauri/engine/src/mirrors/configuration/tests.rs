use std::path::PathBuf;

use super::*;
use crate::wire::{Endpoint, EndpointSource, EngineInfo, EngineProduct, ImageStore};

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

fn strings(mirrors: &[&str]) -> Vec<String> {
    mirrors.iter().map(|mirror| (*mirror).to_owned()).collect()
}

/// The lines, with a `+` before those to add.
fn marked(configuration: &MirrorConfiguration) -> Vec<String> {
    let mark = |line: &MirrorLine| format!("{}{}", if line.added { "+" } else { " " }, line.text);
    configuration.lines.iter().map(mark).collect()
}

#[test]
fn a_new_file_is_complete() {
    let configuration =
        configuration_for(&facts(), Ok(Some(String::new())), &strings(&["mirror.example", "http://127.0.0.1:5001"]));
    assert_eq!(
        (configuration.place, configuration.path.as_str()),
        (MirrorPlace::Daemon, "/etc/docker/daemon.json"),
        "its path"
    );
    assert_eq!(configuration.file, MirrorFile::Missing, "it does not exist");
    assert_eq!(
        marked(&configuration),
        [
            "+{",
            "+  \"registry-mirrors\": [",
            "+    \"https://mirror.example\",",
            "+    \"http://127.0.0.1:5001\"",
            "+  ]",
            "+}"
        ],
        "all lines are new"
    );
    assert_eq!(configuration.reload, "sudo systemctl reload docker", "without a restart of containers");
    assert_eq!(configuration.restart, "sudo systemctl restart docker", "with a restart");
}

#[test]
fn existing_lines_are_not_changed() {
    let text =
        "{\n    \"log-opts\": {\n        \"max-size\": \"10m\"\n    },\n    \"data-root\": \"/var/lib/docker\"\n}\n";
    let configuration = configuration_for(&facts(), Ok(Some(text.to_owned())), &strings(&["https://mirror.example"]));
    assert_eq!(configuration.file, MirrorFile::Read, "the file was read");
    assert_eq!(
        marked(&configuration),
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
        "only the mirrors are added, with the file's indentation"
    );

    let text = r#"{ "registry-mirrors": ["https://own.example/"], "debug": true }"#;
    let configuration =
        configuration_for(&facts(), Ok(Some(text.to_owned())), &strings(&["own.example", "mirror.example"]));
    assert_eq!(
        marked(&configuration),
        [
            " {",
            "   \"registry-mirrors\": [",
            "     \"https://own.example/\",",
            "+    \"https://mirror.example\"",
            "   ],",
            "   \"debug\": true",
            " }",
        ],
        "an existing mirror is not added again"
    );
}

#[test]
fn a_file_of_another_engine_is_not_changed() {
    let mut facts = facts();
    facts.info.root_folder = "/srv/docker".to_owned();
    let configuration =
        configuration_for(&facts, Ok(Some(r#"{"debug": true}"#.to_owned())), &strings(&["mirror.example"]));
    assert_eq!(configuration.file, MirrorFile::Other, "the engine does not store where the file says");
    assert_eq!(
        marked(&configuration),
        [" {", "+  \"registry-mirrors\": [", "+    \"https://mirror.example\"", "+  ]", " }"],
        "only the lines to add to the engine's own file, between existing braces"
    );
    assert_eq!(
        (configuration.reload.as_str(), configuration.restart.as_str()),
        ("", ""),
        "the system's commands do not apply"
    );
    let configuration = configuration_for(
        &facts,
        Ok(Some(r#"{"data-root": "/srv/docker"}"#.to_owned())),
        &strings(&["mirror.example"]),
    );
    assert_eq!(configuration.file, MirrorFile::Read, "the file is the engine's if it says so");

    facts.info.mirrors = strings(&["https://mirror.example/"]);
    let configuration = configuration_for(&facts, Ok(Some(String::new())), &strings(&["mirror.example"]));
    assert_eq!(configuration.lines, [], "mirrors in use are not added to an unknown file");
    facts.info.mirrors.clear();

    facts.info.root_folder = "/var/lib/docker/100000.100000".to_owned();
    assert_eq!(configuration_for(&facts, Ok(Some(String::new())), &[]).file, MirrorFile::Missing, "user namespaces");

    let configuration = configuration_for(&facts, Ok(Some("{ debug }".to_owned())), &strings(&["mirror.example"]));
    assert_eq!(configuration.error.map(|error| error.code), Some(ErrorCode::ConfigurationInvalid), "invalid JSON");
    assert_eq!(configuration.file, MirrorFile::Unknown, "the file is not understood");
    assert_eq!(configuration.lines.len(), 5, "the lines to add");
}

#[test]
fn mirrors_given_as_flags_are_reported() {
    let mut facts = facts();
    facts.info.mirrors = strings(&["https://flag.example/"]);
    let configuration =
        configuration_for(&facts, Ok(Some(r#"{"debug": true}"#.to_owned())), &strings(&["mirror.example"]));
    assert!(configuration.by_flags, "the mirror is not in the file");
    let text = r#"{"registry-mirrors": ["https://flag.example"]}"#;
    let configuration = configuration_for(&facts, Ok(Some(text.to_owned())), &strings(&["mirror.example"]));
    assert!(!configuration.by_flags, "the mirror is in the file");
}

#[test]
fn each_installation_has_its_file_and_commands() {
    use MirrorPlace::*;
    let with = |change: &dyn Fn(&mut EngineFacts)| {
        let mut facts = facts();
        change(&mut facts);
        configuration_for(&facts, Ok(None), &strings(&["https://mirror.example", "http://10.0.0.1:5000/hub"]))
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
        let configuration = with(change);
        assert_eq!(
            (configuration.place, configuration.path.as_str(), configuration.restart.as_str()),
            (place, path, restart),
            "{place:?}"
        );
        assert_eq!(configuration.file, MirrorFile::Unknown, "the file of {place:?} was not read");
        let codes: Vec<_> = configuration.rejected.iter().map(|error| error.code).collect();
        assert_eq!(codes, [ErrorCode::MirrorPathNotAllowed], "dockerd does not accept a mirror with a path");
        let rest = configuration.lines.iter().filter(|line| !line.added).map(|line| line.text.as_str());
        assert!(rest.eq(["{", "}"]) || place == Colima, "only the lines to add to the file of {place:?}");
    }
    let colima = with(&|facts| facts.info.endpoint.address = "unix:///home/me/.colima/default/docker.sock".to_owned());
    assert_eq!(marked(&colima), ["+docker:", "+  registry-mirrors:", "+    - https://mirror.example"], "YAML");
    assert_eq!(colima.restart, "colima restart", "the default profile needs no name");
}

#[test]
fn podman_gets_a_drop_in() {
    let mut facts = facts();
    facts.info.product = EngineProduct::Podman;
    let mirrors = strings(&["https://mirror.example", "http://10.0.0.1:5000/hub"]);
    let configuration = configuration_for(&facts, Ok(Some(String::new())), &mirrors);
    assert_eq!(configuration.path, "/etc/containers/registries.conf.d/50-docker-hub-mirrors.conf", "a drop-in");
    assert_eq!(configuration.rejected, [], "Podman accepts a path");
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
    let lines: Vec<&str> = configuration.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(lines, expected, "the complete file");
    let again = configuration_for(&facts, Ok(Some(expected.join("\n") + "\n")), &mirrors);
    assert_eq!(again.file, MirrorFile::Read, "it exists");
    assert!(again.lines.iter().all(|line| !line.added), "nothing to add");
    facts.rootless = true;
    let configuration = configuration_for(&facts, Ok(None), &mirrors);
    assert_eq!(configuration.place, MirrorPlace::PodmanRootless, "rootless");
    assert_eq!(
        configuration.path, "/home/me/.config/containers/registries.conf.d/50-docker-hub-mirrors.conf",
        "in the home folder"
    );
}
