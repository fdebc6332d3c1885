copies = Copies on this machine
copies-total =
    { $count ->
        [one] 1 copy, { $size }
       *[other] { $count } copies, { $size }
    }
copies-none-title = No copies
copies-none-text = Before you delete an image that exists only here, keep a copy: a compressed file from which it can be restored with its ID and tags.
copy-keep = Keep a copy
copy-keeping = Saving a copy…
copy-kept = copy kept
copy-of-size = of { $size }
copy-restore = Restore
copy-delete = Delete
copy-state-damaged = damaged
copy-state-damaged-why = The file is missing, or its size has changed since it was saved. It can’t be restored.
copy-state-unknown = unknown
copy-state-unknown-why = The metadata file next to it is missing or unreadable, so its contents are unknown.
copy-state-unfinished = incomplete
copy-state-unfinished-why = It’s still being written.
copy-stage-preparing = The engine is preparing the image…
copy-stage-saving = Saving and compressing
copy-stage-checking = Reading back and verifying
copy-stage-loading = Loading into the engine
copies-confirm-restoreCopy =
    { $keepsId ->
        [no] Restores { $name } with its tags. The file is verified first and kept.
       *[yes] Restores { $name } with its ID and tags. The file is verified first and kept.
    }
copies-confirm-deleteCopy = Permanently deletes the copy of { $name }. If the image is on the engine, it’s kept.
copies-confirm-pullAgain = Pulls { $name } by digest: exactly the version that was removed. Then restores its tags.

origin = Can it be pulled again?
origin-ask = Check the registry
origin-available = can be pulled again
origin-available-why = A registry still has exactly this version.
origin-onlyHere = only here
origin-onlyHere-why = It has no digest: it was built, committed or loaded. Keep a copy before you delete it.
origin-missing = gone from its registry
origin-missing-why = No registry has this version anymore. Keep a copy before you delete it.
origin-unknown = unknown
origin-unknown-why = Couldn’t reach the registry.
origin-answered = The registry has it.
origin-ask-registries =
    { $count ->
        [one] Check the registry for it
       *[other] Check the registries for all { $count }
    }
origin-unknown-count =
    { $count ->
        [one] Couldn’t check it.
       *[other] Couldn’t check { $count } of them.
    }

records = Removal history
records-none-title = Nothing removed yet
records-none-text = Every image or name you remove here is logged with its digests, so you can find it again.
records-export-json = Export as JSON
records-export-text = Export as text
records-exported = Saved to { $path }
records-all = Show all { $count }
record-deleted = deleted
record-untagged = untagged
record-interrupted = may be removed
record-interrupted-why = The engine’s answer is missing, so it isn’t known whether this was removed.
record-restored = restored
record-again = Pull again
record-no-way-back = It wasn’t pulled from a registry, and no copy was kept.

activity-work = Jobs
activity-removed = Removed
activity-copies = Copies
action-keepCopy = Keep a copy
action-restoreCopy = Restore a copy
action-deleteCopy = Delete a copy
action-pullAgain = Pull again
outcome-copy = Show copies
