jobs-clear = Clear finished jobs
jobs-none-title = No activity yet
jobs-none-text = Pulls, removals, runs and commits appear here with their commands, and continue while you work elsewhere.
job-queued = Queued
job-running = Running
job-done = Done
job-failed = Failed
job-cancelled = Cancelled
job-took = took { $duration }
job-uncancellable = Can’t be cancelled: the engine will finish it
job-log = Equivalent docker output
job-log-omitted =
    { $count ->
        [one] The first line was left out.
       *[other] The first { $count } lines were left out.
    }
job-open = Show
outcome-image = Show image
outcome-container = Show container
outcome-console = Show console
outcome-archive = Show contents

action-pull = Pull an image
action-listImages = List images
action-imageHistory = Show an image’s history
action-removeImages = Remove images
action-tagImage = Tag an image
action-build = Build an image
action-readLayers = Inspect an image’s layers
action-readArchive = Inspect an archive
action-run = Run a container
action-listContainers = List containers
action-startContainer = Start a container
action-stopContainer = Stop a container
action-killContainer = Kill a container
action-restartContainer = Restart a container
action-renameContainer = Rename a container
action-removeContainer = Remove a container
action-exec = Open a console
action-attach = Attach to a container
action-diff = Show a container’s changes
action-commit = Commit a container
