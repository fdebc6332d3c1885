# What is the matter when no engine answers (one sentence for each FindingCase), and what can be done about it. `slipway doctor`
# prints the same.

finding-wrongDockerHost = DOCKER_HOST names { $address }, and no engine answers there.
finding-wrongContext = The Docker context “{ $context }” is chosen, but no engine answers there.
finding-noPermission = An engine runs, but your account { $user } may not open its socket { $address }.
finding-notLoggedInAnew = Your account { $user } is in the docker group, but this session began before that: log in again for it to count.
finding-wrongCertificate = The engine at { $address } and Slipway do not accept each other’s certificates.
finding-tlsNeeded = The engine at { $address } wants a secure connection (TLS), but was asked without one.
finding-tlsNotSpoken = A secure connection (TLS) was asked for, but what answers at { $address } does not speak it.
finding-tooOld = The engine at { $address } is too old: it speaks API { $found }, and Slipway needs at least { $needed }.
finding-sshFailed = The machine of { $address } cannot be reached by ssh.
finding-notAnEngine = Something answers at { $address }, but it is not a Docker engine.
finding-silent = There is no useful answer from { $address }.
finding-notRunning = { $product } is installed, but it is not running.
finding-notInstalled =
    { $system ->
        [unknown] No Docker engine is installed on this machine.
       *[other] No Docker engine is installed on this machine ({ $system }).
    }

# What it means, where one sentence is not enough.
about-noPermission = Whoever may open this socket can do anything on this machine: joining the docker group is as good as being root. On a machine of your own that is usual; on a shared one, ask who runs it.
about-wrongCertificate = Either the engine’s certificate was not made by the authority in ca.pem, or cert.pem and key.pem are not the ones it lets in, or one of them has expired. Ask whoever runs the engine for the three files again.
about-tooOld = Update it, or use another engine.
about-sshFailed = The key must work without a question for a password, and docker must be installed on that machine.

remedy-useEngine = Use the engine that answers here:
remedy-startService = Start { $product }
remedy-install = Install one:
remedy-start = Start it in a terminal:
remedy-joinGroup = Join the docker group, then log out and in again:
remedy-logInAnew = Log out and in again. In one terminal alone, this does the same:
remedy-defaultContext = Go back to the default context:
remedy-listContexts = See which contexts there are:
remedy-unsetDockerHost = Remove DOCKER_HOST from your environment, then restart Slipway:
remedy-trySsh = Try it in a terminal, where ssh says what it lacks:
remedy-speakTls = Put ca.pem, cert.pem and key.pem into a folder, name it, and restart Slipway:
remedy-speakPlainly = If the engine is meant to be open, connect without TLS and restart Slipway:
remedy-showCertificate = See the engine’s certificate:
