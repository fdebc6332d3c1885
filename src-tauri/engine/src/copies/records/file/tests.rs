use super::*;
use crate::{
    copies::records::{
        recorder::fixtures::{context, result},
        removal_records,
    },
    images::fixtures::id,
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
