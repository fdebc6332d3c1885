//! Measured values and the rows computed from them.

use serde::Serialize;

/// Values of one quantity, in the order in which they were measured.
#[derive(Debug, Clone, Serialize)]
pub struct Series {
    /// What was measured.
    pub of: &'static str,
    /// The unit of the values; empty for a ratio.
    pub unit: &'static str,
    /// One value for each repetition.
    pub values: Vec<f64>,
}

impl Series {
    /// A series without values yet.
    pub fn new(of: &'static str, unit: &'static str) -> Self {
        Self { of, unit, values: Vec::new() }
    }

    /// The middle of the sorted values, or the mean of the middle two.
    pub fn median(&self) -> f64 {
        let sorted = self.sorted();
        match sorted.len() {
            0 => f64::NAN,
            count if count % 2 == 1 => sorted[count / 2],
            count => f64::midpoint(sorted[count / 2 - 1], sorted[count / 2]),
        }
    }

    /// The least and the greatest value.
    pub fn range(&self) -> (f64, f64) {
        let sorted = self.sorted();
        let nothing = f64::NAN;
        (sorted.first().copied().unwrap_or(nothing), sorted.last().copied().unwrap_or(nothing))
    }

    fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.values.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }
}

/// One row of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The name.
    pub name: &'static str,
    /// The target value.
    pub aim: &'static str,
    /// The measured value.
    pub value: Series,
    /// The series that the value was computed from, or that are shown for comparison.
    pub parts: Vec<Series>,
}

impl Row {
    /// A row with the ratio of two series, repetition by repetition.
    pub fn ratio(name: &'static str, aim: &'static str, over: Series, under: Series) -> Self {
        let values = over.values.iter().zip(&under.values).map(|(over, under)| over / under).collect();
        Self { name, aim, value: Series { of: "ratio", unit: "", values }, parts: vec![over, under] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: &[f64]) -> Series {
        Series { values: values.to_vec(), ..Series::new("test", "ms") }
    }

    #[test]
    fn a_median_is_the_middle_of_the_sorted_values() {
        assert!((series(&[9.0, 1.0, 5.0]).median() - 5.0).abs() < 1e-9, "the middle one of three");
        assert!((series(&[4.0, 1.0, 2.0, 9.0]).median() - 3.0).abs() < 1e-9, "between the middle two of four");
        assert_eq!(series(&[3.0, 1.0, 2.0]).range(), (1.0, 3.0), "the range is the least and the greatest");
    }

    #[test]
    fn a_ratio_is_taken_within_each_repetition() {
        let row = Row::ratio("test", "", series(&[2.0, 9.0]), series(&[1.0, 3.0]));
        assert_eq!(row.value.values, [2.0, 3.0], "each value is divided by the one measured beside it");
    }
}
