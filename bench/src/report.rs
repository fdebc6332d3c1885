//! The results as a Markdown table and as JSON.

use std::{fmt::Write as _, path::PathBuf};

use serde::Serialize;
use slipway_e2e::Result;

use crate::figures::{Row, Series};

/// The results of one run.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The profile that app, empty window and bench were built with.
    pub profile: &'static str,
    /// The number of processors.
    pub processors: usize,
    /// The engine's version.
    pub engine: String,
    /// The table.
    pub rows: Vec<Row>,
    /// The folder for `results.md` and `results.json`.
    #[serde(skip)]
    pub folder: PathBuf,
}

impl Report {
    /// Adds rows and writes all results so far: a run that fails or is interrupted keeps what it has measured.
    pub fn add(&mut self, rows: impl IntoIterator<Item = Row>) -> Result {
        self.rows.extend(rows);
        std::fs::create_dir_all(&self.folder)?;
        std::fs::write(self.folder.join("results.md"), self.markdown())?;
        Ok(std::fs::write(self.folder.join("results.json"), serde_json::to_string_pretty(self)?)?)
    }

    /// The table as Markdown.
    pub fn markdown(&self) -> String {
        let Self { profile, processors, engine, rows, .. } = self;
        let mut text = format!(
            "Profile: {profile}. Engine: Docker {engine}. Processors: {processors}. Each figure is a median (least–greatest).\n\n\
             | what | aim | measured | of | n |\n|---|---|---|---|---|\n"
        );
        for Row { name, aim, value, parts } in rows {
            let parts: Vec<_> = parts.iter().map(|part| format!("{} {}", part.of, figure(part))).collect();
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "| {name} | {aim} | {} | {} | {} |",
                figure(value),
                parts.join("; "),
                value.values.len()
            );
        }
        text
    }
}

fn figure(series: &Series) -> String {
    let (least, greatest) = series.range();
    let digits = digits(series);
    let space = if series.unit.is_empty() { "" } else { " " };
    format!("{:.digits$} ({least:.digits$}–{greatest:.digits$}){space}{}", series.median(), series.unit)
}

/// The number of decimals for about three significant digits.
fn digits(series: &Series) -> usize {
    match series.median().abs() {
        large if large >= 100.0 => 0,
        middling if middling >= 10.0 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        let series = |of, values: &[f64]| Series { values: values.to_vec(), ..Series::new(of, "ms") };
        Row::ratio("start", "1.2", series("app", &[300.0, 330.0]), series("empty", &[200.0, 300.0]))
    }

    fn report(rows: Vec<Row>) -> Report {
        Report { profile: "release", processors: 2, engine: "20.10".to_owned(), rows, folder: PathBuf::new() }
    }

    #[test]
    fn each_row_is_kept_as_soon_as_it_is_measured() -> Result {
        let folder = tempfile::tempdir()?;
        let mut report = Report { folder: folder.path().join("bench"), ..report(Vec::new()) };
        for count in 1..=2 {
            report.add([row()])?;
            let table = std::fs::read_to_string(folder.path().join("bench/results.md"))?;
            assert_eq!(table.matches("| start |").count(), count, "the table has every row so far: {table}");
            let values = std::fs::read_to_string(folder.path().join("bench/results.json"))?;
            assert_eq!(values.matches("\"start\"").count(), count, "so have the values: {values}");
        }
        Ok(())
    }

    #[test]
    fn the_table_shows_median_range_and_repetitions() {
        let report = report(vec![row()]);
        let line = "| start | 1.2 | 1.30 (1.10–1.50) | app 315 (300–330) ms; empty 250 (200–300) ms | 2 |";
        assert!(report.markdown().contains(line), "median, range, parts and repetitions: {}", report.markdown());
    }
}
