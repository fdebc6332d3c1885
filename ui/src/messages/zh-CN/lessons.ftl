### 1

lesson-pull-title = 镜像是什么，怎样得到它
lesson-pull-about = 学会拉取镜像，弄清层、标签和摘要分别是什么。
lesson-pull-intro = 镜像装着程序运行所需的一切：程序自己的文件、用到的库，还有要启动的命令。它不是一个大文件，而是由一层层内容叠成的，存放在镜像仓库里，随时可以复制到本机。这个复制的过程就叫拉取。
lesson-pull-can = 你已经会用 `docker pull` 拉取镜像，能说出它有几层，也分得清会变的标签和永远不变的摘要。

step-pull-pull-title = 拉取一个镜像
step-pull-pull-why = Docker 只能运行本机已有的镜像。`{ $image }` 这个名称分成两部分：冒号前面是仓库名，后面是标签，用来说明要哪个版本。
step-pull-pull-do = 在“镜像”页打开“拉取镜像”，输入 `{ $image }`，开始拉取。留意那些进度条：每一条是一层，各自下载。最后出现的长串数字是摘要，它是下载内容的指纹。
hint-pull-pull-other-tag = 你拉取的是 `{ $found }`。这一课用的是 `{ $image }`，注意冒号后面的标签。

step-pull-look-title = 看看它的各层
step-pull-look-why = 每一层装着创建镜像时某一步新增或修改的文件。各层像玻璃片一样叠在一起，从上往下看到的整体，就是镜像的文件系统。有些步骤只是记录一点信息，例如要运行的命令，不会产生层。
step-pull-look-do = 在表格里点击 `{ $image }`，在详情里看它的各层，新的在上面。有颜色的块是层，细线则是没有产生层的步骤。

question-pull-layer-count = `{ $image }` 有几层？
wrong-pull-layer-count = 只数 `{ $image }` 详情里有颜色的块，不要数细线。
answer-pull-layer-count = 有颜色的块才是层，历史里的其他行只是记录信息。

step-pull-sibling-title = 再拉取一个相关的镜像
step-pull-sibling-why = 无论多少个镜像用到同一层，这一层都只保存一份。所以第二个镜像往往一下子就拉取好了。
step-pull-sibling-do = 再拉取 `{ $image }`，注意看进度条。标着“已存在”的层不用下载，因为拉取 `{ $shell }` 时已经有了。
hint-pull-sibling-other-tag = 你拉取的是 `{ $found }`。这一步要的是 `{ $image }`。

question-pull-shares = 下面哪些镜像与 `{ $image }` 共用层？
wrong-pull-shares = 比较颜色：同一层在每个镜像里颜色都一样。
answer-pull-shares = 它们最下面的几层完全相同，在本机只存一份。

question-pull-digest = 明天还想得到一模一样的镜像，应该用什么来指定它？
choice-pull-digest-tag = 标签
choice-pull-digest-digest = 摘要
choice-pull-digest-repository = 仓库名
wrong-pull-digest = 这个名称随时可能移到更新的镜像上。什么是移不走的？
answer-pull-digest = 摘要是根据内容算出来的，只可能对应这份内容。标签只是一张贴纸，镜像的主人明天就可能把它贴到更新的镜像上。

question-pull-layer-size = `{ $image }` 的哪一层最大？
wrong-pull-layer-size = 详情里每个有颜色的块都写着大小和 ID 的开头。
answer-pull-layer-size = 图里的块越高，这一层增加的内容就越多。

### 2

lesson-shell-title = 运行一个 shell，再离开
lesson-shell-about = 学会用 `docker run -it --rm` 运行容器，明白这三个选项各自的作用，以及 `exit` 之后还剩下什么。
lesson-shell-intro = 运行镜像并不会改变镜像。`docker run` 会在镜像上面再铺一层空白的层，然后启动一个程序，让它看到整叠内容，这就是容器。程序写下的一切都进入最上面这一层，它只属于这个容器。
lesson-shell-can = 你已经会在新的容器里打开 shell、离开它，也知道什么时候会留下内容、怎样删除。

