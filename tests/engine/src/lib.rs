//! Tests of slipway-engine against live engines; see `tests/`.
