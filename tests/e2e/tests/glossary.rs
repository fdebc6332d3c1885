//! The glossary: a term in a table is explained in both languages, with an example from this engine and a link to it;
//! all terms can be found by name.

use slipway_e2e::{Environment, Result, Window};
use slipway_lab::{Lab, LabOptions, data};

#[tokio::test(flavor = "multi_thread")]
async fn a_term_is_explained_with_examples_from_the_engine() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    docker.run(&["pull", "-q", "ubuntu:14.04"]).await?;
    docker.run(&["tag", "ubuntu:14.04", "ubuntu:trusty"]).await?;
    data::dangling(&docker).await?;
    let dangling = docker.run(&["images", "-q", "-f", "dangling=true"]).await?.lines().count();
    let id = docker.run(&["images", "-q", "ubuntu:14.04"]).await?.trim().to_owned();
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;

    let two_tags = |language| match language {
        "en" => format!("ubuntu:14.04 and ubuntu:trusty are two tags of one image, {id}"),
        _ => format!("ubuntu:14.04 和 ubuntu:trusty 是同一个镜像 {id} 的两个标签"),
    };
    let nameless = |language| match (language, dangling) {
        ("en", 1) => "You have one, listed at".to_owned(),
        ("en", many) => format!("You have {many}, "),
        (_, many) => format!("你有 {many} 个"),
    };
    for language in ["en", "zh-CN"] {
        window.find("settings-language").await?.select_by_value(language).await?;
        window.click("nav-images").await?;

        // A click on the term in a row leaves the row's drawer closed.
        window.click_with("image-row", "[data-kind=dangling] [data-testid=term]").await?;
        window.until_text("term-example", &nameless(language)).await?;
        window.until_count("image-detail", "", 0).await?;
        window.screenshot(&format!("glossary-dangling-{language}")).await?;
        window.click("term-go").await?;
        window.until_count("term-popover", "", 0).await?;
        assert_eq!(window.value("images-filter").await?, "dangling:true", "the link filters the list");
        window.until_count("image-row", "", dangling).await?;
        window.fill("images-filter", "").await?;

        // The term in a column heading, by keyboard: it is visible once it has the focus or the pointer is on it.
        let heading = "document.querySelector('[role=columnheader] [data-term=tag]').focus()";
        window.script(heading, vec![]).await?;
        window.find_with("images-table", " [role=columnheader] [data-term=tag]").await?;
        window.type_keys("\n").await?;
        window.until_text("term-example", &two_tags(language)).await?;
        window.screenshot(&format!("glossary-tag-{language}")).await?;

        // From there to all terms, which are found by name in either language.
        window.click("term-all").await?;
        window.find_with("glossary-term", "[data-term=tag]").await?;
        for (theme, width) in [("dark", 1280), ("light", 640)] {
            window.script(&format!("document.documentElement.dataset.theme = '{theme}'"), vec![]).await?;
            window.resize(width, 820).await?;
            window.screenshot(&format!("glossary-all-{language}-{theme}-{width}")).await?;
        }
        window.resize(1280, 820).await?;
        for (query, term) in [("虚悬", "dangling"), ("copy-on", "copy-on-write")] {
            window.fill("glossary-search", query).await?;
            window.until_count("glossary-term", "", 1).await?;
            window.find_with("glossary-term", &format!("[data-term={term}]")).await?;
        }
        window.press_escape().await?;
        window.until_count("glossary", "", 0).await?;
    }
    window.close().await
}