step-shell-run-title = 在容器里运行 shell
step-shell-run-why = `-i` 让 shell 的标准输入保持打开，这样才能收到你输入的内容；`-t` 给它分配一个终端，用起来才顺手；`--rm` 会在 shell 退出后自动删除容器。镜像名后面写的是要运行的命令：`bash`。
step-shell-run-do = 运行 `{ $image }`，勾选“交互式终端”和“退出后自动删除”，命令填 `bash`。窗口底部会打开一个控制台，你已经在容器里面了。
hint-shell-run-no-shell = 那个容器运行的不是 shell。请在命令里填 `bash`。
hint-shell-run-no-interactive = 那个容器没有打开标准输入（`-i`），shell 收不到你的输入，会立刻退出。
hint-shell-run-no-tty = 那个容器没有终端（`-t`）。请勾选终端，再运行一个。
hint-shell-run-no-rm = 那个容器退出后会留下来，因为少了 `--rm`。没关系，加上它再运行一个。
hint-shell-run-other-image = 那是 `{ $found }` 的 shell。这一课用的是 `{ $image }`。
hint-shell-run-no-image = 本机还没有 `{ $image }`。先像第一课那样，在“镜像”页拉取它。

step-shell-file-title = 在里面写一个文件
step-shell-file-why = 在里面你是 root，看起来像一台完整的机器。不过写入的内容都保存在容器自己的层里，而不是镜像里。
step-shell-file-do = 在控制台里输入下面这一行，按回车。它会把 hello 这个词写进一个新文件。
hint-shell-file-not-running = 这一课的 shell 已经不在运行了。像第一步那样再运行一个，然后写文件。
hint-shell-file-other-file = 写到了 `{ $found }`。这一步要的是 `{ $file }`。

step-shell-leave-title = 离开容器
step-shell-leave-why = 程序运行多久，容器就运行多久。Shell 一退出，容器也就退出；因为有 `--rm`，它会立刻被删除，你写的文件也一起消失。
step-shell-leave-do = 在控制台里输入 `exit`。然后到“容器”页看看，它已经不在了。
hint-shell-leave-killed = 容器是从外面停止的。这样也行，不过试试从里面离开：再运行一次，然后输入 `exit`。

step-shell-keep-title = 不加 --rm 再来一次
step-shell-keep-why = 默认情况下，Docker 会保留已经退出的容器，方便查看哪里出了问题、取回里面的文件。在有人删除它之前，它一直占着空间。
step-shell-keep-do = 再用 `bash` 运行一次 `{ $image }`，这次不要勾选“退出后自动删除”。用 `exit` 离开后，列表里会留下一个已退出的容器。
hint-shell-keep-running = 容器 `{ $container }` 还在运行。用 `exit` 离开它的 shell。

step-shell-remove-title = 删除留下的容器
step-shell-remove-why = `docker rm` 会删除已退出的容器，连同它自己的那一层。镜像不受影响。
step-shell-remove-do = 在“容器”页删除那个已退出的容器。
hint-shell-remove-running = 容器 `{ $container }` 正在运行。Docker 只删除已停止的容器，请先离开它的 shell。

question-shell-flags = 哪个选项给 shell 分配终端？
wrong-shell-flags = 点命令旁边的问号，它会逐个说明每个选项。
answer-shell-flags = `-t` 分配终端，`-i` 保持标准输入打开。使用 shell 时两个都要，所以通常合写成 `-it`。

question-shell-remains = 不加 `--rm` 运行的容器，退出之后还剩下什么？
choice-shell-remains-container = 容器还在，写入其中的内容也都在
choice-shell-remains-nothing = 什么都不剩
choice-shell-remains-image = 一个包含改动的新镜像
choice-shell-remains-running = 容器还在，而且仍在运行
wrong-shell-remains = 想想删除之前的那一步：“容器”页上有什么？
answer-shell-remains = 它只是停止了。`docker start` 可以再次启动它，`docker rm` 可以删除它。

### 3

lesson-list-title = 名称、标签和 ID
lesson-list-about = 学会看镜像列表，给同一个镜像起两个名称，用筛选查找镜像，再去掉一个名称。
lesson-list-intro = `docker images` 列出本机的镜像：仓库、标签、镜像 ID、创建时间和大小。只有 ID 能唯一确定一个镜像。仓库名加标签就像一张贴纸，一个镜像可以贴好几张，也可以一张都没有。
lesson-list-can = 你已经会看列表，看得出两个名称其实是同一个镜像，会按仓库筛选，也知道删掉一个名称不一定会删掉镜像。

step-list-tag-title = 给它再起一个名称
step-list-tag-why = `docker tag` 不会复制任何内容，只是给同一个镜像再贴一张贴纸，不占空间。
step-list-tag-do = 打开 `{ $image }` 的详情，在新名称里输入 `{ $name }`，然后添加标签。
hint-list-tag-other-image = 这个名称现在属于另一个镜像。把它给 `{ $image }` 就行，名称会直接移过来。
hint-list-tag-no-image = 本机没有 `{ $image }`。先像第一课那样拉取它。
hint-list-tag-other-name = 镜像得到的名称是 `{ $found }`，但这一课接下来要用的是 `{ $name }`。

step-list-same-id-title = 找出属于同一个镜像的名称
step-list-same-id-why = 两行的 ID 相同，就是同一个镜像。窗口会在这些行的左边画上同一种颜色的竖线。
step-list-same-id-do = 比较表格里的镜像 ID，然后回答。
hint-list-same-id-tag-gone = 第二个名称已经没有了。再给 `{ $image }` 添加一次，然后比较。

question-list-same-id = 下面哪些名称属于同一个镜像？
wrong-list-same-id = 看“镜像 ID”那一列，把 ID 相同的名称都勾上。
answer-list-same-id = 它们的镜像 ID 相同。用哪个名称运行都一样。

step-list-filter-title = 只列出一部分
step-list-filter-why = 在 `docker images` 后面写上仓库名，就只列出这个仓库的标签。它数的是名称，不是镜像。
step-list-filter-do = 在表格上方的筛选框里输入 `{ $repository }`，数一数有几行。窗口底部的命令会跟着变化。

question-list-filter = `docker images { $repository }` 会列出几行？
wrong-list-filter = 在筛选框里输入 `{ $repository }` 再数一次：每个名称各占一行。
answer-list-filter = 仓库的每个标签各占一行，即使其中两个是同一个镜像。

step-list-untag-title = 去掉这个名称
step-list-untag-why = `docker rmi` 后面写名称，去掉的就是这个名称。只有最后一个名称也去掉时，镜像本身才会删除。
step-list-untag-do = 删除 `{ $name }`。窗口会先告诉你：只去掉这个名称，镜像仍然保留。
hint-list-untag-wrong-tag = 去掉的是另一个名称，镜像现在只叫 `{ $name }`。先把 `{ $image }` 这个名称加回来，再删除 `{ $name }`。
hint-list-untag-image-gone = 两个名称都没了，镜像也随之删除了。重新拉取 `{ $image }`，这一步就算完成。

question-list-untag-frees = 去掉第二个名称，释放了多少空间？
wrong-list-untag-frees = 镜像还在吗？在的话，它的各层也都在。
answer-list-untag-frees = 一点都没有：镜像和它的各层都还在，只是少了一个名称。

question-list-unique = 什么能唯一确定一个镜像？
choice-list-unique-tag = 标签
choice-list-unique-id = ID
choice-list-unique-size = 大小
wrong-list-unique = 这一项可能两个镜像相同，也可能从一个移到另一个。
answer-list-unique = ID 由镜像的内容算出。标签可以移动，大小则可能碰巧相同。

### 4

lesson-dangling-title = 虚悬镜像
lesson-dangling-about = 亲手创建一个虚悬镜像，在列表里找到它，然后放心地删掉。
lesson-dangling-intro = 有时列表里该写名称的地方是 `<none>`。这样的镜像，名称归了更新的镜像，也没有别的镜像以它为基础，所以叫虚悬镜像。它占着空间，通常已经没人需要了。
lesson-dangling-can = 你已经知道 `<none>` 从哪里来，会用 `docker images -f dangling=true` 列出虚悬镜像，也会逐个或一次全部删除。

step-dangling-build-title = 构建一个镜像
step-dangling-build-why = 到现在为止，用的都是别人创建的镜像。Dockerfile 则是你自己的配方：第一行写从哪个镜像开始，后面每一行再加点内容。
step-dangling-build-do = 用这里给出的小 Dockerfile 构建 `{ $image }`。它以 `{ $base }` 为基础，往一个文件里写一行字。

