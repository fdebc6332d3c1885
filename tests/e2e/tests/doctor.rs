//! No engine responds, for different reasons: the window reports the reason and what to do about it.

use std::os::unix::fs::PermissionsExt;

use slipway_e2e::{Environment, FileAccess, Result, Window};
use slipway_lab::{Authority, Cli, Lab, LabOptions, OldEngine, TlsEngine};

/// The text of a finding, once it is shown.
async fn finding(window: &Window, case: &str) -> Result<String> {
    window.find_with("engine-status", "[data-state=unreachable]").await?;
    window.find_with("finding", &format!("[data-case={case}]")).await?;
    window.text("finding").await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_engine() -> Result {
    let folder = tempfile::tempdir()?;
    let docker_host = format!("unix://{}", folder.path().join("docker.sock").display());
    for (language, sentence) in [("zh-CN", "没有引擎响应"), ("en", "no engine responds there")] {
        let window = Window::open(Environment { docker_host: docker_host.clone(), language }).await?;
        let text = finding(&window, "wrongDockerHost").await?;
        assert!(text.contains(sentence) && text.contains(&docker_host), "the reason and the address: {text}");
        assert!(text.contains("unset DOCKER_HOST"), "the command to copy: {text}");
        window.find("practice-start").await?;
        window.screenshot(&format!("doctor-no-engine-{language}")).await?;
        window.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_permission() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    std::os::unix::fs::chown(lab.socket(), Some(65534), Some(65534))?;
    std::fs::set_permissions(lab.socket(), std::fs::Permissions::from_mode(0o600))?;
    for (language, meaning) in [("zh-CN", "等于拥有 root 权限"), ("en", "root-level privileges")] {
        let environment = Environment { docker_host: lab.docker_host(), language };
        let window = Window::open_with_access(environment, FileAccess::ByMode).await?;
        let text = finding(&window, "noPermission").await?;
        assert!(text.contains(meaning), "what joining the group means: {text}");
        assert!(text.contains("sudo usermod -aG docker"), "the command to copy: {text}");
        window.screenshot(&format!("doctor-permission-{language}")).await?;
        window.script("document.documentElement.dataset.theme = 'dark'", vec![]).await?;
        window.resize(640, 900).await?;
        window.screenshot(&format!("doctor-permission-{language}-dark-narrow")).await?;
        window.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_of_another_authority() -> Result {
    let engine = TlsEngine::start().await?;
    let certificates = engine.folder.join("other");
    Authority::new()?.write_client(&certificates, false)?;
    let certificates = certificates.display().to_string();
    for (language, sentence) in [("zh-CN", "互不认可对方的证书"), ("en", "don’t accept each other’s certificates")]
    {
        let environment = Environment { docker_host: engine.address.clone(), language };
        let tls = [("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", certificates.as_str())];
        let window = Window::open_with_variables(environment, &tls).await?;
        let text = finding(&window, "wrongCertificate").await?;
        assert!(text.contains(sentence) && text.contains(&engine.address), "the reason and the engine: {text}");
        window.screenshot(&format!("doctor-certificate-{language}")).await?;
        window.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_too_old() -> Result {
    let old = OldEngine::start()?;
    for (language, sentence) in [("zh-CN", "太旧"), ("en", "too old")] {
        let window = Window::open(Environment { docker_host: old.docker_host(), language }).await?;
        let text = finding(&window, "tooOld").await?;
        assert!(text.contains(sentence) && text.contains("1.20") && text.contains("1.40"), "both versions: {text}");
        window.screenshot(&format!("doctor-too-old-{language}")).await?;
        window.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn another_engine_that_responds_is_one_click_away() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let folder = tempfile::tempdir()?;
    let config = folder.path().join("docker");
    let client = Cli::new(String::new(), config.clone());
    client.run(&["context", "create", "alive", "--docker", &format!("host={}", lab.docker_host())]).await?;
    let docker_host = format!("unix://{}", folder.path().join("docker.sock").display());
    let variables = [("DOCKER_CONFIG", config.to_str().ok_or("a path")?)];
    let window = Window::open_with_variables(Environment { docker_host, language: "en" }, &variables).await?;
    finding(&window, "wrongDockerHost").await?;
    window.screenshot("doctor-another").await?;
    window.click("remedy-use").await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.close().await
}
