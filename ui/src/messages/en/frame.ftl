app = Slipway
sections = Sections
nav-images = Images
nav-containers = Containers
nav-activity = Activity
nav-engine = Engine
jobs-running =
    { $count ->
        [one] 1 job running
       *[other] { $count } jobs running
    }

status-connecting = Looking for an engine…
status-unreachable = No engine
status-connected = { $product } { $version }
product-docker = Docker
product-podman = Podman
practice-banner = This is the practice engine: nothing here touches your own images and containers.
podman-banner = This is Podman. Pulls show no extraction and no digest, and some of Docker’s options are missing.

connecting-title = Looking for an engine
connecting-text = Docker’s contexts and the usual sockets are being tried.
unreachable-title = No engine answers
unreachable-lost-title = The engine went away
unreachable-text = Slipway works on a Docker or Podman engine. This is what it found:
unreachable-retry = Try again now
unreachable-countdown = Next try in { $time }
unreachable-choose = Choose another engine

command-bar = Command for what you see
command-bar-done = Command that was run last
search-actions = Search actions
palette-title = What would you like to do?

notices = Notices
notice-dismiss = Dismiss
notice-activity = Show in Activity