step-dangling-rebuild-title = 改一点，再构建一次
step-dangling-rebuild-why = 配方变了，构建出来的就是另一个镜像。可是 `{ $image }` 这个名称只有一个：新镜像得到它，旧镜像就失去它。
step-dangling-rebuild-do = 用改过的 Dockerfile 再构建一次 `{ $image }`。然后看看列表：多了一行 `<none>`。
hint-dangling-rebuild-still-named = 旧镜像还有别的名称，所以不算虚悬。
hint-dangling-rebuild-gone = 旧镜像已经被删除了。换一点内容，再构建一次 `{ $image }`。
hint-dangling-rebuild-same-content = 配方不变，构建出来的镜像也不变，名称不会移动。请稍微改一下 Dockerfile。

step-dangling-find-title = 找到虚悬镜像
step-dangling-find-why = 列表很长时，用眼睛找太累。筛选条件 `dangling=true` 只留下没有名称、也没有其他镜像以之为基础的镜像。
step-dangling-find-do = 勾选表格上方的“只看虚悬镜像”，根据剩下的 ID 回答。

question-dangling-find = 下面哪个镜像是虚悬镜像？
wrong-dangling-find = 勾选“只看虚悬镜像”，再比较 ID。
answer-dangling-find = 它既没有名称，也没有其他镜像以它为基础。

step-dangling-remove-title = 删除它
step-dangling-remove-why = 它没有名称，就用 ID 删除。只有其他镜像都没用到的层才会一起删除。
step-dangling-remove-do = 删除镜像 `{ $id }`。“删除所有虚悬镜像”按钮可以把它们一次全部删除。
hint-dangling-remove-in-use = 有容器正在使用这个镜像，请先删除容器。
hint-dangling-remove-named-removed = 你删除的是较新的 `{ $name }`。没有名称的 `{ $id }` 还在。

question-dangling-how = 镜像是怎样变成虚悬镜像的？
choice-dangling-how-name-moved = 别的镜像得到了它的名称
choice-dangling-how-container-removed = 用它的最后一个容器被删除了
choice-dangling-how-unused = 太久没有人使用它
choice-dangling-how-layers-shared = 它的层全都与别的镜像共用
wrong-dangling-how = 第二次构建的时候，名称去了哪里？
answer-dangling-how = 一个名称只能指向一个镜像。用同一个名称重新构建或拉取新版本，名称就归了新镜像，旧镜像就没了名称。

question-dangling-needed = 容器还可能在使用虚悬镜像吗？
choice-dangling-needed-yes = 可能
choice-dangling-needed-no = 不可能
wrong-dangling-needed = 容器始终使用创建它时的那个镜像，不管它现在叫什么。
answer-dangling-needed = 容器靠 ID 识别镜像，名称没了照样运行。这时引擎会拒绝删除这个镜像，要先删除容器才行。

question-dangling-count = 这个引擎现在有多少个虚悬镜像？
wrong-dangling-count = 勾选“只看虚悬镜像”数一数，或者运行 `docker images -f dangling=true`。
answer-dangling-count = 每次重新构建、每次拉取新版本都可能再留下一个，不妨时常看一看。

### 5

lesson-intermediate-title = 中间层镜像
lesson-intermediate-about = 看到藏在其他镜像背后的镜像，明白它们为什么要留着，为什么 `<none>` 不一定是垃圾。
lesson-intermediate-intro = Dockerfile 是一行一行执行的。Docker 的传统构建器每执行一行就保留一个镜像，下一行从它开始，下次构建也能省时间。它们没有名称，平时也不显示，叫中间层镜像。现在的构建器 BuildKit 不再产生它们，所以这一课特意用传统构建器做例子，以后在旧机器上看到它们，你就明白是怎么回事。
lesson-intermediate-can = 你已经分得清虚悬镜像和中间层镜像，会用 `docker images -a` 显示它们，也知道中间层镜像会随着以它为基础的镜像自动删除。

