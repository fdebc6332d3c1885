# The filter's own language: keys such as `repo:` are the same in every language.

query-key-repo = Repository; * matches any text
query-key-tag = Tag; * matches any text
query-key-label = Label: its name, or name=value
query-key-size = Size: larger (>), smaller (<) or between (..)
query-key-created = Age: older (>) or newer (<), in h d w mo y. With a date: after or before it
query-key-in-use = Whether a container uses it, including stopped ones
query-key-dangling = Whether it has no name and no image is built on it
query-key-intermediate = Whether it has no name but other images are built on it
query-key-origin = local: created or loaded here. pulled: a registry has it
query-key-id = Start of the ID

query-value-in-use-true = A container uses it
query-value-in-use-false = No container uses it
query-value-dangling-true = Only dangling images
query-value-dangling-false = No dangling images
query-value-intermediate-true = Only intermediate images
query-value-intermediate-false = No intermediate images
query-value-origin-local = Created or loaded here; no known registry has it
query-value-origin-pulled = Pulled or pushed: it has a registry digest
query-value-names =
    { $count ->
        [one] 1 name
       *[other] { $count } names
    }
query-value-id = { $name }
query-value-size-over = Larger than { $value }
query-value-size-under = Smaller than { $value }
query-value-size-within = Between: { $value }
query-value-created-over = Older than { $value }
query-value-created-under = Newer than { $value }
query-value-created-within = Age between: { $value }

# Each follows the word it is about.
query-problem-unknownKey = isn’t a filter key.
query-problem-missingValue = needs a value after the colon.
query-problem-unknownValue = isn’t a value of { $key }.
query-problem-notASize = isn’t a size; use 500MB or 1.5GB.
query-problem-notATime = isn’t an age (12h, 30d, 2w, 6mo, 1y) or a date (2024-06-01).
query-problem-needsComparison = needs > or < before it.
query-problem-absent = doesn’t match any image here ({ $key }).
query-problem-openQuote = is missing its closing quote.
query-problem-wrongSign = starts with !; to exclude something, put - before it.
query-ignored = It’s ignored.
query-instead = Use { $text } instead

query-completions = Suggestions
query-clear = Clear
query-help = How to filter
query-help-words = Words match names, IDs, digests, labels and containers that contain them.
query-help-and = Terms separated by spaces must all match.
query-help-or = If you repeat repo:, tag:, id:, origin: or a true/false key, one match is enough. If you repeat label:, size: or created:, all must match.
query-help-not = Put - before a term to exclude what it matches.
query-help-quotes = Quotes keep spaces and colons together: "two words", label:note="two words".
query-help-wrong = Words that can’t be understood are pointed out and ignored.
