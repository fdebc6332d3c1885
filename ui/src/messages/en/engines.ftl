engine-product = Engine
engine-api = API version
engine-store = Image store
engine-platform = Platform
engine-host = Host
engine-root = Data folder
engine-withheld = This engine refused to describe itself, so its host, data folder and mirrors are unknown. Engine message: { $reason }
engine-practice = Practice
engine-local = This machine
engine-remote = Remote
store-classic = Classic (storage drivers)
store-containerd = containerd image store
store-podman = containers/storage

figures-title = Image storage
figures-disk = Disk
figures-memory = Memory
figures-free = { $free } of { $total } free
figures-unknown = This engine’s disk and memory are unknown.
figures-remote = This engine runs on another machine; its disk and memory are unknown.

terminal-title = Use the same engine in a terminal
cli-found = The docker command is installed: { $version }
cli-missing = The docker command isn’t installed on this machine. Slipway doesn’t need it, but the commands it shows do.

finding-places =
    { $count ->
        [one] Tried 1 endpoint
       *[other] Tried { $count } endpoints
    }
endpoints-title = Engine endpoints
endpoints-none = No known endpoints.
endpoints-find = Find one automatically
endpoint-used = In use
endpoint-use = Use this one
endpoint-dockerHost = DOCKER_HOST
endpoint-context = Docker context
endpoint-known = Common socket
endpoint-practice = Practice engine