step-intermediate-build-title = 分几步构建
step-intermediate-build-why = 这个 Dockerfile 在 `FROM` 之后还有三行。传统构建器会为每一行创建一个镜像，只有最后一个得到名称。
step-intermediate-build-do = 构建 `{ $image }`。在终端里，`DOCKER_BUILDKIT=0` 表示使用传统构建器。
hint-intermediate-build-containerd = 这个引擎使用 containerd 镜像存储，传统构建器在这里不会留下中间层镜像。请在练习引擎上学这一课。
hint-intermediate-build-podman = 这是 Podman，它的构建器在这里不会留下中间层镜像。请在练习引擎上学这一课。
hint-intermediate-build-buildkit = `{ $image }` 已经有了，但没有中间层镜像，因为它是 BuildKit 构建的。删除它，在这里重新构建，或者在终端里加上 `DOCKER_BUILDKIT=0`。

step-intermediate-show-all-title = 显示隐藏的镜像
step-intermediate-show-all-why = `docker images` 不列出中间层镜像，因为平时不用管它们。加上 `-a` 就会显示。
step-intermediate-show-all-do = 勾选表格上方的“显示中间层镜像”。`{ $name }` 以 { $count } 个没有名称的镜像为基础。根据它们的 ID 回答。

question-intermediate-show-all = 下面哪一个只有用 `docker images -a` 才会列出？
wrong-intermediate-show-all = 反复勾选、取消“显示中间层镜像”，看哪些 ID 会出现和消失。
answer-intermediate-show-all = 它没有名称，但 `{ $name }` 以它为基础，所以是中间层镜像。

step-intermediate-refused-title = 试着删除一个
step-intermediate-refused-why = 镜像的每一层都需要它下面的层。从中间抽走一层，上面的镜像就会损坏。
step-intermediate-refused-do = 找到中间层镜像 `{ $id }`，看看窗口对删除它是怎么说的。

question-intermediate-refused = 单独删除 `{ $id }` 会怎样？
choice-intermediate-refused-refused = 引擎会拒绝
choice-intermediate-refused-removed = 它会被删除，上面的镜像随之损坏
choice-intermediate-refused-untagged = 它只是失去名称
wrong-intermediate-refused = 它没有名称可以失去，又有镜像以它为基础。谨慎的引擎会怎么做？
answer-intermediate-refused = 引擎不会让镜像损坏，窗口也会提前告诉你结果。这里不会强制删除任何东西。

step-intermediate-remove-title = 删除镜像本身
step-intermediate-remove-why = 中间层镜像不用专门清理。以它们为基础的最后一个镜像删除时，它们会一起删除。
step-intermediate-remove-do = 删除 `{ $image }`。窗口会先告诉你，哪些没有名称的镜像会一起删除。
hint-intermediate-remove-left = `{ $image }` 已经删除，但它所基于的一个镜像还在，现在成了虚悬镜像。把它也删掉。

question-intermediate-difference = 两种镜像都没有名称。中间层镜像与虚悬镜像有什么不同？
choice-intermediate-difference-built-on = 有其他镜像以它为基础
choice-intermediate-difference-tagged = 它以前有过名称
choice-intermediate-difference-size = 它比较小
wrong-intermediate-difference = 想想引擎为什么留着这一种，却允许删除另一种。
answer-intermediate-difference = 区别就在这里。以它为基础的镜像一旦删除，就没有什么再需要它了。

question-intermediate-bytes = 中间层镜像会额外占用空间吗？
choice-intermediate-bytes-no = 不会
choice-intermediate-bytes-yes = 会
wrong-intermediate-bytes = 这些层是谁的？想想第一课里那个相关的镜像。
answer-intermediate-bytes = 它们的层就是上面那个镜像下面的几层，每层只存一份。列表里的大小会把共用的层重复计算。

question-intermediate-left = `{ $name }` 删除之后，这个引擎还有多少个中间层镜像？
wrong-intermediate-left = 勾选再取消“显示中间层镜像”，数数哪些会出现又消失。
answer-intermediate-left = `{ $name }` 下面的那些随它一起删除了：再没有镜像以它们为基础。

### 6

lesson-change-title = 修改运行中容器里的文件
lesson-change-about = 启动一个网页服务器，用 `docker exec` 进入它，修改网页，再用 `docker diff` 看看改了什么。
lesson-change-intro = 容器里运行的不一定是 shell。服务器会在后台一直运行，要通过端口访问。运行期间也可以进去看看、改改。所有改动都保存在容器自己的那一层，也就是镜像上面的容器层。
lesson-change-can = 你已经会在后台运行服务器、发布端口，用 `docker exec` 进入容器，也会看改动：A 是新增，C 是修改，D 是删除。

