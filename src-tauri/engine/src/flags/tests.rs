use std::{collections::BTreeSet, process::Command};

use crate::{
    error::ErrorCode::{self, *},
    flags::*,
    grammar::flag::Arity,
};

/// `docker run --help` of the docker command 28.5 (docs.docker.com/reference/cli/docker/container/run): each flag with
/// its short form, and `!` after one that takes no value.
const REAL: &str = "add-host annotation a,attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns \
    cidfile cpu-count cpu-percent cpu-period cpu-quota cpu-rt-period cpu-rt-runtime c,cpu-shares cpus cpuset-cpus \
    cpuset-mems d,detach! detach-keys device device-cgroup-rule device-read-bps device-read-iops device-write-bps \
    device-write-iops disable-content-trust! dns dns-option dns-search domainname entrypoint e,env env-file expose gpus \
    group-add health-cmd health-interval health-retries health-start-interval health-start-period health-timeout help! \
    h,hostname init! i,interactive! io-maxbandwidth io-maxiops ip ip6 ipc isolation kernel-memory l,label label-file \
    link link-local-ip log-driver log-opt mac-address m,memory memory-reservation memory-swap memory-swappiness mount \
    name network network-alias no-healthcheck! oom-kill-disable! oom-score-adj pid pids-limit platform privileged! \
    p,publish P,publish-all! pull q,quiet! read-only! restart rm! runtime security-opt shm-size sig-proxy! stop-signal \
    stop-timeout storage-opt sysctl tmpfs t,tty! ulimit use-api-socket! u,user userns uts v,volume volume-driver \
    volumes-from w,workdir";

fn written(flag: &crate::grammar::flag::Flag<Support>) -> String {
    let letter = flag.short.map(|letter| format!("{letter},")).unwrap_or_default();
    format!("{letter}{}{}", flag.name, if flag.arity == Arity::Nothing { "!" } else { "" })
}

#[test]
fn the_table_has_every_flag_there_is() {
    let real: BTreeSet<String> = REAL.split_whitespace().map(str::to_owned).collect();
    let known = RUN.iter().filter(|flag| !matches!(flag.support, Support::Alias(_))).map(written).collect();
    assert_eq!(real, known, "docker's flags, and ours");
}

/// Where a docker command is on the machine, whatever its version, it has no flag that the table has not.
#[test]
fn the_machines_own_docker_has_no_other() {
    let Ok(help) = Command::new("docker").args(["run", "--help"]).output() else { return };
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let is_flag =
        |line: &&str| line.starts_with("--") || line.starts_with('-') && line.as_bytes().get(2) == Some(&b',');
    for line in help.lines().map(str::trim_start).filter(is_flag) {
        let name = line.split_whitespace().find_map(|word| word.strip_prefix("--")).unwrap_or_default();
        assert!(RUN.iter().any(|flag| flag.name == name), "--{name} is in the table");
    }
}

fn code(rows: &[&str]) -> Result<(), ErrorCode> {
    let form =
        RunForm { remove: true, other: rows.iter().map(|row| (*row).to_owned()).collect(), ..RunForm::default() };
    match problems(&form).pop() {
        None => Ok(()),
        Some(problem) => Err(problem.code()),
    }
}

