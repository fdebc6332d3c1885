engine-product = Engine
engine-api = API version
engine-store = Image store
engine-platform = Platform
engine-host = Machine
engine-root = Data folder
engine-practice = Practice
engine-local = This machine
engine-remote = Remote
store-classic = Classic (graph drivers)
store-containerd = containerd image store
store-podman = containers/storage

figures-title = Where the images live
figures-disk = Disk
figures-memory = Memory
figures-free = { $free } of { $total } free
figures-unknown = Disk and memory of this engine are not known.
figures-remote = This engine runs on another machine; its disk and memory are not known here.

terminal-title = Use the same engine in a terminal
cli-found = The docker command is installed: { $version }
cli-missing = The docker command is not installed on this machine. Slipway does not need it; the commands it shows do.

finding-places =
    { $count ->
        [one] One place was tried
       *[other] { $count } places were tried
    }
endpoints-title = Places where an engine may answer
endpoints-none = No such place is known.
endpoints-find = Find one automatically
endpoint-used = In use
endpoint-use = Use this one
endpoint-dockerHost = DOCKER_HOST
endpoint-context = Docker context
endpoint-known = Usual socket
endpoint-practice = Practice engine
