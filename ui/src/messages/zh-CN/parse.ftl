paste-title = 有现成的命令？粘贴到这里
paste-hint = docker run …
paste-filled = 已按这条命令填好下面的表单。
paste-undo = 撤销
paste-open = 打开表单
paste-elsewhere =
    { $count ->
        [1] 这条命令有它自己的表单。
       *[other] 这些命令各有自己的表单。
    }
paste-others = 这段文字里的其他命令：
paste-remarks = 关于命令各部分的说明

# 命令的各个部分是怎样处理的；每一句都接在它所说的那个部分后面。
remark-needsValue = 请填上实际的值：终端会在这里代入内容，船台无法得知。
remark-otherFlag = 已放进“其他选项”，会生效。
remark-rewritten = 在表单里换了一种写法，意思不变。
remark-behindImage = 写在镜像名之后，会传给容器里的程序。给 docker 的选项要写在镜像名之前。
remark-selected = 已在当前引擎上找到并勾选，删除前请确认。
remark-selectedNone = 当前引擎上没有符合条件的内容，因此没有勾选任何一项。
remark-runningLeftOut = 没有勾选正在运行的容器。要删除它们，请先停止。
remark-default = 不需要：这是默认值。
remark-replaced = 已略去：被后面的同一选项覆盖。
remark-engineChoice = 未采用：船台使用当前连接的引擎。
remark-clientOnly = 不需要：它只影响 docker 命令自身的输出、文件或终端。
remark-windowsOnly = 未采用：只用于 Windows 容器。
remark-discontinued = 未采用：引擎已不再支持。
remark-apiSocket = 未采用：它会让容器能够访问引擎和你的镜像仓库登录凭据。
remark-podmanOnly = 未采用：只有 Podman 支持它。
remark-notOffered = 未采用：船台不支持，需要时请用终端。
remark-added = 已加上：船台的控制台总是交互式的。
remark-prefix = 不需要。
remark-variable = 未采用：它只为 docker 命令本身设置。容器需要时，请添加到环境变量里。
remark-comment = 注释。
remark-redirection = 未采用：输出会显示在这里。
remark-input = 未采用：终端会把它作为输入传给程序。如果程序需要，请在终端里运行这条命令。
remark-otherCommand = 另一条命令，这里没有它的表单。如果需要先执行它，请在终端里运行。
remark-otherArgument = 先不处理：这里一次只处理一个。
