close = Close
cancel = Cancel
command = Docker command
command-copy = Copy command
command-explain = Explain command
command-field = Go to field
command-more = And { $count } more like this.
command-long-flags = Show long flag names
copied = Copied
engine-words = Engine message
failure-words = Details
failure-unnamed = The request failed.

age = { $duration } ago
age-unknown = N/A
duration-instant = Less than a second
duration-seconds =
    { $count ->
        [one] 1 second
       *[other] { $count } seconds
    }
duration-minutes =
    { $count ->
        [one] About a minute
       *[other] { $count } minutes
    }
duration-hours =
    { $count ->
        [one] About an hour
       *[other] { $count } hours
    }
duration-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
duration-weeks =
    { $count ->
        [one] 1 week
       *[other] { $count } weeks
    }
duration-months =
    { $count ->
        [one] 1 month
       *[other] { $count } months
    }
duration-years =
    { $count ->
        [one] 1 year
       *[other] { $count } years
    }
show-more = Show { $count } more of { $total }
