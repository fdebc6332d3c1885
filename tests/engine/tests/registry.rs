//! The faults of registries and proxies, as engines report them: each has its code, whatever the engine's words.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures_util::future::join_all;
use slipway_engine_tests::prelude::*;

use ErrorCode::*;
use RegistryFault::*;

/// The codes of a fault: on the classic store, on the containerd store, and on Podman. `None`: the engine pulls the image.
type Codes = [Option<ErrorCode>; 3];

const fn all(code: ErrorCode) -> Codes {
    [Some(code), Some(code), Some(code)]
}

const fn each(classic: ErrorCode, containerd: ErrorCode, podman: ErrorCode) -> Codes {
    [Some(classic), Some(containerd), Some(podman)]
}

/// What each fault is called, without a login and with one.
fn faults() -> Vec<(RegistryFault, Codes, Codes)> {
    let faults = [
        (Faultless, [None; 3]),
        // A page is recognised where the engine forwards it. containerd reports the status alone, and Podman so for `/v2/`.
        (Page(403), each(NotARegistry, RegistryForbidden, RegistryForbidden)),
        (Page(404), each(NotARegistry, PullNotFound, NotARegistry)),
        (Page(405), each(NotARegistry, RegistryRefused, RegistryRefused)),
        (Page(200), all(NotARegistry)),
        (Page(500), all(RegistryFailed)),
        (Page(502), all(RegistryFailed)),
        (Page(503), all(RegistryFailed)),
        (Page(504), all(RegistryFailed)),
        (Page(407), each(ProxyLoginRequired, ProxyLoginRequired, ProxyLoginRequired)),
        (Page(511), all(NotARegistry)),
        (Manifest(500, "UNKNOWN", "unknown error"), all(RegistryFailed)),
        (Manifest(404, "MANIFEST_UNKNOWN", "manifest unknown"), all(PullNotFound)),
        (Manifest(404, "NAME_UNKNOWN", "repository name not known to registry"), all(PullNotFound)),
        (Manifest(404, "NOT_FOUND", "artifact a/b:latest not found"), all(PullNotFound)),
        (Empty(404), all(PullNotFound)),
        (Empty(403), all(RegistryForbidden)),
        (
            Manifest(403, "DENIED", "quota exceeded"),
            each(RegistryQuotaExceeded, RegistryForbidden, RegistryQuotaExceeded),
        ),
        (Redirects, all(RegistryRedirects)),
        (Closes, all(ConnectionLost)),
        (CutsHandshake, all(ConnectionLost)),
        (OtherProtocol, all(NotARegistry)),
        (Expired, all(RegistryCertificateExpired)),
        (NotYetValid, all(RegistryCertificateNotYetValid)),
        (OtherName, all(RegistryCertificateName)),
        (TokenPage, all(NotARegistry)),
        (Chart, all(NotAnImage)),
        (Artifact, all(NotAnImage)),
        (BlobMissing, all(RegistryBlobMissing)),
        (ConfigDamaged, all(DigestMismatch)),
    ];
    // Without a body, a 403 may as well be about the login that was sent.
    let rejects = |code| if code == RegistryForbidden { PullLoginRejected } else { code };
    let same = faults.map(|(fault, codes)| (fault, codes, codes.map(|code: Option<ErrorCode>| code.map(rejects))));
    let denied = [
        (Manifest(403, "DENIED", "denied"), each(PullUnauthorized, RegistryForbidden, PullUnauthorized)),
        (Manifest(403, "DENIED", "access forbidden"), each(PullUnauthorized, RegistryForbidden, PullUnauthorized)),
        (Token(401, "UNAUTHORIZED", "incorrect username or password"), all(PullUnauthorized)),
    ];
    let rejected = denied.into_iter().map(|(fault, codes)| (fault, codes, all(PullLoginRejected)));
    same.into_iter().chain(rejected).collect()
}