step-change-run-title = 运行一个网页服务器
step-change-run-why = `-d` 让它在后台运行。`-p { $port }:80` 发布端口：把本机的 { $port } 端口映射到容器里的 80 端口。`--name` 给它起一个好记的名称。
step-change-run-do = 在后台运行 `{ $image }`，名称填 `{ $container }`，端口填 `{ $port }:80`。然后在浏览器里打开 { $address }，就能看到它的首页。
hint-change-run-name-taken = 已经有一个叫 `{ $container }` 的容器，用的是别的镜像。先删除它或给它改名，再运行这个。
hint-change-run-stopped = `{ $container }` 已经有了，但没有运行。在“容器”页启动它。
hint-change-run-no-port = `{ $container }` 在运行，但没有发布端口，浏览器访问不到。删除它，带上端口重新运行。
hint-change-run-other-name = 服务器运行了，不过名称是 `{ $found }`，而这一课接下来要用的是 `{ $container }`。
hint-change-run-no-image = 本机还没有 `{ $image }`。先在“镜像”页拉取它。

step-change-enter-title = 进入容器
step-change-enter-why = `docker run` 会创建新容器；`docker exec` 则是在运行中的容器里再执行一个命令，这里是在服务器旁边打开一个 shell。
step-change-enter-do = 在 `{ $container }` 里打开一个控制台，shell 选 bash。
hint-change-enter-not-running = `{ $container }` 没有运行，请先启动它。

step-change-edit-title = 修改网页
step-change-edit-why = 网页就是一个普通文件 `{ $file }`，它来自镜像。你写入时，容器会在自己的层里保存一份修改后的副本，镜像里的文件不变。
step-change-edit-do = 在控制台里输入下面这一行。然后在浏览器里刷新页面，会看到 Hello, Docker!
hint-change-edit-not-running = `{ $container }` 已经不在运行了。先启动它，再写网页。
hint-change-edit-deleted = 容器里的网页被删除了。没关系，用下面这一行就能重新写出来。
hint-change-edit-no-hello = 网页改了，但里面没有 Hello。注意引号：有了引号，shell 才不会去解释 < 和 >。
hint-change-edit-wrong-file = 你写的是 `{ $found }`。服务器显示的是 `{ $file }`。

step-change-diff-title = 看看改动了什么
step-change-diff-why = `docker diff` 会逐个路径比较容器和它的镜像。窗口会略去引擎自己添加的文件，还能显示改动前后的内容。
step-change-diff-do = 打开 `{ $container }` 的改动，找到那个网页文件，然后回答。

question-change-diff = `{ $container }` 里，下面哪个路径被修改过？
wrong-change-diff = 找标着 C 的路径，而且不只是它的上级目录。
answer-change-diff = 它标着 C：镜像里本来就有，容器里的内容不同了。

question-change-where = 修改后的网页保存在哪里？
choice-change-where-image = 镜像里
choice-change-where-container = 容器层里
choice-change-where-host = 本机的某个目录里
wrong-change-where = 用同一个镜像再启动一个容器，会看到新网页吗？
answer-change-where = 用同一个镜像再启动一个容器，看到的还是旧网页：每个容器都有自己的一层。

question-change-lost = 用 `docker rm` 删除容器后，这个改动会怎样？
choice-change-lost-gone = 随之消失
choice-change-lost-in-image = 写进镜像
choice-change-lost-on-host = 留在本机，容器之外
wrong-change-lost = 改动在容器自己的那一层里。那一层会怎样？
answer-change-lost = 容器的那一层会随容器一起删除。想保留改动，可以从它创建镜像，下一课就讲；或者把数据放在数据卷里。

question-change-image = `{ $container }` 是用下面哪个镜像创建的？
wrong-change-image = 容器的详情里写着它的镜像。在列表里对照那个镜像的 ID。
answer-change-image = 还是 `{ $image }`，ID 也和原来一样：容器里的改动不会影响它的镜像。

### 7

