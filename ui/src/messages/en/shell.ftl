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
podman-banner = This is Podman: pulls don’t show extraction progress or a digest, and some of Docker’s options are missing.

connecting-title = Looking for an engine
connecting-text = Trying Docker contexts and common sockets.
unreachable-title = No engine found
unreachable-lost-title = Lost the engine
unreachable-text = Slipway needs a Docker or Podman engine. Here’s what it found:
unreachable-retry = Retry now
unreachable-countdown = Retrying in { $time }
unreachable-choose = Choose another engine

command-bar = Equivalent command
command-bar-done = Last command
search-actions = Search actions
palette-title = What would you like to do?

notices = Notices
notice-dismiss = Dismiss
notice-activity = Show in Activity