/// The faults that Podman answers only after minutes of retries, or that it does not have.
fn only_dockerd() -> Vec<(RegistryFault, Codes, Codes)> {
    let limited = [
        (Page(429), all(PullRateLimited)),
        (
            Manifest(429, "TOOMANYREQUESTS", "You have reached your unauthenticated pull rate limit."),
            all(PullRateLimited),
        ),
        (Token(429, "TOOMANYREQUESTS", "too many failed login attempts"), all(PullRateLimited)),
    ];
    limited.into_iter().map(|(fault, codes)| (fault, codes, codes)).collect()
}

#[tokio::test]
async fn each_fault_of_a_registry_has_its_code() {
    let lab = lab().await;
    let store = lab.store();
    let engine = engine_at(lab.docker_host()).await;
    let column = if store == Store::Classic { 0 } else { 1 };
    let mut rows: Vec<_> = faults().into_iter().chain(only_dockerd()).collect();
    // Docker 26 is the first that refuses it.
    if EngineVersion::from_environment().unwrap() != EngineVersion::Machine {
        rows.push((Schema1, all(ImageFormatTooOld), all(ImageFormatTooOld)));
    }
    assert_codes(&lab, &engine, column, &rows).await;

    let podman = lab.podman().await.unwrap();
    let engine = engine_at(podman.docker_host()).await;
    assert_codes(&lab, &engine, 2, &faults()).await;
}

/// Pulls from registries with each fault, at once and with either no login or a stored one.
async fn assert_codes(lab: &Lab, engine: &Engine, column: usize, rows: &[(RegistryFault, Codes, Codes)]) {
    let pulls = rows.iter().flat_map(|(fault, codes, with_login)| {
        let registry = || lab.faulty(*fault).expect("the registry starts");
        [(fault, registry(), codes[column], false), (fault, registry(), with_login[column], true)]
    });
    let failures = join_all(pulls.map(async |(fault, registry, expected, has_login)| {
        let reference = format!("{}/a/b", registry.address());
        let credentials = if has_login { login(lab, &registry) } else { no_login(lab) };
        let pulled = pull(engine, &reference, &credentials).await;
        let found = pulled.as_ref().err().map(|error| error.code);
        let names_registry = pulled.as_ref().err().is_none_or(|error| error.details["registry"] == registry.address());
        let is_as_expected = found == expected && names_registry;
        (!is_as_expected).then(|| format!("{fault:?}, login {has_login}: {expected:?} expected: {pulled:?}"))
    }))
    .await;
    let failures: Vec<String> = failures.into_iter().flatten().collect();
    assert!(failures.is_empty(), "faults with another code:\n{}", failures.join("\n"));
}

#[tokio::test]
async fn a_failure_names_a_certificates_dates_and_a_builds_base_image() {
    let lab = lab().await;
    let engine = engine_at(lab.docker_host()).await;
    for (fault, name, date) in
        [(Expired, "until", "2021-01-01 00:00 UTC"), (NotYetValid, "from", "3000-01-01 00:00 UTC")]
    {
        let registry = lab.faulty(fault).unwrap();
        let error = pull(&engine, &format!("{}/a/b", registry.address()), &no_login(&lab)).await.unwrap_err();
        assert_eq!(error.details.get(name).map(String::as_str), Some(date), "the limit of the certificate: {error:?}");
        assert!(error.details["now"].ends_with(" UTC"), "the engine's time: {error:?}");
    }
    let podman = lab.podman().await.unwrap();
    let registry = lab.faulty(Manifest(500, "UNKNOWN", "unknown error")).unwrap();
    let base = format!("{}/a/b:1", registry.address());
    for engine in [&engine, &engine_at(podman.docker_host()).await] {
        let dockerfile = format!("FROM {base}\nRUN true\n");
        let cli = CliDefaults::default();
        let built = images::build(engine, &dockerfile, "notes:1", &cli, &no_login(&lab), &Report::discard()).await;
        let error = built.expect_err("the base image is not served");
        assert_eq!(error.code, RegistryFailed, "the registry of the base image fails: {error:?}");
        assert_eq!(error.details["reference"], base, "which is named: {error:?}");
        assert_eq!(error.details["registry"], registry.address(), "with its registry: {error:?}");
    }
}

#[tokio::test]
async fn each_fault_of_a_proxy_has_its_code() {
    let proxy = RefusingProxy::start().unwrap();
    let lab = Lab::start(LabOptions { proxy: Some(proxy.url()), ..LabOptions::default() }).await.unwrap();
    let podman = lab.podman().await.unwrap();
    let engines = [engine_at(lab.docker_host()).await, engine_at(podman.docker_host()).await];
    let code = async |engine: &Engine, reference: &str| {
        let error = pull(engine, reference, &no_login(&lab)).await.expect_err("nothing is reached");
        (error.code, error)
    };
    for engine in &engines {
        for (reference, expected) in [
            ("407.example/a/b", ProxyLoginRequired),
            ("403.example/a/b", ProxyRefused),
            ("502.example/a/b", ProxyRefused),
            ("503.example/a/b", ProxyRefused),
            ("nowhere.invalid/a/b", RegistryNameUnknown),
        ] {
            let (code, error) = code(engine, reference).await;
            assert_eq!(code, expected, "{reference}: {error}");
        }
    }
    drop(proxy);
    for engine in &engines {
        let (code, error) = code(engine, "registry.example/a/b").await;
        assert_eq!(code, ProxyUnreachable, "nothing listens at the proxy's address: {error}");
    }
}

#[tokio::test]
async fn a_mirror_test_names_the_same_faults() {
    let lab = lab().await;
    for (fault, step, code) in [
        (Page(200), MirrorStep::Registry, MirrorNotRegistry),
        (Page(403), MirrorStep::Registry, RegistryForbidden),
        (Page(502), MirrorStep::Registry, RegistryFailed),
        (Page(429), MirrorStep::Registry, PullRateLimited),
        (Redirects, MirrorStep::Registry, RegistryRedirects),
        (Manifest(403, "DENIED", "denied"), MirrorStep::Image, RegistryForbidden),
        (Manifest(500, "UNKNOWN", "unknown error"), MirrorStep::Image, RegistryFailed),
        (Manifest(405, "UNSUPPORTED", "The operation is unsupported."), MirrorStep::Image, RegistryRefused),
    ] {
        let mirror = lab.faulty_mirror(fault).unwrap();
        let address = format!("http://{}", mirror.address());
        let test =
            registry::test_mirror(&address, "ubuntu", ("linux", "amd64"), &no_login(&lab), |_| {}).await.unwrap();
        let failed = test.failed.unwrap_or_else(|| panic!("{fault:?} is noticed"));
        assert_eq!((failed.step, failed.error.code), (step, code), "{fault:?}: {}", failed.error);
        assert_eq!(failed.error.details["mirror"], address, "{fault:?} names the mirror");
    }
}

async fn pull(engine: &Engine, reference: &str, credentials: &Credentials) -> slipway_engine::Result<Outcome> {
    images::pull(engine, reference, "", credentials, &LayerColours::default(), &Report::discard()).await
}

fn no_login(lab: &Lab) -> Credentials {
    Credentials::from_folder(lab.folder().join("no-login"))
}

/// A stored login for the registry.
fn login(lab: &Lab, registry: &FaultyRegistry) -> Credentials {
    let folder = lab.folder().join(format!("login-{}", registry.address()));
    std::fs::create_dir_all(&folder).expect("the folder is created");
    let auths = json!({ "auths": { registry.address(): { "auth": STANDARD.encode("sailor:old") } } });
    std::fs::write(folder.join("config.json"), auths.to_string()).expect("the file is written");
    Credentials::from_folder(folder)
}
