# Why no engine responds (one sentence for each FindingCase), and what to do about it. `slipway doctor` prints the same.

finding-wrongDockerHost = DOCKER_HOST is set to { $address }, but no engine responds there.
finding-wrongContext = The current Docker context is “{ $context }”, but no engine responds there.
finding-noPermission = An engine is running, but the user { $user } doesn’t have permission to open its socket { $address }.
finding-notLoggedInAgain = Your account { $user } is in the docker group, but this session started before it was added: log out and back in for it to take effect.
finding-wrongCertificate = The engine at { $address } and Slipway don’t accept each other’s certificates.
finding-tlsNeeded = The engine at { $address } requires a secure connection (TLS), but Slipway connected without one.
finding-tlsNotSpoken = Slipway tried a secure connection (TLS), but { $address } doesn’t support it.
finding-tooOld = The engine at { $address } is too old: it uses API version { $found }, and Slipway needs at least { $needed }.
finding-sshFailed = Couldn’t reach the machine at { $address } over SSH.
finding-notAnEngine = Something responds at { $address }, but it isn’t a Docker engine.
finding-unresponsive = { $address } didn’t respond usefully.
finding-notRunning = { $product } is installed, but it isn’t running.
finding-notInstalled =
    { $system ->
        [unknown] No Docker engine is installed on this machine.
       *[other] No Docker engine is installed on this machine ({ $system }).
    }

# Background, where one sentence is not enough.
about-noPermission = Anyone who can open this socket can do anything on this machine: the docker group grants root-level privileges. That’s usual on your own machine; on a shared one, ask its administrator.
about-wrongCertificate = Either the engine’s certificate wasn’t signed by the CA in ca.pem, or the engine doesn’t accept cert.pem and key.pem, or one of them has expired. Ask the engine’s administrator for the three files again.
about-tooOld = Update it, or use another engine.
about-sshFailed = The key must work without a password prompt, and docker must be installed on that machine.

remedy-useEngine = Use the engine that responds here:
remedy-startService = Start { $product }
remedy-install = Install one:
remedy-start = Start it in a terminal:
remedy-joinGroup = Join the docker group, then log out and back in:
remedy-logInAgain = Log out and back in. To apply it in this terminal only:
remedy-defaultContext = Switch back to the default context:
remedy-listContexts = List the available contexts:
remedy-unsetDockerHost = Unset DOCKER_HOST, then restart Slipway:
remedy-trySsh = Try it in a terminal; ssh reports what’s wrong:
remedy-useTls = Put ca.pem, cert.pem and key.pem in a folder, set DOCKER_CERT_PATH to it, and restart Slipway:
remedy-usePlainHttp = If the engine is meant to run without TLS, connect without it and restart Slipway:
remedy-showCertificate = Show the engine’s certificate:
