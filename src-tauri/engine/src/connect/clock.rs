use time::OffsetDateTime;

/// This computer's clock, in seconds since 1970.
pub(super) fn local_time() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}
