use std::collections::HashMap;

use super::*;

fn contents() -> Contents {
    let web = Container {
        state: ContainerState::Running,
        ports: vec![Port { container: 80, protocol: "tcp".into(), host: Some(8080), address: "0.0.0.0".into() }],
        ..Container::exited("f".repeat(64), "web", "nginx")
    };
    Contents { containers: HashMap::from([(web.id.clone(), web)]), ..Contents::default() }
}

fn told(form: RunForm) -> Vec<(String, Option<u32>, ErrorCode)> {
    let form = RunForm { image: if form.image.is_empty() { "nginx".to_owned() } else { form.image.clone() }, ..form };
    let problems = run_problems(&form, &contents());
    problems.into_iter().map(|problem| (problem.field.clone(), problem.index, problem.code())).collect()
}

fn at(field: &str, index: Option<u32>, code: ErrorCode) -> Vec<(String, Option<u32>, ErrorCode)> {
    vec![(field.to_owned(), index, code)]
}

fn strings(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

#[test]
fn a_form_that_can_be_run_has_no_problems() {
    let form = RunForm {
        command: "nginx -g 'daemon off;'".to_owned(),
        name: "web-2".to_owned(),
        ports: strings(&["8081:80", "127.0.0.1::81", "8080:53/udp", "8000-8100:82"]),
        env: strings(&["A=1", "HOME"]),
        volumes: strings(&["data:/data", "/srv:/srv:ro"]),
        detach: true,
        remove: true,
        ..RunForm::default()
    };
    assert_eq!(told(form), [], "nothing is wrong with it");
}

#[test]
fn each_problem_is_told_at_its_field() {
    use ErrorCode::*;
    let empty = run_problems(&RunForm::default(), &contents());
    assert_eq!(empty.iter().map(Problem::code).collect::<Vec<_>>(), [ReferenceEmpty], "no image was named");
    let image = |image: &str| told(RunForm { image: image.to_owned(), ..RunForm::default() });
    assert_eq!(image("Ubuntu"), at("image", None, ReferenceUppercase), "no image can be called so");
    assert_eq!(image(&"a".repeat(64)), at("image", None, ImageNotFound), "an ID cannot be pulled");
    let command = told(RunForm { command: "sh -c 'x".to_owned(), ..RunForm::default() });
    assert_eq!(command, at("command", None, QuotesUnbalanced), "quotes do not match");
    let name = |name: &str| told(RunForm { name: name.to_owned(), ..RunForm::default() });
    assert_eq!(name("web"), at("name", None, NameTaken), "another container has the name");
    assert_eq!(name("my web"), at("name", None, NameInvalid), "no container can be called so");
    let ports = |values: &[&str]| told(RunForm { ports: strings(values), ..RunForm::default() });
    assert_eq!(ports(&["81", "x"]), at("ports", Some(1), PortInvalid), "no port");
    assert_eq!(ports(&["8080:90"]), at("ports", Some(0), PortTaken), "another container listens there");
    assert_eq!(ports(&["127.0.0.1:8080:90"]), at("ports", Some(0), PortTaken), "and on every address");
    assert_eq!(ports(&["[::]:8080:90"]), [], "but not on those of IPv6");
    assert_eq!(ports(&["0.0.0.0:90:1", "[::]:90:2"]), [], "each family has its own ports");
    assert_eq!(ports(&["90:1", "90:2"]), at("ports", Some(1), PortTaken), "the form's own port above");
    let shared =
        |other: &str| told(RunForm { ports: strings(&["8081:80"]), other: strings(&[other]), ..RunForm::default() });
    assert_eq!(
        shared("--net=container:vpn"),
        at("ports", Some(0), FlagsConflict),
        "the ports are the other container's"
    );
    assert_eq!(shared("--network host"), [], "the engine ignores them on the host's network");
    let beside = |flag: &str| {
        let other = strings(&["--network container:vpn", flag]);
        told(RunForm { other, ..RunForm::default() })
    };
    for flag in ["--hostname web", "--expose 80", "-P", "--dns 1.1.1.1", "--add-host a:1.1.1.1", "--link db"] {
        assert_eq!(beside(flag), at("other", Some(1), FlagsConflict), "{flag} is the other container's, too");
    }
    let many = "10000-20000:10000-20000";
    assert_eq!(ports(&[many, "15000:1"]), at("ports", Some(1), PortTaken), "a port in a range above");
    assert_eq!(ports(&[many, "127.0.0.1:10000-20000:10000-20000"]), [], "the same ports of the container again");
    let env = told(RunForm { env: strings(&["A=1", "=2"]), ..RunForm::default() });
    assert_eq!(env, at("env", Some(1), EnvInvalid), "a value without a name");
    let volumes = |values: &[&str]| told(RunForm { volumes: strings(values), ..RunForm::default() });
    assert_eq!(volumes(&["/a", "b:c"]), at("volumes", Some(1), VolumeInvalid), "a relative place");
    assert_eq!(volumes(&["a1:/x:Z", "b1:/y:U"]), at("volumes", Some(1), VolumeInvalid), "an option of Podman");
    assert_eq!(volumes(&["a1:/x", "b1:/x/"]), at("volumes", Some(1), VolumeInvalid), "two at one place");
}

#[test]
fn podman_has_volume_options_of_its_own() {
    let podman = Contents { store: ImageStore::Podman, ..Contents::default() };
    let problems = |volume: &str| {
        let form = RunForm { image: "nginx".to_owned(), volumes: strings(&[volume]), ..RunForm::default() };
        run_problems(&form, &podman).len()
    };
    for volume in
        ["data:/data:U", "data:/data:Z,U", "/srv:/srv:O,upperdir=/up", "data:/data:noexec,nodev", "/a:/a:idmap"]
    {
        assert_eq!(problems(volume), 0, "Podman takes {volume}");
    }
    assert_eq!(problems("data:/data:nope"), 1, "but not any word");
    let form = RunForm { image: "nginx".to_owned(), ports: strings(&["80:80"]), ..RunForm::default() };
    let form = RunForm { other: strings(&["--network container:vpn"]), ..form };
    assert_eq!(run_problems(&form, &podman), [], "it ignores ports beside another container's network");
}
