use super::*;

fn parse(text: &str) -> ConfigFile {
    ConfigFile::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn proxies_are_those_of_the_engine_or_the_default_ones() {
    let config = parse(
        r#"{"proxies": {
            "default": {"httpProxy": "http://127.0.0.1:3128", "noProxy": "localhost"},
            "tcp://far:2375": {"HTTPSProxy": "http://far:3128", "allproxy": "socks5://far", "ftpProxy": null}
        }}"#,
    );
    let default = [("HTTP_PROXY", "http://127.0.0.1:3128".to_owned()), ("NO_PROXY", "localhost".to_owned())];
    assert_eq!(config.proxies("unix:///var/run/docker.sock"), default, "an engine without proxies of its own");
    let own = [("HTTPS_PROXY", "http://far:3128".to_owned()), ("ALL_PROXY", "socks5://far".to_owned())];
    assert_eq!(config.proxies("tcp://far:2375"), own, "an engine's own replace the default ones; case is ignored");
    assert_eq!(parse("{}").proxies("default"), [], "no proxies");
}

#[test]
fn a_file_is_read_as_go_reads_it() {
    assert_eq!(parse(""), ConfigFile::default(), "an empty file");
    assert_eq!(parse("null"), ConfigFile::default(), "a file without an object");
    let config = parse("{\"CURRENTCONTEXT\": \"far\", \"detachKeys\": null, \"psFormat\": 3, \"other\": {}} }");
    assert_eq!(config.current_context, "far", "names in any case, whatever follows the object");
    let not_utf8 = ConfigFile::parse(b"{\"currentContext\": \"far\", \"x\": \"\xff\"}").map(|it| it.current_context);
    assert_eq!(not_utf8.ok().as_deref(), Some("far"), "invalid UTF-8 in another value");
    for text in ["\u{feff}{}", "{\"currentContext\": \"far\",}", "{", "// comment\n{}", "[]", "{\"currentContext\": 3}"]
    {
        assert!(ConfigFile::parse(text.as_bytes()).is_err(), "{text:?} is invalid, as for the docker CLI");
    }
}

#[test]
fn an_unreadable_file_is_named_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(ConfigFile::load(folder.path()), Ok(ConfigFile::default()), "no file is the default");
    std::fs::write(path(folder.path()), "{\"auths\": {},}").unwrap();
    let error = ConfigFile::load(folder.path()).expect_err("a trailing comma");
    assert_eq!(error.code, ErrorCode::DockerConfigInvalid, "its code");
    assert!(error.details["path"].ends_with("config.json"), "the file is named: {error:?}");
    assert!(error.message.contains("line 1"), "the reason is kept: {error:?}");
    std::fs::remove_file(path(folder.path())).unwrap();
    std::fs::create_dir(path(folder.path())).unwrap();
    assert!(ConfigFile::load(folder.path()).is_err(), "a folder of that name cannot be read");
}

#[test]
fn helpers_come_before_stored_logins() {
    let config = parse(
        r#"{"auths": {"https://old.example/v1/": {"auth": "dTpw"}, "new.example": {"auth": "dTpw"}},
            "credsStore": "store", "credHelpers": {"new.example": "", "own.example": "own"}}"#,
    );
    assert_eq!(config.cred_helper("old.example"), Some("store"), "the store of all registries");
    assert_eq!(config.cred_helper("own.example"), Some("own"), "a registry's own helper");
    assert_eq!(config.cred_helper("new.example"), None, "an empty name means the file");
    let login = config.auth("old.example").map(Auth::user_and_password);
    assert_eq!(login, Some(Ok(("u".into(), "p".into()))), "a login stored by URL");
    assert!(config.auth("example").is_none(), "another registry");
}

#[test]
fn the_auth_variable_is_strict() {
    let parsed = parse_auth_variable(r#"{"auths": {"a.example": {"auth": "dTpwOnE="}}}"#);
    assert_eq!(parsed.map(|logins| logins["a.example"].clone()), Ok(("u".into(), "p:q".into())), "a login");
    assert_eq!(parse_auth_variable("{}").map(|logins| logins.len()), Ok(0), "none");
    for text in
        ["{", r#"{"auths": {"a": {}}}"#, r#"{"auths": {"a": {"auth": "!"}}}"#, r#"{"credsStore": "x"}"#, "{} {}"]
    {
        let why = parse_auth_variable(text).expect_err(text);
        assert!(!why.is_empty(), "{text} is refused with a reason");
    }
}
