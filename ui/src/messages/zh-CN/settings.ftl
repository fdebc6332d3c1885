settings-language = 语言
language-system = 语言：跟随系统
language-zh-CN = 简体中文
language-en = English
settings-theme = 主题
theme-system = 主题：跟随系统
theme-light = 浅色
theme-dark = 深色
