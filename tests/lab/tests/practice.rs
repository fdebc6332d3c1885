//! The practice engine as a person without Docker gets it.

use slipway_engine::practice::{PracticeEngine, daemon::answers};
use slipway_lab::Cli;

#[tokio::test]
async fn the_practice_engine_serves_its_images_is_shared_and_keeps_its_storage() {
    let folder = std::env::temp_dir().join(format!("slipway-practice-{}", std::process::id()));
    let socket = folder.join("practice.sock");

    let engine = PracticeEngine::start_at(&folder, &socket).await.expect("the practice engine starts");
    assert!(engine.is_ours(), "nobody else had started it");
    let docker = Cli::new(format!("unix://{}", socket.display()), folder.join("client"));
    let printed = docker.run(&["pull", "practice/shell:1.0"]).await.unwrap();
    assert_eq!(printed.matches(": Pull complete").count(), 5, "a practice pull shows five layers: {printed}");
    for reference in ["practice/shell:1.1", "practice/shell:latest", "practice/web", "practice/tools:1.0"] {
        docker.run(&["pull", "-q", reference]).await.expect("every practice image is there");
    }
    let id = async |reference: &str| docker.run(&["inspect", "-f", "{{.Id}}", reference]).await.unwrap();
    assert_eq!(id("practice/shell:1.1").await, id("practice/shell:latest").await, "one image under two tags");

    let release =
        docker.run(&["run", "--rm", "practice/shell:1.0", "bash", "-c", "cat /etc/os-release"]).await.unwrap();
    assert!(release.contains("NAME=\"Slipway Practice\""), "it says what it is: {release}");
    docker.run(&["run", "-d", "--name", "webserver", "practice/web"]).await.unwrap();
    let page = docker.run(&["exec", "webserver", "bash", "-c", "wget -qO- http://127.0.0.1/"]).await.unwrap();
    assert_eq!(page, "<h1>Slipway practice web server</h1>", "the web server serves its page");

    let second = PracticeEngine::start_at(&folder, &socket).await.expect("a second start finds the first");
    assert!(!second.is_ours(), "what runs already is used as it is");
    second.stop().await;
    assert!(answers(&socket).await, "who did not start it does not end it");

    engine.stop().await;
    assert!(!answers(&socket).await, "who started it ends it");
    let engine = PracticeEngine::start_at(&folder, &socket).await.expect("it starts again on its storage");
    docker.run(&["inspect", "practice/shell:1.0"]).await.expect("pulled images stay");
    engine.stop().await;
    std::fs::remove_dir_all(&folder).expect("nothing is mounted in the folder any more");
}