lesson-commit-title = 保存成镜像，以及更好的做法
lesson-commit-about = 用 `docker commit` 从改过的容器创建镜像，看它的历史，运行它，再用 Dockerfile 构建出同样的结果。
lesson-commit-intro = 容器自己的那一层，可以保存为镜像的一层，这就是提交（commit）。它能很直观地说明镜像是怎么创建的。不过创建镜像不应该这样做，学完这一课你就知道为什么。
lesson-commit-can = 必要时你会把容器保存成镜像，也会看镜像的历史；要给别人用的镜像，你会写 Dockerfile。

step-commit-commit-title = 从容器创建镜像
step-commit-commit-why = `docker commit` 把容器里的改动作为新的一层，叠在它的镜像上。作者和说明是留给以后查看的人的。
step-commit-commit-do = 把 `{ $container }` 提交为 `{ $kept }`。作者和说明随便填。
hint-commit-commit-other-image = `{ $kept }` 已经有了，但不是从 `{ $image }` 创建的。把 `{ $container }` 提交为这个名称，名称会移过来。
hint-commit-commit-no-webserver = 没有可以提交的容器 `{ $container }`。它是在第 6 课里创建的，请先完成或重做第 6 课。
hint-commit-commit-other-name = 提交得到的是 `{ $found }`。这样也可以，不过这一课接下来要用的是 `{ $kept }`。

step-commit-history-title = 看看它的历史
step-commit-history-why = `docker history` 显示镜像是怎么创建的，新的在上。对于你的提交，它只知道有过这么一次，还有你写的说明；你在里面输入过什么，哪里都没有记录。
step-commit-history-do = 打开 `{ $kept }` 的详情，与 `{ $image }` 的各层比较，然后回答。

question-commit-history = `{ $kept }` 比 `{ $image }` 多几层？
wrong-commit-history = 数一数两个镜像各有几个有颜色的块。
answer-commit-history = 无论改了多少内容，一次提交就是一层，叠在原有的各层上面。

step-commit-run-title = 运行保存下来的镜像
step-commit-run-why = 新镜像和其他镜像没有两样，可以运行、添加标签，也可以推送到镜像仓库。改过的网页已经是它的一部分。
step-commit-run-do = 在后台运行 `{ $kept }`，名称填 `{ $container }`，端口填 `{ $port }:80`，然后打开 { $address }。
hint-commit-run-name-taken = 已经有一个叫 `{ $container }` 的容器，用的是别的镜像。先删除它，再运行这个。
hint-commit-run-stopped = `{ $container }` 已经有了，但没有运行。在“容器”页启动它。
hint-commit-run-no-port = `{ $container }` 在运行，但没有发布端口。删除它，带上端口重新运行。
hint-commit-run-other-name = 它运行了，不过名称是 `{ $found }`，而这一步要的是 `{ $container }`。

step-commit-dockerfile-title = 用 Dockerfile 做同样的事
step-commit-dockerfile-why = Dockerfile 一行一行写明做了什么，谁都能看懂。任何人都能照着再构建一次，以后还能换成更新的基础镜像，也不会混进不该有的东西。
step-commit-dockerfile-do = 先读一读这两行，再用它构建 `{ $image }`。它的历史里会写明是哪条命令修改了网页。
hint-commit-dockerfile-same-image = `{ $image }` 只是 `{ $kept }` 的另一个名称。请用 Dockerfile 构建它。
hint-commit-dockerfile-other-base = `{ $image }` 不是以 `{ $base }` 为基础的。检查一下 FROM 那一行。
hint-commit-dockerfile-committed = `{ $image }` 是通过提交创建的。请改用 Dockerfile 构建。

question-commit-why-not = 给别人用的镜像，为什么不应该用提交来创建？
choice-commit-why-not-unknown = 没人知道它是怎么创建的，也没法重新创建
choice-commit-why-not-slow = 它运行得比较慢
choice-commit-why-not-impossible = 它不能推送到镜像仓库
wrong-commit-why-not = 看看它历史里最上面的一行。别人能根据那里写的内容创建同样的镜像吗？
answer-commit-why-not = 这样的镜像是个黑箱：碰巧在里面的内容都会被带上；基础镜像有了安全更新，也没人能重新构建它。

question-commit-shares = `{ $kept }` 有几层来自 `{ $image }`？
wrong-commit-shares = 从下往上比较两个镜像各层的颜色。
answer-commit-shares = 原镜像的所有层。提交只是在上面加了一层，所以新镜像在磁盘上只多占这一层。
