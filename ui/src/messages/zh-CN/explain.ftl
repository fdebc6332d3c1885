# docker 命令的每个部分一句话；各项与引擎库的 command_line 对应。

explain-docker = 把你的要求转达给 Docker 引擎的程序。
explain-container = 哪个容器：它的名称或 ID。

explain-pull = 从镜像仓库逐层获取镜像；已经有的层不会重复下载。
explain-pull-platform = 获取指定系统和处理器架构的版本，而不是引擎自己的。
explain-pull-reference = 哪个镜像：[仓库地址/]仓库名[:标签]，或用 @摘要 指定唯一的版本。不写仓库地址就是 Docker Hub，不写标签就是 latest。

explain-images = 列出引擎里的镜像，每个名称一行。
explain-images-all = 连同平时隐藏的中间层镜像（-a 即 --all）。
explain-images-dangling = 只列出虚悬镜像：没有标签，也没有镜像以它为基础（-f 即 --filter）。
explain-images-filter = 只列出符合条件的镜像（-f 即 --filter）：label=键 或 键=值 按标签元数据，reference=模式 按名称；* 代表斜杠以外的任意文字。
explain-images-repository = 只列出这个仓库的镜像。

explain-history = 显示镜像的由来：每一步一行，新的在上。
explain-history-image = 哪个镜像：名称或 ID。

explain-save = 把镜像写入一个归档：层、配置和名称都在其中。
explain-save-image = 哪个镜像：归档要带上的每个名称；没有名称的镜像用 ID。
explain-load = 读取这样的归档，把其中的镜像和名称交给引擎。若名称已属于别的镜像，会被取走。
explain-pipe = 把前一个程序的输出直接交给后一个程序，中间不经过文件。
explain-then = 前一条命令成功后才执行下一条。
explain-zstd = 压缩或解压（Zstandard）。
explain-zstd-decompress = 解压，并把结果交给下一个程序而不是写入文件。
explain-zstd-output = 要写入的文件。
explain-copy-file = 保留的副本：压缩过的归档。
explain-copy-note = 副本旁边的说明，记录其中的内容。
explain-rm-file = 删除文件。

explain-rmi = 删除镜像的名称；最后一个名称没有了，镜像也就删除了（rmi 即 remove image）。
explain-rmi-target = 要删除什么：名称；没有名称的镜像则用 ID。

explain-tag = 给镜像再起一个名称，不会复制任何内容。
explain-tag-image = 给哪个镜像：它已有的名称或 ID。
explain-tag-reference = 新名称：仓库名[:标签]。

explain-tar = 读取归档。镜像的每一层都是镜像归档里的一个归档。
explain-tar-list = 列出其中的内容，带大小和时间（-t 即 --list，-v 即 --verbose）；不会解包任何东西。
explain-tar-file = 要读的归档：-f 指定文件，-t 列出内容，-v 带上大小和时间；不会解包任何东西。

explain-run = 用镜像创建一个新容器并启动；本地没有这个镜像时会先拉取。
explain-run-interactive = 保持输入打开，这样可以向它输入内容（-i 即 --interactive）。
explain-run-tty = 分配一个终端，有提示符、颜色和行编辑（-t 即 --tty）。
explain-run-interactive-tty = -i 保持输入打开，-t 分配终端：合起来就得到一个可以操作的 shell。
explain-run-rm = 容器一结束就自动删除。
explain-run-detach = 在后台运行，命令立即返回（-d 即 --detach）。
explain-run-name = 给容器起名；不写则由 Docker 随机起名。
explain-run-other = 这还不是 docker run 的选项。
explain-run-publish = 把主机的端口转到容器的端口，写法是 主机:容器（-p 即 --publish）。
explain-run-env = 设置容器里的环境变量（-e 即 --env）。
explain-run-volume = 把卷或主机的文件夹挂载到容器里，写法是 来源:路径（-v 即 --volume）。
explain-run-image = 用来启动容器的镜像。
explain-run-command = 在容器里运行的程序及其参数，代替镜像自带的命令。

explain-ps = 列出容器（ps 即 process status）。
explain-ps-all = 连同已停止的容器；不写则只列出运行中的（-a 即 --all）。
explain-start = 重新启动已停止的容器，里面的改动都还在。
explain-stop = 请容器里的程序结束；十秒后仍未结束就强制终止。
explain-kill = 不经询问，立即终止容器里的程序。
explain-restart = 先停止容器，再启动它。
explain-rm = 删除容器以及其中的改动（rm 即 remove）。
explain-rm-force = 如果正在运行，先强制终止（-f 即 --force）。
explain-rm-volumes = 连同它的匿名卷一起删除（-v 即 --volumes）。

explain-exec = 在运行中的容器里再启动一个程序。
explain-exec-interactive-tty = -i 保持输入打开，-t 分配终端：合起来就得到一个可以操作的 shell。
explain-exec-user = 以这个用户的身份运行（-u 即 --user）。
explain-exec-command = 在容器里运行的程序，通常是 shell，例如 /bin/bash。
explain-attach = 把你的终端接到容器自己的主程序上。

explain-diff = 列出容器里文件的改动：A 新增，C 修改，D 删除。

explain-commit = 把容器现在的样子做成镜像：原来的镜像，再加一层改动。
explain-commit-author = 镜像的作者（-a 即 --author）。
explain-commit-message = 备注，便于日后记起改了什么（-m 即 --message）。
explain-commit-change = 对新镜像应用一条 Dockerfile 指令（-c 即 --change）。
explain-commit-pause = 提交期间容器继续运行；正在写入的文件可能只保存了一半。
explain-commit-reference = 新镜像的名称：仓库名[:标签]。不写的话，得到的是虚悬镜像。

explain-also = 然后执行下一条命令，不管这一条的结果如何。
explain-volume = Docker 中与数据卷有关的命令。
explain-volume-rm = 删除数据卷，连同其中的全部内容（rm 即 remove）。
explain-builder = Docker 中与构建镜像有关的命令。
explain-builder-prune = 删除没有被使用的构建缓存。
explain-builder-prune-all = 全部删除，而不只是没有名称的部分。
explain-builder-prune-force = 不再询问。
