use super::*;

fn classified(changes: &[(&str, ChangeType)], mounts: &[&str]) -> Vec<(String, Option<ChangeNoise>)> {
    let changes = changes.iter().map(|(path, change)| ((*path).to_owned(), kind(*change))).collect();
    let mounts: Vec<String> = mounts.iter().map(|mount| (*mount).to_owned()).collect();
    classify(changes, &mounts).into_iter().map(|change| (change.path, change.noise)).collect()
}

#[test]
fn noise_is_classified_by_its_reason() {
    use ChangeNoise::*;
    use ChangeType::{_0 as Changed, _1 as Added, _2 as Deleted};
    let changes = [
        ("/usr/share/nginx/html/index.html", Changed),
        ("/usr", Changed),
        ("/usr/share", Changed),
        ("/usr/share/nginx", Changed),
        ("/usr/share/nginx/html", Changed),
        ("/usr-local", Changed),
        ("/etc", Changed),
        ("/etc/hosts", Changed),
        ("/var", Changed),
        ("/var/old", Deleted),
        ("/srv", Added),
        ("/srv/data", Added),
        ("/new", Added),
        ("/new/file", Added),
        ("/.dockerenv", Added),
        ("/dev/console", Added),
        ("/empty", Changed),
        ("/sbin", Added),
        ("/sbin/docker-init", Added),
        ("/run", Changed),
    ];
    let expected = [
        ("/.dockerenv", Some(Engine)),
        ("/dev/console", Some(Engine)),
        ("/empty", None),
        ("/etc", Some(Parent)),
        ("/etc/hosts", Some(Engine)),
        ("/new", None),
        ("/new/file", None),
        ("/run", Some(Engine)),
        ("/sbin", Some(Engine)),
        ("/sbin/docker-init", Some(Engine)),
        ("/srv", Some(Mount)),
        ("/srv/data", Some(Mount)),
        ("/usr", Some(Parent)),
        ("/usr-local", None),
        ("/usr/share", Some(Parent)),
        ("/usr/share/nginx", Some(Parent)),
        ("/usr/share/nginx/html", Some(Parent)),
        ("/usr/share/nginx/html/index.html", None),
        ("/var", Some(Parent)),
        ("/var/old", None),
    ];
    let expected: Vec<_> = expected.iter().map(|(path, noise)| ((*path).to_owned(), *noise)).collect();
    assert_eq!(classified(&changes, &["/srv/data"]), expected, "sorted, with the reason of each that is noise");
}

#[test]
fn a_hundred_thousand_changes_are_classified_in_time() {
    use ChangeType::_1 as Added;
    let paths: Vec<String> = (0..100_000).map(|n| format!("/usr/lib/{:03}/{n}", n % 1000)).collect();
    let changes: Vec<(&str, ChangeType)> = paths.iter().map(|path| (path.as_str(), Added)).collect();
    let started = std::time::Instant::now();
    let found = classified(&changes, &["/data"]);
    assert!(found.iter().all(|(_, noise)| noise.is_none()), "all of them are relevant");
    let taken = started.elapsed();
    assert!(
        taken < std::time::Duration::from_secs(5),
        "each is compared with its own folder, not with all changes: {taken:?}"
    );
}

#[test]
fn a_folder_for_a_mount_is_relevant_once_something_else_is_in_it() {
    use ChangeType::_1 as Added;
    let changes = [("/srv", Added), ("/srv/data", Added), ("/srv/mine", Added)];
    let found = classified(&changes, &["/srv/data"]);
    assert_eq!(found[0].1, None, "/srv contains a file of the container, too");
    assert_eq!(found[1].1, Some(ChangeNoise::Mount), "/srv/data is the mount point");
}
