images-filter = 输入文字筛选，或写 size:>500MB 这样的条件
images-only-dangling = 只看虚悬镜像
images-show-intermediate = 显示中间层镜像
images-remove-dangling = 删除所有虚悬镜像
images-count = { $rows } 个名称 · { $images } 个镜像
images-marked = 已勾选 { $images } 个镜像的 { $names } 个名称
images-unmark = 取消勾选
images-remove-marked = 删除勾选的
images-none-match = 没有符合条件的镜像
images-clear-filter = 清除筛选
images-none-title = 还没有镜像
images-none-text = 镜像由一层层内容叠成，容器就从镜像启动。先拉取一个吧。
images-none-other = 其他镜像

column-select = 勾选
column-repository = 仓库
column-tag = 标签
column-id = 镜像 ID
column-created = 创建时间
column-size = 大小
column-used = 使用者
column-actions = 操作

kind-dangling = 虚悬
kind-dangling-why = 没有名称指向这个镜像，也没有镜像以它为基础。
kind-intermediate = 中间层
kind-intermediate-why = 其他镜像以这些没有名称的镜像为基础；那些镜像删除后，它们会随之删除。
image-names = { $count } 个名称
image-built-on = 有 { $count } 个镜像以它为基础
image-select = 勾选 { $name }
image-run = 运行
image-run-of = 运行 { $name }
image-remove = 删除
image-remove-all-names = 删除全部 { $count } 个名称
image-remove-of = 删除 { $name }
image-untag = 删除名称 { $reference }

detail-id = ID
detail-platform = 平台
detail-digests = 摘要
detail-parent = 父镜像
detail-author = 作者
detail-comment = 备注
detail-names = 名称
detail-unused = 没有容器使用它。
detail-config = 运行配置
detail-entrypoint = 入口点
detail-command = 命令
detail-folder = 工作目录
detail-user = 用户
detail-root = root
detail-ports = 端口
detail-volumes = 卷
detail-env = 环境变量
detail-labels = 元数据标签
detail-history = 各层（新的在上）
detail-loading = 正在读取…
history-unknown = （没有记录）
tag-reference = 新名称
tag-placeholder = 另起一个名称，例如 app:1.0
tag-start = 添加标签

state-of-created = 已创建
state-of-running = 运行中
state-of-paused = 已暂停
state-of-restarting = 重启中
state-of-removing = 删除中
state-of-exited = 已退出
state-of-dead = 已失效

removal-title = 删除镜像
removal-effect-untag = 去掉标签
removal-effect-delete = 删除
removal-effect-inUse = 使用中
removal-effect-hasChildren = 被依赖
removal-effect-missing = 已不存在
removal-untag-keeps = 只去掉这个名称，镜像仍保留：{ $keeps }
removal-untag-children = 只去掉名称：还有其他镜像以它为基础，它会作为中间层镜像留下。
removal-delete = 删除镜像 { $id }，以及没有其他镜像使用的层。
removal-in-use = 有容器正在使用：{ $containers }。已停止的容器也算，请先删除它们。
removal-has-children = 还有其他镜像以它为基础，请先删除那些镜像。
removal-missing = 引擎里已经没有这个镜像了。
removal-cascade = 会一并删除 { $count } 个没有标签的父镜像：{ $ids }
removal-only-here = 仅本机有
removal-no-way-back = 其中 { $count } 个镜像不是从镜像仓库拉取的，删除后无法重新拉取。
removal-left-out = 引擎会拒绝的项目不会写进命令。
removal-apart = 按摘要拉取，或已被新的拉取取代
removal-apart-why = 这些镜像没有标签，但仍有摘要指向它们。也许有人正需要这个确切的版本，所以默认不勾选。
removal-start = 删除 { $count } 个镜像
removal-start-untag =
    { $count ->
        [0] 删除
       *[other] 去掉 { $count } 个名称
    }
