use std::sync::Arc;

use super::*;
use crate::{
    copies::records::{
        Recorder, RemovalContext,
        recorder::fixtures::{context, result},
        removal_records,
    },
    images::fixtures::id,
    wire::RemovalResult,
};

#[test]
fn the_steps_of_a_removal_are_one_record_and_the_newest_come_first() {
    let folder = tempfile::tempdir().unwrap();
    let records = Records::new(folder.path().join("within/records.jsonl"));
    assert_eq!(records.list(), Ok(Vec::new()), "there is no file at first");
    let mut context = context();
    records.append(&removal_records(&context, &result(&["web:1"], &[]))).unwrap();
    records.append(&removal_records(&context, &result(&["other:1"], &[id("c")]))).unwrap();
    records.append(&removal_records(&context, &result(&["web:2"], &[id("a"), id("b")]))).unwrap();
    context.when = 18;
    records.append(&removal_records(&context, &result(&["web:1"], &[]))).unwrap();
    let listed = records.list().unwrap();
    let summary: Vec<_> = listed.iter().map(|record| (record.when, record.image.clone(), record.deleted)).collect();
    let expected = [(18, id("a"), false), (17, id("c"), true), (17, id("a"), true)];
    assert_eq!(summary, expected, "another removal is another record");
    assert_eq!(listed[2].tags, ["web:1", "web:2"], "the tags of both steps");
    assert_eq!(listed[2].parents, [id("b")], "and the deleted parent");
}

#[test]
fn an_incomplete_line_does_not_affect_others() {
    let folder = tempfile::tempdir().unwrap();
    let records = Records::new(folder.path().join("records.jsonl"));
    let context = context();
    records.append(&removal_records(&context, &result(&["web:1"], &[]))).unwrap();
    let line = fs::read(records.path()).unwrap();
    fs::write(records.path(), [line.as_slice(), &line[..40]].concat()).unwrap();
    records.append(&removal_records(&context, &result(&["other:1"], &[id("c")]))).unwrap();
    let images: Vec<String> = records.list().unwrap().into_iter().map(|record| record.image).collect();
    assert_eq!(images, [id("c"), id("a")], "the lines before and after it are read");
}

#[test]
fn the_file_is_trimmed() {
    let folder = tempfile::tempdir().unwrap();
    let records = Records { min_lines: 3, ..Records::new(folder.path().join("records.jsonl")) };
    let mut context = context();
    for when in 0..20 {
        context.when = when;
        records.append(&removal_records(&context, &result(&["web:1"], &[]))).unwrap();
        let lines = fs::read_to_string(records.path()).unwrap().lines().count();
        assert!(lines < 6, "always less than twice the minimum: {lines}");
    }
    let newest: Vec<i64> = records.list().unwrap().iter().take(3).map(|record| record.when).collect();
    assert_eq!(newest, [19, 18, 17], "the newest are kept");
}

#[test]
fn a_step_is_recorded_before_it_begins() {
    let folder = tempfile::tempdir().unwrap();
    let records = Arc::new(Records::new(folder.path().join("records.jsonl")));
    let recorder = Recorder::new(context(), Some(Arc::clone(&records)));
    let listed = || {
        let records = records.list().unwrap().into_iter();
        records.map(|record| (record.image, record.interrupted, record.deleted, record.tags)).collect::<Vec<_>>()
    };
    let tags = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();

    recorder.begin("web:1").unwrap();
    assert_eq!(listed(), [(id("a"), true, false, tags(&["web:1"]))], "killed now, the step is known");
    recorder.finish(&RemovalResult { target: "web:1".to_owned(), ..result(&["web:1"], &[]) }).unwrap();
    assert_eq!(listed(), [(id("a"), false, false, tags(&["web:1"]))], "it has ended");
    recorder.begin(&id("a")).unwrap();
    assert_eq!(listed(), [(id("a"), true, false, tags(&["web:1", "web:2"]))], "by ID, all its names");
    recorder.finish(&RemovalResult { target: id("a"), ..result(&[], &[]) }).unwrap();
    assert_eq!(listed(), [(id("a"), false, false, tags(&["web:1"]))], "a step that failed removed nothing");
    recorder.begin("other:1").unwrap();
    recorder.finish(&RemovalResult { target: "other:1".to_owned(), ..result(&[], &[]) }).unwrap();
    assert_eq!(listed().len(), 1, "an image that lost nothing has no record");
}

#[test]
fn processes_write_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("records.jsonl");
    // Each its own, as in two processes: only the lock on the file keeps their lines and their trimming apart.
    std::thread::scope(|scope| {
        for process in 0..4 {
            let path = path.clone();
            scope.spawn(move || {
                let records = Records { min_lines: 1000, ..Records::new(path) };
                for step in 0..25 {
                    let context = RemovalContext { when: process * 100 + step, ..context() };
                    records.append(&removal_records(&context, &result(&["web:1"], &[]))).unwrap();
                }
            });
        }
    });
    assert_eq!(Records::new(path).list().unwrap().len(), 100, "no line is lost or broken");
}
