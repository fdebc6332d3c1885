containers-title = Containers
containers-filter = Filter containers
containers-filter-hint = Name, image, port, label…
containers-running-only = Running only
containers-count =
    { $count ->
        [one] 1 container
       *[other] { $count } containers
    }
containers-loading = Reading the containers…
containers-none = No containers yet
containers-none-text = A container is a running copy of an image. Run one and it appears here.
containers-none-running = Nothing is running
containers-none-running-text = Stopped containers are still there.
containers-show-all = Show stopped ones too
containers-no-match = No container matches
containers-no-match-text = Nothing has “{ $filter }” in its name, image, command, ports or labels.
containers-clear-filter = Clear the filter
containers-run = Run an image

container-name = Name
container-image = Image
container-state = Status
container-command = Command
container-created-at = Created
container-ports = Ports
container-actions = Actions

container-running = Up
container-up = Up { $duration }
container-paused = Up (Paused)
container-up-paused = Up { $duration } (Paused)
container-restarting = Restarting
container-restarting-since = Restarting ({ $code }) { $age }
container-exited = Exited ({ $code })
container-exited-since = Exited ({ $code }) { $age }
container-created = Created
container-removing = Removal In Progress
container-dead = Dead

container-console = Open a console in { $name }
container-changes = What changed in { $name }
container-commit = Make an image of { $name }
container-stop = Stop { $name }
container-start = Start { $name }
container-remove = Remove { $name }
container-more = More for { $name }
container-kill = Kill (without waiting)
container-restart = Restart
container-attach = Attach to its main process
container-details = Details of { $name }
container-port-open = Open { $address } in the browser

container-console-short = Console
container-changes-short = Changes
container-commit-short = Commit
container-stop-short = Stop
container-start-short = Start
container-remove-short = Remove

container-id = Container ID
container-id-copy = Copy the container ID
container-show-image = Show the image
container-tty = Terminal
container-tty-yes = Yes (-t)
container-tty-no = No
container-exit-code = Exit code
container-mounts = Mounts
container-mount-read-only = read-only
container-labels = Labels
container-none = None

container-remove-title = Remove the container { $name }?
container-remove-text = The container and everything written in it since it was made are deleted for good. Its image stays, and so do named volumes.
container-remove-running = It is still running. Stop it first, or remove it by force.
container-remove-force = Kill it first if it runs
container-remove-volumes = Its anonymous volumes too
container-remove-start = Remove

# The dialog before something is done that was asked for in words: its title and its button.
control-startContainer = Start { $name }
control-stopContainer = Stop { $name }
control-killContainer = Kill { $name }
control-restartContainer = Restart { $name }
control-attach = Attach to { $name }’s main process
