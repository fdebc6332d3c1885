# The filter's own language: keys such as `repo:` are the same in every language.

query-key-repo = Repository; * stands for any text
query-key-tag = Tag; * stands for any text
query-key-label = Label, by its name or as name=value
query-key-size = Size: larger (>), smaller (<) or between (..)
query-key-created = Age: older (>) or younger (<); h d w mo y. With a date: after or before it
query-key-in-use = Whether a container uses it, stopped ones too
query-key-dangling = Whether no name leads to it and nothing is built on it
query-key-intermediate = Whether it has no name and others are built on it
query-key-origin = local: made or loaded here. pulled: a registry knows it
query-key-id = ID, from its beginning

query-value-in-use-true = A container uses it
query-value-in-use-false = No container uses it
query-value-dangling-true = Only dangling images
query-value-dangling-false = No dangling images
query-value-intermediate-true = Only intermediate images
query-value-intermediate-false = No intermediate images
query-value-origin-local = Made or loaded here; no registry is known to have it
query-value-origin-pulled = Pulled or pushed: it has a registry’s digest
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
query-value-created-under = Younger than { $value }
query-value-created-within = Age between: { $value }

# Each stands behind the word that it is about.
query-problem-unknownKey = is not a filter key.
query-problem-missingValue = needs a value after the colon.
query-problem-unknownValue = is not a value of { $key }.
query-problem-notASize = is not a size; write it as 500MB or 1.5GB.
query-problem-notATime = is neither an age (12h, 30d, 2w, 6mo, 1y) nor a date (2024-06-01).
query-problem-needsComparison = needs a > or a < before it.
query-problem-absent = is on no image here ({ $key }).
query-problem-openQuote = is missing its closing quote.
query-problem-wrongSign = begins with !; to leave something out, write - before it.
query-left-out = It is ignored.
query-instead = Write { $text } instead

query-completions = Suggestions
query-clear = Empty the field
query-help = How to filter
query-help-words = Words find names, IDs, digests, labels and containers that they are part of.
query-help-and = Terms with a space between them must all match.
query-help-or = Of several repo:, tag:, id:, origin: or true/false terms with one key, one match is enough. Several label:, size: and created: must all match.
query-help-not = A - before a term leaves out what it finds.
query-help-quotes = Quotes keep spaces and colons together: "two words", label:note="two words".
query-help-wrong = A word that cannot be understood is pointed out and ignored.
