//! Real engines, registries and faults for Slipway's tests and benches.
