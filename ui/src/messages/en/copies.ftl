copies = Copies on this computer
copies-total =
    { $count ->
        [one] 1 copy, { $size }
       *[other] { $count } copies, { $size }
    }
copies-none-title = No copies are kept
copies-none-text = Before you delete an image that exists only here, keep a copy: the image, compressed, in a file from which it can be restored with its names and its ID.
copy-keep = Keep a copy
copy-keeping = Keeping a copy…
copy-kept = copy kept
copy-of-size = of { $size }
copy-restore = Restore
copy-delete = Delete
copy-state-damaged = damaged
copy-state-damaged-why = The file is not as long as it was when it was kept, or is gone. It cannot be restored.
copy-state-unknown = unknown
copy-state-unknown-why = The note beside the file is missing or cannot be read, so it is not known what it holds.
copy-state-unfinished = unfinished
copy-state-unfinished-why = It is still being written.
copy-stage-preparing = The engine gathers the image…
copy-stage-saving = Saving and compressing
copy-stage-checking = Reading back and checking
copy-stage-loading = Handing it to the engine
copies-confirm-restoreCopy = { $name } comes back to the engine with its ID and its names. The file is checked first, and stays.
copies-confirm-deleteCopy = The copy of { $name } is deleted for good. The image on the engine, if it is there, stays.
copies-confirm-pullAgain = { $name } is fetched by its digest: exactly the version that was removed. Then it gets its names back.

origin = Can it be pulled again?
origin-ask = Ask the registry
origin-available = can be pulled again
origin-available-why = A registry still has exactly this version.
origin-onlyHere = only here
origin-onlyHere-why = It has no digest: it was built, committed or loaded. Keep a copy before you delete it.
origin-gone = gone from its registry
origin-gone-why = No registry has this version any more. Keep a copy before you delete it.
origin-unknown = unknown
origin-unknown-why = The registry could not be asked.
origin-answered = The registry has it.
origin-ask-registries =
    { $count ->
        [one] Ask the registry about it
       *[other] Ask the registries about all { $count }
    }
origin-unanswered =
    { $count ->
        [one] It could not be found out.
       *[other] For { $count } it could not be found out.
    }

records = What was removed
records-none-title = Nothing has been removed
records-none-text = Each image or name that is removed here is noted with its digests, so that it can be found again.
records-export-json = Export as JSON
records-export-text = Export as text
records-exported = Written to { $path }
records-all = Show all { $count }
record-deleted = deleted
record-untagged = untagged
record-back = on the engine again
record-again = Pull again
record-no-way-back = It did not come from a registry, and no copy is kept.

activity-work = Work
activity-removed = Removed
activity-copies = Copies
action-keepCopy = Keep a copy
action-restoreCopy = Restore a copy
action-deleteCopy = Delete a copy
action-pullAgain = Pull again
outcome-copy = Show the copies