#[test]
fn each_row_is_looked_at() {
    for (row, expected) in [
        ("--memory 512m", Ok(())),
        ("--memory=512m", Ok(())),
        ("-m512m", Ok(())),
        ("-m=512m", Ok(())),
        ("--privileged=false", Ok(())),
        ("--net host", Ok(())),
        ("--entrypoint ''", Ok(())),
        ("memory 512m", Err(FlagUnknown)),
        ("--memroy 512m", Err(FlagUnknown)),
        ("--memory", Err(FlagValueMissing)),
        ("--memory lots", Err(FlagValueInvalid)),
        ("--memory 1g 2g", Err(FlagValueInvalid)),
        ("--privileged yes", Err(FlagValueInvalid)),
        ("--privileged=maybe", Err(FlagValueInvalid)),
        ("-p 80:80", Err(FlagIsField)),
        ("--cidfile /x", Err(FlagUnsupported)),
        ("--label 'a", Err(QuotesUnbalanced)),
        ("--restart sometimes", Err(FlagValueInvalid)),
        ("--restart always:3", Err(FlagValueInvalid)),
        ("--ip bad", Err(FlagValueInvalid)),
        ("--dns bad", Err(FlagValueInvalid)),
        ("--mac-address bad", Err(FlagValueInvalid)),
        ("--add-host x", Err(FlagValueInvalid)),
        ("--sysctl kernel.x=1", Err(FlagValueInvalid)),
        ("--ulimit as=1", Err(FlagValueInvalid)),
        ("--ulimit nofile=5:3", Err(FlagValueInvalid)),
        ("--uts other", Err(FlagValueInvalid)),
        ("--pid other", Err(FlagValueInvalid)),
        ("--pid container:web", Ok(())),
        ("--link a:b:c", Err(FlagValueInvalid)),
        ("--expose 80:90", Err(FlagValueInvalid)),
        ("--storage-opt x", Err(FlagValueInvalid)),
        ("--security-opt x", Err(FlagValueInvalid)),
        ("--security-opt seccomp=./here.json", Err(FlagValueInvalid)),
        ("--env-file ./here.env", Err(FlagValueInvalid)),
        ("--cpus 1.0000000001", Err(FlagValueInvalid)),
        ("--memory-swappiness 101", Err(FlagValueInvalid)),
        ("--platform linux/arm64/v8/x", Err(FlagValueInvalid)),
        ("--device relative", Err(FlagValueInvalid)),
        ("--gpus many", Err(FlagValueInvalid)),
        ("--pull always", Ok(())),
        ("--pull sometimes", Err(FlagValueInvalid)),
    ] {
        let alone = RunForm { other: vec![row.to_owned()], ..RunForm::default() };
        let found = problems(&alone).pop().map_or(Ok(()), |problem| Err(problem.code()));
        assert_eq!(found, expected, "{row} by itself");
    }
}

#[test]
fn rows_that_exclude_each_other_are_told() {
    for rows in [
        &["--restart always"][..],
        &["--no-healthcheck", "--health-retries 3"],
        &["--log-driver none", "--log-opt max-size=1m"],
        &["--network-alias web"],
        &["--network bridge", "--network shop"],
        &["--network name=shop,ip=10.0.0.2", "--ip 10.0.0.3"],
    ] {
        assert_eq!(code(rows), Err(FlagsConflict), "{rows:?} with --rm");
    }
    assert_eq!(code(&["--restart no", "--network shop", "--network-alias web"]), Ok(()), "these go together");
    let form = RunForm { other: vec!["--init".into(), "--network-alias a".into()], ..RunForm::default() };
    assert_eq!(problems(&form)[0].index, Some(1), "the row to blame");
}

/// What the docker command 20.10 has not, and so the recording test cannot compare there (docker/cli `container/opts.go`
/// of 28).
#[test]
fn newer_flags_are_applied_as_the_newer_command_does() {
    let rows = [
        "--annotation a=b",
        "--health-start-interval 5s",
        "--network name=shop,gw-priority=3,mac-address=92:d0:c6:0a:29:33",
    ];
    let rows: Vec<String> = rows.iter().map(|row| (*row).to_owned()).collect();
    let body = options(&rows).unwrap().into_body(&RunForm::default(), Default::default()).unwrap();
    let sent = serde_json::to_value(body).unwrap();
    assert_eq!(sent["HostConfig"]["Annotations"]["a"], "b", "an annotation");
    assert_eq!(sent["Healthcheck"]["StartInterval"], 5_000_000_000_u64, "in nanoseconds");
    let endpoint = &sent["NetworkingConfig"]["EndpointsConfig"]["shop"];
    assert_eq!(
        (&endpoint["GwPriority"], &endpoint["MacAddress"]),
        (&3.into(), &"92:d0:c6:0a:29:33".into()),
        "of the network"
    );
}
