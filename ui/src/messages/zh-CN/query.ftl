# 筛选自己的写法：repo: 这样的键在各种语言里都一样。

query-key-repo = 仓库；* 代表任意文字
query-key-tag = 标签；* 代表任意文字
query-key-label = 元数据标签，写名称或 名称=值
query-key-size = 大小：大于（>）、小于（<）或介于（..）
query-key-created = 存在时间：更久（>）或更短（<），单位 h d w mo y；写日期则是之后或之前
query-key-in-use = 有没有容器在使用，包括已停止的
query-key-dangling = 是否虚悬：没有名称，也没有镜像以它为基础
query-key-intermediate = 是否中间层：没有名称，但有镜像以它为基础
query-key-origin = local：在本机创建或载入；pulled：镜像仓库里有
query-key-id = ID 的开头

query-value-in-use-true = 有容器在使用
query-value-in-use-false = 没有容器使用
query-value-dangling-true = 只看虚悬镜像
query-value-dangling-false = 不看虚悬镜像
query-value-intermediate-true = 只看中间层镜像
query-value-intermediate-false = 不看中间层镜像
query-value-origin-local = 在本机创建或载入，未在任何已知镜像仓库中找到
query-value-origin-pulled = 拉取或推送过，带有镜像仓库的摘要
query-value-names = { $count } 个名称
query-value-id = { $name }
query-value-size-over = 大于 { $value }
query-value-size-under = 小于 { $value }
query-value-size-within = 介于 { $value }
query-value-created-over = 创建超过 { $value }
query-value-created-under = 最近 { $value } 内创建
query-value-created-within = 创建时间介于 { $value }

# 每一句都接在它所说的那个词后面。
query-problem-unknownKey = 不是可用的筛选键。
query-problem-missingValue = 的冒号后面需要一个值。
query-problem-unknownValue = 不是 { $key } 的有效值。
query-problem-notASize = 不是大小；请写成 500MB 或 1.5GB。
query-problem-notATime = 既不是时长（12h、30d、2w、6mo、1y），也不是日期（2024-06-01）。
query-problem-needsComparison = 前面需要 > 或 <。
query-problem-absent = 在这里没有对应的镜像（{ $key }）。
query-problem-openQuote = 缺少右引号。
query-problem-wrongSign = 以 ! 开头；要排除什么，请在它前面写 -。
query-ignored = 这一项已忽略。
query-instead = 改成 { $text }

query-completions = 建议
query-clear = 清空
query-help = 怎样筛选
query-help-words = 直接写文字：查找含有它的名称、ID、摘要、元数据标签和容器。
query-help-and = 用空格隔开的各项要同时符合。
query-help-or = 重复写 repo:、tag:、id:、origin: 或取值 true/false 的键，符合一项即可；重复写 label:、size: 或 created:，要全部符合。
query-help-not = 在某一项前面写 -，就排除它找到的镜像。
query-help-quotes = 引号把空格和冒号连在一起："two words"、label:note="two words"。
query-help-wrong = 看不懂的词会指出来并忽略。
