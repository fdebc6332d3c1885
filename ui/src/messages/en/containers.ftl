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
containers-none-text = A container is a running instance of an image. Run one and it appears here.
containers-none-running = No running containers
containers-none-running-text = Stopped containers are still here.
containers-show-all = Show stopped containers
containers-no-match = No matching containers
containers-no-match-text = No container has “{ $filter }” in its name, image, command, ports or labels.
containers-clear-filter = Clear filter
containers-run = Run a container

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
container-changes = Show changes in { $name }
container-commit = Create an image from { $name }
container-stop = Stop { $name }
container-start = Start { $name }
container-remove = Remove { $name }
container-more = More actions for { $name }
container-kill = Kill immediately
container-restart = Restart
container-attach = Attach to its main process
container-rename = Rename…
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
container-show-image = Show image
container-tty = Terminal
container-tty-yes = Yes (-t)
container-tty-no = No
container-exit-code = Exit code
container-mounts = Mounts
container-mount-read-only = read-only
container-labels = Labels
container-none = None

container-rename-title = Rename { $name }
container-rename-name = New name
container-rename-start = Rename

container-remove-title = Remove the container { $name }?
container-remove-text = Permanently deletes the container and everything written in it since it was created. Its image and named volumes are kept.
container-remove-running = It’s still running. Stop it first, or force removal.
container-remove-force = Kill it first if it’s running
container-remove-volumes = Also remove its anonymous volumes
container-remove-start = Remove

# Confirmation dialogs of actions started from a command or the palette: title and button.
control-startContainer = Start { $name }
control-stopContainer = Stop { $name }
control-killContainer = Kill { $name }
control-restartContainer = Restart { $name }
control-attach = Attach to { $name }’s main process
