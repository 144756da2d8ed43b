<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>CallWords</name>
    <message numerus="yes">
        <source>%n earlier message(s) are not in the trace.</source>
        <translation>
            <numerusform>%n 条较早的消息不在轨迹中。</numerusform>
        </translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>The model stopped by itself.</source>
        <translation>模型自行停止。</translation>
    </message>
    <message>
        <source>Cut at the output cap of %1 tokens: the reply is not complete.</source>
        <translation>在 %1 token 的输出上限处截断：回复不完整。</translation>
    </message>
    <message>
        <source>Cut at the length limit: the reply is not complete.</source>
        <translation>在长度上限处截断：回复不完整。</translation>
    </message>
    <message>
        <source>The model asked for a tool.</source>
        <translation>模型请求了工具。</translation>
    </message>
    <message>
        <source>The provider&apos;s filter stopped the reply.</source>
        <translation>提供方的过滤器停止了回复。</translation>
    </message>
    <message>
        <source>The model refused.</source>
        <translation>模型拒绝了。</translation>
    </message>
    <message>
        <source>The request does not fit into the model&apos;s window.</source>
        <translation>请求超出模型的窗口。</translation>
    </message>
    <message>
        <source>The provider ended it with an error.</source>
        <translation>提供方以错误结束。</translation>
    </message>
    <message>
        <source>The reply broke off before its end.</source>
        <translation>回复在结束前中断。</translation>
    </message>
    <message>
        <source>The provider did not say why the reply ended.</source>
        <translation>提供方没有说明回复为何结束。</translation>
    </message>
    <message>
        <source>≈ %1 tokens</source>
        <translation>≈ %1 token</translation>
    </message>
    <message numerus="yes">
        <source>%n new (%1)</source>
        <translation>
            <numerusform>新增 %n 条（%1）</numerusform>
        </translation>
    </message>
    <message>
        <source>The same messages as in the previous call.</source>
        <translation>与上次调用的消息相同。</translation>
    </message>
    <message>
        <source>The reply is from the record and cost nothing; %1 saved.</source>
        <translation>回复来自录制，没有费用；节省 %1。</translation>
    </message>
    <message>
        <source>The reply is from the cache of earlier runs and cost nothing; %1 saved.</source>
        <translation>回复来自以往运行的缓存，没有费用；节省 %1。</translation>
    </message>
    <message>
        <source>The cost is what the provider reported.</source>
        <translation>费用为提供方所报告。</translation>
    </message>
    <message>
        <source>A simulated model: its price is made up, nothing was paid.</source>
        <translation>模拟模型：价格是虚构的，没有付费。</translation>
    </message>
    <message>
        <source>Computed from the price that was given for this run.</source>
        <translation>按此运行给出的价格计算。</translation>
    </message>
    <message>
        <source>Computed from the price table %1 of that day.</source>
        <translation>按当日的价格表 %1 计算。</translation>
    </message>
    <message>
        <source>The price of this model was not known, so its cost is not.</source>
        <translation>此模型的价格未知，因此费用也未知。</translation>
    </message>
    <message>
        <source>Image, %1, %2</source>
        <translation>图像，%1，%2</translation>
    </message>
    <message>
        <source>unknown type</source>
        <translation>未知类型</translation>
    </message>
    <message>
        <source>Part that only the provider can read, sent back unchanged, %1</source>
        <translation>只有提供方能读取的部分，原样送回，%1</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) no longer sent (%1)</source>
        <translation>
            <numerusform>%n 条消息不再发送（%1）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Example</name>
    <message>
        <source>What fills a lighthouse log book?</source>
        <translation>灯塔日志里都写了什么？</translation>
    </message>
    <message>
        <source>Depth 2: children read one year each and count, the root adds up.</source>
        <translation>深度 2：每个子帧读一年并计数，由根汇总。</translation>
    </message>
    <message>
        <source>Six years of a log book, 2,188 entries, none of them labelled. Children read one year each and count.</source>
        <translation>六年的日志，2,188 条记录，都没有标签。每个子帧读一年并计数。</translation>
    </message>
    <message>
        <source>The herring of 1908</source>
        <translation>1908 年的鲱鱼</translation>
    </message>
    <message>
        <source>Depth 0: of a table, code alone gives the exact answer for almost nothing.</source>
        <translation>深度 0：对表格来说，只用代码就能几乎免费地得到精确答案。</translation>
    </message>
    <message>
        <source>2,400 landings in a table. A question for code alone.</source>
        <translation>表格中的 2,400 次卸货。只需代码的问题。</translation>
    </message>
    <message>
        <source>Nine letters from one summer</source>
        <translation>一个夏天的九封信</translation>
    </message>
    <message>
        <source>Depth 2: a summary made of summaries, with its names checked in the text.</source>
        <translation>深度 2：由摘要组成的摘要，其中的人名在原文中核对。</translation>
    </message>
    <message>
        <source>Three correspondents, three letters each. What happened?</source>
        <translation>三位写信人，每人三封信。发生了什么？</translation>
    </message>
    <message>
        <source>One sentence in six years of minutes</source>
        <translation>六年会议记录中的一句话</translation>
    </message>
    <message>
        <source>Depth 1: search with code first, then let a model read the best passages.</source>
        <translation>深度 1：先用代码搜索，再让模型阅读最佳段落。</translation>
    </message>
    <message>
        <source>72 records of a village council. Somewhere in them is the combination of a padlock.</source>
        <translation>村议会的 72 份记录。其中某处有一把挂锁的密码。</translation>
    </message>
    <message>
        <source>Who shares a town and a hobby?</source>
        <translation>谁住在同一城镇且爱好相同？</translation>
    </message>
    <message>
        <source>Depth 1: a model turns prose into fields, code compares all the pairs.</source>
        <translation>深度 1：模型把文字变成字段，代码比较所有配对。</translation>
    </message>
    <message>
        <source>120 people in prose. 7,140 possible pairs, a handful of right ones.</source>
        <translation>用文字描述的 120 个人。7,140 种可能的配对，只有几对正确。</translation>
    </message>
    <message>
        <source>Five thousand messages, six kinds</source>
        <translation>五千条消息，六个种类</translation>
    </message>
    <message>
        <source>Depth 1: fifty prompts in one batch; judging is for the model, counting for code.</source>
        <translation>深度 1：一个批次五十个提示；判断交给模型，计数交给代码。</translation>
    </message>
    <message>
        <source>A log of customer messages without categories. Count them by what they are about.</source>
        <translation>没有分类的客户消息记录。按主题计数。</translation>
    </message>
    <message>
        <source>Where is the tide computed?</source>
        <translation>潮汐在哪里计算？</translation>
    </message>
    <message>
        <source>Depth 1: rank files by their names, show a model the best, answer with a line.</source>
        <translation>深度 1：按名称给文件排序，把最好的给模型看，用一行作答。</translation>
    </message>
    <message>
        <source>A small program of ours, Python and C: tide tables for a harbour. Find the place that interpolates between high and low water.</source>
        <translation>我们的一个小程序，用 Python 和 C 编写：港口的潮汐表。请找到在高潮和低潮之间插值的位置。</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>Watch a model read far more
than it can see</source>
        <translation>看模型如何读完
远超其视野的内容</translation>
    </message>
    <message>
        <source>RLMScope runs recursive language models and shows every turn, cell and sub-call as it happens. Pause it, look inside, change it, run it again.</source>
        <translation>RLMScope 运行递归语言模型，并实时显示每一轮、每个单元和每次子调用。可以暂停、查看内部、修改、重新运行。</translation>
    </message>
    <message>
        <source>Run the first example</source>
        <translation>运行第一个示例</translation>
    </message>
    <message>
        <source>New run…</source>
        <translation>新建运行…</translation>
    </message>
    <message>
        <source>Open a trace…</source>
        <translation>打开轨迹…</translation>
    </message>
    <message>
        <source>The examples use the simulated model: no key, no network, no cost.</source>
        <translation>示例使用模拟模型：无需密钥、无需网络、没有费用。</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>No runs yet. They will appear here.</source>
        <translation>还没有运行。运行会显示在这里。</translation>
    </message>
    <message>
        <source>Recent traces</source>
        <translation>最近的轨迹</translation>
    </message>
</context>
<context>
    <name>NewRunDialog</name>
    <message>
        <source>New run</source>
        <translation>新建运行</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>No context yet</source>
        <translation>还没有上下文</translation>
    </message>
    <message>
        <source>Drop files or a folder here, or paste text</source>
        <translation>将文件或文件夹拖到这里，或粘贴文本</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Documents of the context</source>
        <translation>上下文的文档</translation>
    </message>
    <message>
        <source>Paste or type the text of the context</source>
        <translation>粘贴或输入上下文的文本</translation>
    </message>
    <message>
        <source>Pasted context</source>
        <translation>粘贴的上下文</translation>
    </message>
    <message>
        <source>&amp;Question</source>
        <translation>问题(&amp;Q)</translation>
    </message>
    <message>
        <source>What do you want to know about the context?</source>
        <translation>想从上下文中了解什么？</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>&amp;Strategy</source>
        <translation>策略(&amp;S)</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Paper depth</source>
        <translation>论文深度</translation>
    </message>
    <message>
        <source>Paper depth 0</source>
        <translation>论文深度 0</translation>
    </message>
    <message>
        <source>Paper depth 1</source>
        <translation>论文深度 1</translation>
    </message>
    <message>
        <source>Paper depth 2</source>
        <translation>论文深度 2</translation>
    </message>
    <message>
        <source>Paper depth 3</source>
        <translation>论文深度 3</translation>
    </message>
    <message>
        <source>&amp;Final answer</source>
        <translation>最终回答(&amp;F)</translation>
    </message>
    <message>
        <source>Final answer protocol</source>
        <translation>最终回答的协议</translation>
    </message>
    <message>
        <source>See&amp;d</source>
        <translation>种子(&amp;D)</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Models by depth</source>
        <translation>各深度的模型</translation>
    </message>
    <message>
        <source>price per 1M tokens</source>
        <translation>每百万 token 价格</translation>
    </message>
    <message>
        <source>In, out</source>
        <translation>输入, 输出</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>&amp;Root</source>
        <translation>根(&amp;R)</translation>
    </message>
    <message>
        <source>Root</source>
        <translation>根</translation>
    </message>
    <message>
        <source>Su&amp;b-calls</source>
        <translation>子调用(&amp;B)</translation>
    </message>
    <message>
        <source>Sub-calls</source>
        <translation>子调用</translation>
    </message>
    <message>
        <source>C&amp;hild frames</source>
        <translation>子帧(&amp;H)</translation>
    </message>
    <message>
        <source>Child frames</source>
        <translation>子帧</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>reserved before every call</source>
        <translation>每次调用前预留</translation>
    </message>
    <message>
        <source>What this can cost</source>
        <translation>可能的花费</translation>
    </message>
    <message>
        <source>More: requests at once, tools, packages, sandbox, prompt</source>
        <translation>更多：并发请求、工具、软件包、沙箱、提示</translation>
    </message>
    <message>
        <source>Requests in &amp;flight</source>
        <translation>在途请求(&amp;F)</translation>
    </message>
    <message>
        <source>Child frames &amp;at once</source>
        <translation>同时的子帧(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Key of URL models from</source>
        <translation>URL 模型的密钥来自(&amp;K)</translation>
    </message>
    <message>
        <source>name of an environment variable</source>
        <translation>环境变量名</translation>
    </message>
    <message>
        <source>Environment variable with the key</source>
        <translation>保存密钥的环境变量</translation>
    </message>
    <message>
        <source>&amp;Price of these models</source>
        <translation>这些模型的价格(&amp;P)</translation>
    </message>
    <message>
        <source>USD per million in, out: 1.25, 10</source>
        <translation>每百万 token 的美元价格 输入, 输出：1.25, 10</translation>
    </message>
    <message>
        <source>Price of the models in USD per million tokens</source>
        <translation>模型价格，美元每百万 token</translation>
    </message>
    <message>
        <source>System pro&amp;mpt</source>
        <translation>系统提示(&amp;M)</translation>
    </message>
    <message>
        <source>Built-in text</source>
        <translation>内置文本</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
</context>
<context>
    <name>QApplication</name>
    <message>
        <source>A workbench for recursive language models.</source>
        <translation>递归语言模型工作台。</translation>
    </message>
    <message>
        <source>light, dark, high-contrast or system.</source>
        <translation>light、dark、high-contrast 或 system。</translation>
    </message>
    <message>
        <source>Traces and logs to open, links to nodes (rlmscope://run/...), or: demo [NAME]</source>
        <translation>要打开的轨迹和日志、节点链接（rlmscope://run/...），或：demo [NAME]</translation>
    </message>
</context>
<context>
    <name>QDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Rendered pages are off for root, where Chromium&apos;s sandbox does not work. Set QTWEBENGINE_DISABLE_SANDBOX=1 to render them without it.</source>
        <translation>以 root 身份运行时 Chromium 的沙箱不可用，因此不渲染页面。设置 QTWEBENGINE_DISABLE_SANDBOX=1 可在没有沙箱的情况下渲染。</translation>
    </message>
</context>
<context>
    <name>rlmscope</name>
    <message>
        <source>Like the desktop</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>For everything but code and numbers.</source>
        <translation>用于代码和数字以外的所有内容。</translation>
    </message>
    <message>
        <source>Default (%1)</source>
        <translation>默认（%1）</translation>
    </message>
    <message>
        <source>Code font</source>
        <translation>代码字体</translation>
    </message>
    <message>
        <source>For code, values and numbers in columns.</source>
        <translation>用于代码、值和列中的数字。</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>High contrast uses black, white and yellow, and draws more lines.</source>
        <translation>高对比度使用黑、白、黄三色，并绘制更多线条。</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Applied at once; while a run is going on, at the next start.</source>
        <translation>立即生效；有运行正在进行时，下次启动生效。</translation>
    </message>
    <message>
        <source>Font size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>Rows, buttons and icons grow with it.</source>
        <translation>行、按钮和图标随之变大。</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>Code font size</source>
        <translation>代码字号</translation>
    </message>
    <message>
        <source>Like the rest</source>
        <translation>与其余一致</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Everything larger, at the next start. Set it only when the desktop&apos;s own scale is not enough.</source>
        <translation>下次启动时全部放大。仅在桌面自身的缩放不够时设置。</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>减少动态效果</translation>
    </message>
    <message>
        <source>Marks of running things stand still.</source>
        <translation>表示正在运行的标记保持静止。</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>无上限</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>A new run starts with</source>
        <translation>新运行的起始上限</translation>
    </message>
    <message>
        <source>The dialog shows them before anything is spent; each run can have others.</source>
        <translation>在花费任何费用之前对话框会显示它们；每次运行都可以不同。</translation>
    </message>
    <message>
        <source>The limits of the last run</source>
        <translation>上次运行的上限</translation>
    </message>
    <message>
        <source>The limits below</source>
        <translation>下面的上限</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>No request leaves that could cost more than what is left.</source>
        <translation>可能超出剩余额度的请求不会发出。</translation>
    </message>
    <message>
        <source>Model calls</source>
        <translation>模型调用</translation>
    </message>
    <message>
        <source>Of the whole run, sub-calls and failed attempts included.</source>
        <translation>整个运行的，包括子调用和失败的尝试。</translation>
    </message>
    <message>
        <source>Turns</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Of each frame.</source>
        <translation>每个帧的。</translation>
    </message>
    <message>
        <source>Run time</source>
        <translation>运行时间</translation>
    </message>
    <message>
        <source>Pauses are not counted.</source>
        <translation>暂停不计入。</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>At a limit</source>
        <translation>达到上限时</translation>
    </message>
    <message>
        <source>Finish with the best answer</source>
        <translation>以最佳回答结束</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Pause and ask</source>
        <translation>暂停并询问</translation>
    </message>
    <message>
        <source>Ask before a batch of</source>
        <translation>批次达到此数量时询问</translation>
    </message>
    <message>
        <source>A fan-out of so many sub-calls or more waits for you.</source>
        <translation>达到或超过此数量的子调用扇出会等待批准。</translation>
    </message>
    <message>
        <source>Never ask</source>
        <translation>从不询问</translation>
    </message>
    <message>
        <source> calls</source>
        <translation> 次调用</translation>
    </message>
    <message>
        <source>Ask before a batch that may cost</source>
        <translation>批次可能花费达到此数额时询问</translation>
    </message>
    <message>
        <source>Its worst case counts.</source>
        <translation>按最坏情况计算。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Providers, keys, prices and roles</source>
        <translation>提供方、密钥、价格和角色</translation>
    </message>
    <message>
        <source>Which models are used as root, sub, compaction and judge is set on the Models page.</source>
        <translation>root、sub、compaction 和 judge 分别使用哪些模型，在“模型”页设置。</translation>
    </message>
    <message>
        <source>Open Models</source>
        <translation>打开“模型”</translation>
    </message>
    <message>
        <source>Reuse replies</source>
        <translation>重用回复</translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation>沙箱</translation>
    </message>
    <message>
        <source>A new run needs at least</source>
        <translation>新运行至少需要</translation>
    </message>
    <message>
        <source>With less, its code does not start and nothing is spent.</source>
        <translation>若达不到，其代码不会启动，也不会产生花费。</translation>
    </message>
    <message>
        <source>Full: own files only, no network</source>
        <translation>完整：仅自己的文件，无网络</translation>
    </message>
    <message>
        <source>Partial: a layer may be missing</source>
        <translation>部分：可能缺少某一层</translation>
    </message>
    <message>
        <source>Limits of memory and time</source>
        <translation>内存与时间限制</translation>
    </message>
    <message>
        <source>This computer offers</source>
        <translation>本机提供</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Library of traces</source>
        <translation>轨迹库</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Replies for reuse</source>
        <translation>供重用的回复</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>These settings</source>
        <translation>这些设置</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Open again what was open</source>
        <translation>重新打开上次打开的内容</translation>
    </message>
    <message>
        <source>Runs, the row you looked at, the view and the window, after closing and after a crash.</source>
        <translation>运行、所看的行、视图和窗口；关闭之后和崩溃之后都会恢复。</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>忘记</translation>
    </message>
    <message>
        <source>Follow live</source>
        <translation>实时跟随</translation>
    </message>
    <message>
        <source>A run that is going on scrolls to what happens. Scrolling up switches it off.</source>
        <translation>正在进行的运行会滚动到最新位置。向上滚动会关闭此功能。</translation>
    </message>
    <message>
        <source>The guide of the first run</source>
        <translation>首次运行的导览</translation>
    </message>
    <message>
        <source>Five steps through a finished run.</source>
        <translation>用五步看懂一个已完成的运行。</translation>
    </message>
    <message>
        <source>Show again</source>
        <translation>再次显示</translation>
    </message>
    <message>
        <source>root</source>
        <translation>root</translation>
    </message>
    <message>
        <source>rlm_query</source>
        <translation>rlm_query</translation>
    </message>
    <message>
        <source>Turn %1</source>
        <translation>第 %1 轮</translation>
    </message>
    <message>
        <source>Cell %1</source>
        <translation>单元 %1</translation>
    </message>
    <message>
        <source>llm_query</source>
        <translation>llm_query</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>public domain</source>
        <translation>公有领域</translation>
    </message>
    <message>
        <source>TLS of libcurl</source>
        <translation>libcurl 的 TLS</translation>
    </message>
    <message>
        <source>without running models</source>
        <translation>不含运行模型的部分</translation>
    </message>
    <message>
        <source>without rendered pages</source>
        <translation>不含渲染页面</translation>
    </message>
    <message>
        <source>Built with</source>
        <translation>构建工具</translation>
    </message>
    <message>
        <source>Running on</source>
        <translation>运行环境</translation>
    </message>
    <message>
        <source>optimised</source>
        <translation>已优化</translation>
    </message>
    <message>
        <source>not optimised</source>
        <translation>未优化</translation>
    </message>
    <message>
        <source>Maybe read: the same text stands elsewhere too</source>
        <translation>可能已读：相同文本也出现在别处</translation>
    </message>
    <message>
        <source>Never read by a model</source>
        <translation>模型从未读过</translation>
    </message>
    <message>
        <source>Read once</source>
        <translation>读过一次</translation>
    </message>
    <message>
        <source>Read twice</source>
        <translation>读过两次</translation>
    </message>
    <message>
        <source>Read 3 to 5 times</source>
        <translation>读过 3 到 5 次</translation>
    </message>
    <message>
        <source>Read 6 times or more</source>
        <translation>读过 6 次或更多</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>read at least once</source>
        <translation>至少读过一次</translation>
    </message>
    <message>
        <source>touched by code (estimated)</source>
        <translation>代码接触过（估计）</translation>
    </message>
    <message>
        <source>In new runs, a sub-call at temperature 0 that was made before, word for word, gets the earlier reply. It costs nothing and is shown as cached.</source>
        <translation>在新运行中，温度为 0 且与以前逐字相同的子调用会得到先前的回复。不产生费用，并会标明来自缓存。</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stored session</source>
        <translation>已保存的会话</translation>
    </message>
    <message>
        <source>Forgets what is open now; traces stay where they are.</source>
        <translation>忘记当前打开的内容；轨迹保留在原处。</translation>
    </message>
</context>
<context>
    <name>rlmscope::AboutDialog</name>
    <message>
        <source>About RLMScope</source>
        <translation>关于 RLMScope</translation>
    </message>
    <message>
        <source>A workbench for recursive language models.</source>
        <translation>递归语言模型工作台。</translation>
    </message>
    <message>
        <source>The source is under the MIT licence. This program links QScintilla and is distributed as a whole under the GNU GPL version 3.</source>
        <translation>源代码采用 MIT 许可证。本程序链接了 QScintilla，整体按 GNU GPL 第 3 版发布。</translation>
    </message>
    <message>
        <source>Versions and licences</source>
        <translation>版本与许可证</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>组成部分</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licences of what is bundled</source>
        <translation>随附内容的许可证</translation>
    </message>
    <message>
        <source>Copy versions</source>
        <translation>复制版本信息</translation>
    </message>
</context>
<context>
    <name>rlmscope::AddProviderDialog</name>
    <message>
        <source>Needs a &amp;key</source>
        <translation>需要密钥(&amp;K)</translation>
    </message>
    <message>
        <source>Send the key over plain &amp;http: others on the way can read it</source>
        <translation>通过明文 http 发送密钥：途中他人可以读取(&amp;H)</translation>
    </message>
    <message>
        <source>Add a provider</source>
        <translation>添加提供方</translation>
    </message>
    <message>
        <source>work</source>
        <translation>work</translation>
    </message>
    <message>
        <source>made from the word</source>
        <translation>由该词生成</translation>
    </message>
    <message>
        <source>the word</source>
        <translation>该词</translation>
    </message>
    <message>
        <source>&amp;Like</source>
        <translation>类型(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>地址(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Word in runs</source>
        <translation>运行中使用的词(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Name to show</source>
        <translation>显示名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Variable of the key</source>
        <translation>密钥的变量(&amp;V)</translation>
    </message>
    <message>
        <source>Variable of the key</source>
        <translation>密钥的变量</translation>
    </message>
    <message>
        <source>API &amp;version</source>
        <translation>API 版本(&amp;V)</translation>
    </message>
    <message>
        <source>the newest that is known</source>
        <translation>已知的最新版本</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>A run names its models %1:MODEL.</source>
        <translation>运行中以 %1:MODEL 指定其模型。</translation>
    </message>
    <message>
        <source>https://host/v1</source>
        <translation>https://host/v1</translation>
    </message>
</context>
<context>
    <name>rlmscope::AnswerPanel</name>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>复制回答</translation>
    </message>
    <message>
        <source>Show the answer rendered</source>
        <translation>以渲染方式显示回答</translation>
    </message>
    <message>
        <source>none yet at this moment</source>
        <translation>此刻还没有</translation>
    </message>
</context>
<context>
    <name>rlmscope::BillTable</name>
    <message>
        <source>Tokens and cost of the call</source>
        <translation>调用的 token 和费用</translation>
    </message>
    <message>
        <source>Input, fresh</source>
        <translation>输入，新的</translation>
    </message>
    <message>
        <source>Input, from the cache</source>
        <translation>输入，来自缓存</translation>
    </message>
    <message>
        <source>Input, written to the cache</source>
        <translation>输入，写入缓存</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>per million</source>
        <translation>每百万</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>   of it reasoning</source>
        <translation>   其中推理</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>已付</translation>
    </message>
    <message>
        <source>Cost of the reply</source>
        <translation>回复的费用</translation>
    </message>
    <message>
        <source>Failed attempts before it</source>
        <translation>之前失败的尝试</translation>
    </message>
    <message>
        <source>The provider reported no usage: what was reserved counts, an upper bound.</source>
        <translation>提供方没有报告用量：按预留额度计，为上界。</translation>
    </message>
</context>
<context>
    <name>rlmscope::BudgetModel</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无上限</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 spent</source>
        <translation>已花费 %1</translation>
    </message>
    <message>
        <source>%1 reserved for requests in flight</source>
        <translation>%1 为在途请求预留</translation>
    </message>
    <message>
        <source>%1 kept for the last answer</source>
        <translation>%1 为最后的回答保留</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>共 %1</translation>
    </message>
    <message>
        <source>some prices are unknown: it is at least so much</source>
        <translation>部分价格未知：至少为此数</translation>
    </message>
    <message>
        <source>simulated, nothing is paid</source>
        <translation>模拟，不产生费用</translation>
    </message>
    <message>
        <source>over the limit</source>
        <translation>超出上限</translation>
    </message>
    <message>
        <source>Reserved for requests in flight: the most they can cost</source>
        <translation>为在途请求预留：它们最多可能的花费</translation>
    </message>
    <message>
        <source>Kept for the best answer from what is known, when the limit is reached</source>
        <translation>为达到上限时根据已知内容给出最佳回答而保留</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>已花费</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>在途</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>What new requests may still reserve: neither spent, nor reserved, nor kept</source>
        <translation>新请求还可预留的部分：未花费、未预留、未保留</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>可用</translation>
    </message>
</context>
<context>
    <name>rlmscope::BudgetOptions</name>
    <message>
        <source>Tell the model at each turn what is &amp;left</source>
        <translation>每轮告诉模型剩余额度(&amp;L)</translation>
    </message>
    <message>
        <source>Reuse replies of earlier runs to the same words, at temperature 0</source>
        <translation>重用以往运行对相同内容的回复（温度为 0）</translation>
    </message>
    <message>
        <source>&amp;Spend</source>
        <translation>花费(&amp;S)</translation>
    </message>
    <message>
        <source>USD</source>
        <translation>美元</translation>
    </message>
    <message>
        <source>Model &amp;calls</source>
        <translation>模型调用(&amp;C)</translation>
    </message>
    <message>
        <source>R&amp;un time</source>
        <translation>运行时间(&amp;U)</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Turns</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>/frame</source>
        <translation>/帧</translation>
    </message>
    <message>
        <source>finish with the best answer so far</source>
        <translation>以目前最佳的回答结束</translation>
    </message>
    <message>
        <source>stop without an answer</source>
        <translation>不给出回答就停止</translation>
    </message>
    <message>
        <source>pause and ask me</source>
        <translation>暂停并询问我</translation>
    </message>
    <message>
        <source>Room for one last call of the root is kept from the start.</source>
        <translation>从一开始就为根的最后一次调用保留余地。</translation>
    </message>
    <message>
        <source>At the limit</source>
        <translation>达到上限时</translation>
    </message>
    <message>
        <source>&amp;At the limit</source>
        <translation>达到上限时(&amp;A)</translation>
    </message>
    <message>
        <source>More limits</source>
        <translation>更多上限</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>in + out</source>
        <translation>输入 + 输出</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>输入 token</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>输出 token</translation>
    </message>
    <message>
        <source>Cell memory</source>
        <translation>单元内存</translation>
    </message>
    <message>
        <source>GB</source>
        <translation>GB</translation>
    </message>
    <message>
        <source>Each child frame, with all below it</source>
        <translation>每个子帧及其下的全部</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>花费</translation>
    </message>
    <message>
        <source>Model calls</source>
        <translation>模型调用</translation>
    </message>
    <message>
        <source>Ask me before a fan-out of this size or more</source>
        <translation>扇出达到此规模时询问我</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>估计</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>token</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>child frames</source>
        <translation>子帧</translation>
    </message>
    <message>
        <source>approval</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>told to the model</source>
        <translation>告知模型</translation>
    </message>
    <message>
        <source>replies reused</source>
        <translation>重用回复</translation>
    </message>
    <message>
        <source>tokens, child frames, approval of fan-outs</source>
        <translation>token、子帧、扇出批准</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an amount of USD above 0.</source>
        <translation>“%1”不是大于 0 的美元金额。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a whole number above 0.</source>
        <translation>“%1”不是大于 0 的整数。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a number above 0.</source>
        <translation>“%1”不是大于 0 的数。</translation>
    </message>
</context>
<context>
    <name>rlmscope::BudgetStrip</name>
    <message>
        <source>Limits of the run</source>
        <translation>运行的上限</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>No longer guaranteed</source>
        <translation>不再有保证</translation>
    </message>
    <message>
        <source>A call used more than was reserved for it: an overrun.</source>
        <translation>一次调用的用量超过了为它预留的额度：超支。</translation>
    </message>
    <message>
        <source>Best effort</source>
        <translation>尽力而为</translation>
    </message>
    <message>
        <source>A provider of this run ignores output caps, so a call may cost more than was reserved for it.</source>
        <translation>本次运行的某个提供方忽略输出上限，因此一次调用的花费可能超过预留额度。</translation>
    </message>
    <message>
        <source>Guaranteed</source>
        <translation>有保证</translation>
    </message>
    <message>
        <source>Before each request the most it can cost is reserved: these limits are not passed.</source>
        <translation>每次请求前都会预留其最多可能的花费：这些上限不会被突破。</translation>
    </message>
</context>
<context>
    <name>rlmscope::BurnDown</name>
    <message>
        <source>Budget over time</source>
        <translation>预算随时间的变化</translation>
    </message>
    <message>
        <source>%1: %2 of %3 left</source>
        <translation>%1：剩余 %2，共 %3</translation>
    </message>
    <message>
        <source>%1: %2 spent, no limit</source>
        <translation>%1：已花费 %2，无上限</translation>
    </message>
    <message>
        <source> after %1</source>
        <translation>（%1 之后）</translation>
    </message>
    <message>
        <source>, simulated</source>
        <translation>，模拟</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>%1 spent</source>
        <translation>已花费 %1</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>over the limit</source>
        <translation>超出上限</translation>
    </message>
</context>
<context>
    <name>rlmscope::CallPage</name>
    <message>
        <source>%1, ≈ %2 tokens</source>
        <translation>%1，≈ %2 token</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s)</source>
        <translation>
            <numerusform>%n 张图像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) of the provider</source>
        <translation>
            <numerusform>提供方的 %n 个部分</numerusform>
        </translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>No model call belongs to this row.</source>
        <translation>此行没有对应的模型调用。</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>Copy the prompt</source>
        <translation>复制提示</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s), exactly as sent</source>
        <translation>
            <numerusform>%n 条消息，与发送的完全一致</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) as before</source>
        <translation>
            <numerusform>%n 条消息与之前相同</numerusform>
        </translation>
    </message>
    <message>
        <source>≈ %1 tokens</source>
        <translation>≈ %1 token</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) no longer sent</source>
        <translation>
            <numerusform>%n 条消息不再发送</numerusform>
        </translation>
    </message>
    <message>
        <source>≈ %1 tokens of the previous call</source>
        <translation>上次调用的 ≈ %1 token</translation>
    </message>
    <message>
        <source>Showing the first %1.</source>
        <translation>显示前 %1。</translation>
    </message>
    <message>
        <source>Text of the message</source>
        <translation>消息的文本</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Copy the reply</source>
        <translation>复制回复</translation>
    </message>
    <message>
        <source>not sent yet</source>
        <translation>尚未发送</translation>
    </message>
    <message>
        <source>streaming in</source>
        <translation>正在流入</translation>
    </message>
    <message>
        <source>%1, which is %2</source>
        <translation>%1，即 %2</translation>
    </message>
    <message>
        <source> (simulated)</source>
        <translation>（模拟）</translation>
    </message>
    <message>
        <source>answered as %1</source>
        <translation>以 %1 回答</translation>
    </message>
    <message>
        <source>first token after %1</source>
        <translation>首个 token 在 %1 后</translation>
    </message>
    <message>
        <source>request %1</source>
        <translation>请求 %1</translation>
    </message>
    <message>
        <source>Asked for as rlm_query; at the depth limit it became a plain sub-call.</source>
        <translation>请求的是 rlm_query；在深度上限处变为普通子调用。</translation>
    </message>
    <message>
        <source>Attempt %1 failed: %2</source>
        <translation>第 %1 次尝试失败：%2</translation>
    </message>
    <message>
        <source>; waited %1</source>
        <translation>；等待了 %1</translation>
    </message>
    <message>
        <source>; cost %1</source>
        <translation>；费用 %1</translation>
    </message>
    <message>
        <source>; cost nothing</source>
        <translation>；没有费用</translation>
    </message>
    <message>
        <source>Waited: %1</source>
        <translation>等待：%1</translation>
    </message>
</context>
<context>
    <name>rlmscope::CallTreeHeader</name>
    <message>
        <source>Columns of the call tree</source>
        <translation>调用树的列</translation>
    </message>
</context>
<context>
    <name>rlmscope::CallTreeModel</name>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>At least %1; some prices are unknown</source>
        <translation>至少 %1；部分价格未知</translation>
    </message>
    <message>
        <source>This reply was known: nothing was paid for it.</source>
        <translation>此回复是已知的：没有为它付费。</translation>
    </message>
    <message>
        <source>Estimated: no usage was reported, this is what was reserved.</source>
        <translation>估计值：没有报告用量，这是预留的数额。</translation>
    </message>
    <message>
        <source>%1 of it by the node itself</source>
        <translation>其中 %1 为节点自身</translation>
    </message>
    <message>
        <source>root</source>
        <translation>root</translation>
    </message>
    <message>
        <source>rlm_query</source>
        <translation>rlm_query</translation>
    </message>
    <message>
        <source>Turn %1</source>
        <translation>第 %1 轮</translation>
    </message>
    <message>
        <source>Cell %1</source>
        <translation>单元 %1</translation>
    </message>
    <message>
        <source>llm_query</source>
        <translation>llm_query</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>last answer, forced</source>
        <translation>最后的回答，强制</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 in, %2 out, %3 cached</source>
        <translation>输入 %1，输出 %2，缓存 %3</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>已录制</translation>
    </message>
    <message>
        <source>cached</source>
        <translation>来自缓存</translation>
    </message>
    <message>
        <source>replayed</source>
        <translation>已重放</translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n 次尝试</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n 次失败</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 ok</source>
        <translation>%1 次正常</translation>
    </message>
    <message>
        <source>%1 running</source>
        <translation>%1 次运行中</translation>
    </message>
    <message>
        <source>%1 ok, %2 failed, %3 running, %4 queued</source>
        <translation>%1 正常，%2 失败，%3 运行中，%4 排队</translation>
    </message>
    <message numerus="yes">
        <source>%n retried</source>
        <translation>
            <numerusform>重试 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Of each row alone. Click for the sums with everything below it.</source>
        <translation>每行仅计自身。单击显示包含其下全部的总和。</translation>
    </message>
    <message>
        <source>With everything below each row. Click for each row alone.</source>
        <translation>每行包含其下的全部。单击显示每行自身。</translation>
    </message>
    <message>
        <source>Call tree</source>
        <translation>调用树</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Own cost</source>
        <translation>自身费用</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Own tok.</source>
        <translation>自身 token</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>bookmarked</source>
        <translation>已加书签</translation>
    </message>
    <message>
        <source>note: %1</source>
        <translation>笔记：%1</translation>
    </message>
    <message>
        <source>matches</source>
        <translation>匹配</translation>
    </message>
    <message>
        <source>%1 of %2 match</source>
        <translation>%1 / %2 匹配</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>In</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message numerus="yes">
        <source>%n tried again</source>
        <translation>
            <numerusform>%n 个已重试</numerusform>
        </translation>
    </message>
    <message>
        <source>Time: %1 to %2, median %3</source>
        <translation>时间：%1 至 %2，中位数 %3</translation>
    </message>
    <message>
        <source>Cost: %1 to %2, median %3, together %4</source>
        <translation>费用：%1 至 %2，中位数 %3，合计 %4</translation>
    </message>
    <message numerus="yes">
        <source>%n at once at most</source>
        <translation>
            <numerusform>最多同时 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>RLM, depth %1</source>
        <translation>RLM，深度 %1</translation>
    </message>
</context>
<context>
    <name>rlmscope::CallTreeView</name>
    <message>
        <source>level %1, frame depth %2</source>
        <translation>第 %1 级，帧深度 %2</translation>
    </message>
    <message>
        <source>cost %1</source>
        <translation>费用 %1</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 token</translation>
    </message>
    <message>
        <source>time %1</source>
        <translation>时间 %1</translation>
    </message>
    <message>
        <source>Call tree</source>
        <translation>调用树</translation>
    </message>
    <message>
        <source>Simulated model: a made-up price, nothing was paid.</source>
        <translation>模拟模型：价格是虚构的，没有付费。</translation>
    </message>
    <message>
        <source>Waiting for the first turn of root.</source>
        <translation>正在等待 root 的第一轮。</translation>
    </message>
    <message>
        <source>No run is open. New run, or open a trace.</source>
        <translation>没有打开的运行。新建运行，或打开轨迹。</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>树</translation>
    </message>
    <message>
        <source>← →</source>
        <translation>← →</translation>
    </message>
    <message>
        <source>fold</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>* /</source>
        <translation>* /</translation>
    </message>
    <message>
        <source>unfold, fold all below</source>
        <translation>展开、折叠其下全部</translation>
    </message>
    <message>
        <source>↑ ↓ Home End</source>
        <translation>↑ ↓ Home End</translation>
    </message>
    <message>
        <source>move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>open in the inspector</source>
        <translation>在检查器中打开</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>note</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Ctrl+F</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>笔记：%1</translation>
    </message>
    <message>
        <source>Opening the trace…</source>
        <translation>正在打开轨迹…</translation>
    </message>
    <message>
        <source>, %1 of %2</source>
        <translation>，第 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>Columns of the call tree</source>
        <translation>调用树的列</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>输入 token</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>输出 token</translation>
    </message>
    <message>
        <source>Tokens from the cache</source>
        <translation>来自缓存的 token</translation>
    </message>
    <message>
        <source>Critical path under the bars</source>
        <translation>在条形下方显示关键路径</translation>
    </message>
    <message>
        <source>Cost and tokens of each row alone</source>
        <translation>仅显示各行自身的费用和 token</translation>
    </message>
    <message>
        <source>Reset the columns</source>
        <translation>重置列</translation>
    </message>
</context>
<context>
    <name>rlmscope::CellPage</name>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Copy the output</source>
        <translation>复制输出</translation>
    </message>
    <message>
        <source>Output of the cell</source>
        <translation>单元的输出</translation>
    </message>
    <message>
        <source>Calls of trusted tools</source>
        <translation>可信工具的调用</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>showing the first %1 of %2</source>
        <translation>显示前 %1，共 %2</translation>
    </message>
    <message>
        <source> · Python ran %1</source>
        <translation> · Python 运行了 %1</translation>
    </message>
    <message>
        <source>%1(%2) %3 %4 · %5</source>
        <translation>%1(%2) %3 %4 · %5</translation>
    </message>
    <message>
        <source>failed:</source>
        <translation>失败：</translation>
    </message>
    <message>
        <source>%1 of %2 calls</source>
        <translation>%1 / %2 次调用</translation>
    </message>
</context>
<context>
    <name>rlmscope::CodeView</name>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>Fold all</source>
        <translation>全部折叠</translation>
    </message>
    <message>
        <source>Unfold all</source>
        <translation>全部展开</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
</context>
<context>
    <name>rlmscope::ComparedModel</name>
    <message>
        <source>same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Score, %1</source>
        <translation>得分，%1</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>输入 token</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>输出 token</translation>
    </message>
    <message>
        <source>Cached tokens</source>
        <translation>缓存的 token</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Model calls</source>
        <translation>模型调用</translation>
    </message>
    <message>
        <source>Sub-calls</source>
        <translation>子调用</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Turns</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Failed nodes</source>
        <translation>失败的节点</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>change</source>
        <translation>变化</translation>
    </message>
</context>
<context>
    <name>rlmscope::ContextPanel</name>
    <message>
        <source>Read by</source>
        <translation>读者</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Previous gap</source>
        <translation>上一个空白</translation>
    </message>
    <message>
        <source>Next gap</source>
        <translation>下一个空白</translation>
    </message>
    <message>
        <source>Find in this document (Ctrl+F)</source>
        <translation>在此文档中查找 (Ctrl+F)</translation>
    </message>
    <message>
        <source>The stretch before that no model read</source>
        <translation>上一段没有模型读过的内容</translation>
    </message>
    <message>
        <source>The next stretch that no model read</source>
        <translation>下一段没有模型读过的内容</translation>
    </message>
    <message>
        <source>Text of the context</source>
        <translation>上下文的文本</translation>
    </message>
    <message>
        <source>This document is empty.</source>
        <translation>此文档为空。</translation>
    </message>
    <message>
        <source>Reply of the call</source>
        <translation>调用的回复</translation>
    </message>
    <message>
        <source>Reading the context…</source>
        <translation>正在读取上下文…</translation>
    </message>
    <message>
        <source>Waiting for the context of the run.</source>
        <translation>正在等待运行的上下文。</translation>
    </message>
    <message>
        <source>matching: %1</source>
        <translation>正在匹配：%1</translation>
    </message>
    <message>
        <source>reading: %1</source>
        <translation>正在读取：%1</translation>
    </message>
    <message>
        <source>Read by %1</source>
        <translation>被 %1 读取</translation>
    </message>
    <message>
        <source>choose a line to see who received it</source>
        <translation>选择一行以查看谁收到了它</translation>
    </message>
    <message>
        <source>%1 shown</source>
        <translation>显示 %1</translation>
    </message>
    <message>
        <source>calls that received the selection</source>
        <translation>收到所选内容的调用</translation>
    </message>
    <message>
        <source>What %1 answered</source>
        <translation>%1 的回答</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无费用</translation>
    </message>
    <message>
        <source>Read by no model</source>
        <translation>没有模型读过</translation>
    </message>
</context>
<context>
    <name>rlmscope::CostScale</name>
    <message>
        <source>What this can cost</source>
        <translation>可能的花费</translation>
    </message>
    <message>
        <source>read once</source>
        <translation>读一遍</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>上限</translation>
    </message>
</context>
<context>
    <name>rlmscope::CoverageFilesModel</name>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Read by a model</source>
        <translation>模型读过</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Never read</source>
        <translation>从未读过</translation>
    </message>
    <message>
        <source>Documents of the context</source>
        <translation>上下文的文档</translation>
    </message>
    <message>
        <source>The context has no documents.</source>
        <translation>上下文没有文档。</translation>
    </message>
</context>
<context>
    <name>rlmscope::CoverageJob</name>
    <message>
        <source>The run has not begun.</source>
        <translation>运行尚未开始。</translation>
    </message>
    <message>
        <source>This run has no context: there is nothing that could be read or missed.</source>
        <translation>此运行没有上下文：没有可读或可遗漏的内容。</translation>
    </message>
    <message>
        <source>The trace does not hold the context, only its size (%1): the log it was made from did not keep it.</source>
        <translation>轨迹不含上下文，只有其大小 (%1)：生成它的日志没有保留。</translation>
    </message>
    <message>
        <source>The context is still being stored in the trace. Its coverage appears when it is there.</source>
        <translation>上下文仍在存入轨迹。存好后会显示其覆盖。</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) of the context cannot be read</source>
        <translation>
            <numerusform>上下文中有 %n 个文档无法读取</numerusform>
        </translation>
    </message>
    <message>
        <source> (%1: %2)</source>
        <translation>（%1：%2）</translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s) or output(s) are not in the trace; what they held is not counted</source>
        <translation>
            <numerusform>有 %n 个提示或输出不在轨迹中；其内容未计入</numerusform>
        </translation>
    </message>
    <message>
        <source>there are more reads than are kept; the first %1 ranges are shown</source>
        <translation>读取次数超过所保留的数量；显示前 %1 个范围</translation>
    </message>
    <message>
        <source>document %1</source>
        <translation>文档 %1</translation>
    </message>
    <message>
        <source>the context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>bytes %1 to %2</source>
        <translation>第 %1 到 %2 字节</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>lines %1 to %2</source>
        <translation>第 %1 到 %2 行</translation>
    </message>
</context>
<context>
    <name>rlmscope::CoverageLegend</name>
    <message>
        <source>never read</source>
        <translation>从未读过</translation>
    </message>
    <message>
        <source>once</source>
        <translation>一次</translation>
    </message>
    <message>
        <source>twice or more</source>
        <translation>两次或更多</translation>
    </message>
    <message>
        <source>maybe (repeated text)</source>
        <translation>可能（重复文本）</translation>
    </message>
    <message>
        <source>code only (estimated)</source>
        <translation>仅代码（估计）</translation>
    </message>
    <message>
        <source>chosen in the tree</source>
        <translation>树中所选</translation>
    </message>
    <message>
        <source>Legend of the map: outline never read, light once, dark twice or more, half filled maybe, dot touched by code only, underlined chosen in the tree</source>
        <translation>图例：轮廓为从未读过，浅色一次，深色两次或更多，半填充为可能，圆点为仅代码接触过，下划线为树中所选</translation>
    </message>
</context>
<context>
    <name>rlmscope::CoverageMap</name>
    <message>
        <source>Coverage map</source>
        <translation>覆盖图</translation>
    </message>
    <message>
        <source>Arrows move, G goes to the next gap, Enter opens the call.</source>
        <translation>方向键移动，G 到下一个空白，Enter 打开调用。</translation>
    </message>
    <message>
        <source>one line</source>
        <translation>一行</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>one square is %1, one row is %2</source>
        <translation>每个方块：%1；每排：%2</translation>
    </message>
</context>
<context>
    <name>rlmscope::CoverageReadersModel</name>
    <message>
        <source>maybe: repeated text</source>
        <translation>可能：重复文本</translation>
    </message>
    <message>
        <source>the line</source>
        <translation>该行</translation>
    </message>
    <message>
        <source>%1 of it</source>
        <translation>其中 %1</translation>
    </message>
    <message>
        <source>shown: %1</source>
        <translation>显示：%1</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>收到</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Calls that received the selection</source>
        <translation>收到所选内容的调用</translation>
    </message>
    <message>
        <source>Nobody read this.</source>
        <translation>没有人读过。</translation>
    </message>
    <message>
        <source>≈ scans all of it</source>
        <translation>≈ 扫描全部</translation>
    </message>
    <message numerus="yes">
        <source>all %1 line(s)</source>
        <translation>
            <numerusform>全部 %1 行</numerusform>
        </translation>
    </message>
    <message>
        <source>to its REPL: %1</source>
        <translation>给其 REPL：%1</translation>
    </message>
    <message>
        <source>≈ by code</source>
        <translation>≈ 通过代码</translation>
    </message>
</context>
<context>
    <name>rlmscope::CoverageStrip</name>
    <message>
        <source>Coverage of all documents as one strip</source>
        <translation>所有文档的覆盖，显示为一条</translation>
    </message>
    <message>
        <source>%1 was read by a model</source>
        <translation>模型读过 %1</translation>
    </message>
</context>
<context>
    <name>rlmscope::CoverageView</name>
    <message>
        <source>Coverage</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>sorted by a click on a column</source>
        <translation>单击列可排序</translation>
    </message>
    <message>
        <source>Read by a model</source>
        <translation>模型读过</translation>
    </message>
    <message>
        <source>Sent to a call or shown to a model in the output of a cell: found word for word in what it received. A line counts when at least half of it was.</source>
        <translation>发送给调用，或在单元输出中展示给模型：在其收到的内容中逐字找到。一行至少有一半被收到才计入。</translation>
    </message>
    <message>
        <source>Read twice or more</source>
        <translation>读过两次或更多</translation>
    </message>
    <message>
        <source>Received by two calls or more.</source>
        <translation>被两次或更多调用收到。</translation>
    </message>
    <message>
        <source>Never read</source>
        <translation>从未读过</translation>
    </message>
    <message>
        <source>No model received it. Code may have touched it.</source>
        <translation>没有模型收到它。代码可能接触过。</translation>
    </message>
    <message>
        <source>Cost per 1,000 lines</source>
        <translation>每 1,000 行费用</translation>
    </message>
    <message>
        <source>What the whole run has cost, over the lines that were read.</source>
        <translation>整个运行的费用，除以读过的行数。</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Enter shows the map of a document</source>
        <translation>Enter 显示文档的覆盖图</translation>
    </message>
    <message>
        <source>Waiting for the context of the run.</source>
        <translation>正在等待运行的上下文。</translation>
    </message>
    <message>
        <source>No run is open.</source>
        <translation>没有打开的运行。</translation>
    </message>
    <message>
        <source>Reading the context: %1</source>
        <translation>正在读取上下文：%1</translation>
    </message>
    <message>
        <source>Looking for the context in what models received: %1</source>
        <translation>正在模型收到的内容中查找上下文：%1</translation>
    </message>
    <message numerus="yes">
        <source>All %n document(s)</source>
        <translation>
            <numerusform>全部 %n 个文档</numerusform>
        </translation>
    </message>
    <message>
        <source>Coverage of the context</source>
        <translation>上下文的覆盖</translation>
    </message>
    <message>
        <source>Coverage of %1</source>
        <translation>%1 的覆盖</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>%1, %2 of them maybe</source>
        <translation>%1，其中 %2 可能</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>%1 were never read by a model</source>
        <translation>模型从未读过 %1</translation>
    </message>
    <message>
        <source>code touched %1 of them (estimated)</source>
        <translation>代码接触过其中 %1（估计）</translation>
    </message>
    <message>
        <source>Every part of it was read by a model</source>
        <translation>每一部分都有模型读过</translation>
    </message>
    <message>
        <source>Nothing is selected: click a square, or use the arrow keys.</source>
        <translation>没有选择：请单击方块，或使用方向键。</translation>
    </message>
    <message>
        <source>Selected: %1</source>
        <translation>已选择：%1</translation>
    </message>
    <message numerus="yes">
        <source>read by %n call(s)</source>
        <translation>
            <numerusform>被 %n 次调用读取</numerusform>
        </translation>
    </message>
    <message>
        <source>read by no model, touched by code only</source>
        <translation>没有模型读过，仅代码接触过</translation>
    </message>
    <message>
        <source>read by nobody</source>
        <translation>没有人读过</translation>
    </message>
    <message numerus="yes">
        <source>%1 line(s)</source>
        <translation>
            <numerusform>%1 行</numerusform>
        </translation>
    </message>
    <message>
        <source>1 line was never read by a model</source>
        <translation>有 1 行模型从未读过</translation>
    </message>
    <message>
        <source>%1 lines were never read by a model</source>
        <translation>有 %1 行模型从未读过</translation>
    </message>
    <message numerus="yes">
        <source>%1 gap(s); the longest: %2. G goes to the next.</source>
        <translation>
            <numerusform>%1 个空白；最长：%2。G 到下一个。</numerusform>
        </translation>
    </message>
    <message>
        <source>code scans all of it once (estimated)</source>
        <translation>代码扫过全部内容一次（估计）</translation>
    </message>
    <message numerus="yes">
        <source>code scans all of it %1 time(s) (estimated)</source>
        <translation>
            <numerusform>代码扫过全部内容 %1 次（估计）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::DecisionBar</name>
    <message>
        <source>USD</source>
        <translation>美元</translation>
    </message>
    <message>
        <source>calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>turns of each frame</source>
        <translation>每个帧的轮次</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>token</translation>
    </message>
    <message>
        <source>A frame has used up its %1</source>
        <translation>一个帧已用完其%1</translation>
    </message>
    <message>
        <source>The limit of %1 leaves no room for the next call</source>
        <translation>%1 的上限不足以进行下一次调用</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>至多 %1</translation>
    </message>
    <message>
        <source>at a price that is not known</source>
        <translation>价格未知</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) wait for your approval, %1</source>
        <translation>
            <numerusform>%n 次调用等待批准，%1</numerusform>
        </translation>
    </message>
    <message>
        <source> (simulated)</source>
        <translation>（模拟）</translation>
    </message>
    <message numerus="yes">
        <source>nothing is being sent · %n more question(s)</source>
        <translation>
            <numerusform>没有发送任何内容 · 还有 %n 个问题</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing is being sent</source>
        <translation>没有发送任何内容</translation>
    </message>
    <message>
        <source>Show who asks: %1</source>
        <translation>显示提问者：%1</translation>
    </message>
    <message>
        <source>%1 spent + %2 worst case = %3%4</source>
        <translation>已花费 %1 + 最坏情况 %2 = %3%4</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation>，共 %1</translation>
    </message>
    <message>
        <source>%1 spent</source>
        <translation>已花费 %1</translation>
    </message>
    <message numerus="yes">
        <source>Send %n call(s)</source>
        <translation>
            <numerusform>发送 %n 次调用</numerusform>
        </translation>
    </message>
    <message>
        <source>The calls leave; what they cost at most is reserved first</source>
        <translation>调用将发出；事先预留其最多可能的花费</translation>
    </message>
    <message>
        <source>Refuse these calls</source>
        <translation>拒绝这些调用</translation>
    </message>
    <message>
        <source>The calls fail; the cell is told and goes on</source>
        <translation>调用失败；单元会得知并继续</translation>
    </message>
    <message>
        <source>Stop the run</source>
        <translation>停止运行</translation>
    </message>
    <message>
        <source>The run ends without a last answer; the trace is kept and can be resumed</source>
        <translation>运行结束而没有最后的回答；轨迹保留，可以继续</translation>
    </message>
    <message>
        <source>Raise to</source>
        <translation>提高到</translation>
    </message>
    <message>
        <source>New limit in %1</source>
        <translation>新上限，单位 %1</translation>
    </message>
    <message>
        <source>Raise and go on</source>
        <translation>提高并继续</translation>
    </message>
    <message>
        <source>What waits is sent as soon as it fits the new limit</source>
        <translation>等待的请求一旦符合新上限就会发送</translation>
    </message>
    <message>
        <source>Finish with the best answer</source>
        <translation>以最佳回答结束</translation>
    </message>
    <message>
        <source>The root is asked for its best answer from what is known</source>
        <translation>请根基于已知内容给出最佳回答</translation>
    </message>
    <message>
        <source>Stop here</source>
        <translation>在此停止</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an amount in %2.</source>
        <translation>“%1”不是%2金额。</translation>
    </message>
    <message>
        <source>The new limit must be higher than %1.</source>
        <translation>新上限必须高于 %1。</translation>
    </message>
    <message>
        <source>A higher limit holds for every frame of the run.</source>
        <translation>更高的上限对本次运行的每个帧都有效。</translation>
    </message>
    <message>
        <source>Child frames of %1, up to %2 tokens each in their first call; what they do then is not known.</source>
        <translation>%1 的子帧，首次调用每个最多 %2 个 token；之后的用量未知。</translation>
    </message>
    <message>
        <source>Sub-calls to %1, up to %2 tokens each.</source>
        <translation>对 %1 的子调用，每次最多 %2 个 token。</translation>
    </message>
    <message>
        <source>%1 in flight</source>
        <translation>%1 进行中</translation>
    </message>
    <message>
        <source>%1 kept for the answer</source>
        <translation>%1 为回答保留</translation>
    </message>
    <message>
        <source>%1 next call</source>
        <translation>%1 下一次调用</translation>
    </message>
</context>
<context>
    <name>rlmscope::DiffLines</name>
    <message>
        <source>First difference</source>
        <translation>首个差异</translation>
    </message>
</context>
<context>
    <name>rlmscope::EngineLauncher</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
</context>
<context>
    <name>rlmscope::EstimateButton</name>
    <message>
        <source>%1: %2 less, estimated</source>
        <translation>%1：减少 %2，估计</translation>
    </message>
</context>
<context>
    <name>rlmscope::FanOutBars</name>
    <message>
        <source>Time of each sub-call</source>
        <translation>各子调用的时间</translation>
    </message>
    <message numerus="yes">
        <source>%n bar(s); left and right choose one</source>
        <translation>
            <numerusform>%n 个条形；按左右键选择</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>第 %1 个，共 %2 个：%3</translation>
    </message>
</context>
<context>
    <name>rlmscope::FanOutStrip</name>
    <message>
        <source>Sub-calls of the cell</source>
        <translation>单元的子调用</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>在途</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>Slowest</source>
        <translation>最慢</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>No sub-call belongs to what is chosen. Choose a cell that made some, or one of them.</source>
        <translation>所选内容没有子调用。请选择发起过子调用的单元，或选择其中一个子调用。</translation>
    </message>
    <message numerus="yes">
        <source>%n child frame(s)</source>
        <translation>
            <numerusform>%n 个子帧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sub-call(s)</source>
        <translation>
            <numerusform>%n 个子调用</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 tokens in, %2 out on average</source>
        <translation>平均输入 %1 token，输出 %2 token</translation>
    </message>
    <message>
        <source>%1 max</source>
        <translation>最多 %1</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 ok</source>
        <translation>%1 个成功</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 个失败</translation>
    </message>
    <message>
        <source>%1 tried again</source>
        <translation>%1 个已重试</translation>
    </message>
    <message>
        <source>%1 running</source>
        <translation>%1 个运行中</translation>
    </message>
    <message>
        <source>%1 queued</source>
        <translation>%1 个排队</translation>
    </message>
    <message>
        <source>%1 stopped</source>
        <translation>%1 个已停止</translation>
    </message>
    <message>
        <source>Each cost %1 to %2, the median %3; each took %4 to %5.</source>
        <translation>每个费用 %1 至 %2，中位数 %3；每个用时 %4 至 %5。</translation>
    </message>
</context>
<context>
    <name>rlmscope::FilterBar</name>
    <message>
        <source>Question asked of the call tree</source>
        <translation>对调用树的查询</translation>
    </message>
    <message>
        <source>Nodes that match</source>
        <translation>匹配的节点</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Only what matches, with the rows above it</source>
        <translation>仅匹配的行及其上级行</translation>
    </message>
    <message>
        <source>Highlight</source>
        <translation>突出显示</translation>
    </message>
    <message>
        <source>All rows; those that match are marked</source>
        <translation>显示所有行；匹配的会标出</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>上一个匹配 (Shift+F3)</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>下一个匹配 (F3)</translation>
    </message>
    <message>
        <source>Clear filter (Esc)</source>
        <translation>清除筛选 (Esc)</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 个节点</translation>
    </message>
    <message>
        <source>reading texts, %1</source>
        <translation>正在读取文本，%1</translation>
    </message>
    <message>
        <source>Clear (Esc)</source>
        <translation>清除 (Esc)</translation>
    </message>
    <message>
        <source>all rows are shown at an earlier moment</source>
        <translation>在较早的时刻显示所有行</translation>
    </message>
    <message>
        <source>Words, or kind:cell cost&gt;0.01 status:failed …</source>
        <translation>词语，或 kind:cell cost&gt;0.01 status:failed …</translation>
    </message>
</context>
<context>
    <name>rlmscope::FindBar</name>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find in the text</source>
        <translation>在文本中查找</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>正则表达式</translation>
    </message>
    <message>
        <source>Previous (Shift+F3)</source>
        <translation>上一个 (Shift+F3)</translation>
    </message>
    <message>
        <source>Next (F3)</source>
        <translation>下一个 (F3)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
</context>
<context>
    <name>rlmscope::FirstGuide</name>
    <message>
        <source>This row is the root frame</source>
        <translation>这一行是根帧</translation>
    </message>
    <message>
        <source>It got the question, but not the context: that lies as a variable in its own Python. What it did is below it; the blue line at the left belongs to it.</source>
        <translation>它得到了问题，但没有得到上下文：上下文作为变量存在它自己的 Python 中。它做的事都在下面；左侧的蓝线属于它。</translation>
    </message>
    <message>
        <source>A frame works in turns</source>
        <translation>帧按轮次工作</translation>
    </message>
    <message>
        <source>In each turn the model reads what happened so far, writes code, and the code runs. The right side shows it: messages, code, output, variables.</source>
        <translation>每一轮中，模型读取至今发生的事，编写代码，然后运行代码。右侧显示：消息、代码、输出、变量。</translation>
    </message>
    <message>
        <source>This cell calls models</source>
        <translation>这个单元调用了模型</translation>
    </message>
    <message>
        <source>Its code cuts the context into parts and asks a model about each part. So no prompt is ever long, however long the context is.</source>
        <translation>它的代码把上下文切成若干部分，并就每一部分询问模型。所以无论上下文多长，提示都不会很长。</translation>
    </message>
    <message>
        <source>This is recursion</source>
        <translation>这就是递归</translation>
    </message>
    <message>
        <source>rlm_query starts a child frame: the same thing again with its own question, part of the context, Python and turns. A second line at the left = one level deeper.</source>
        <translation>rlm_query 启动一个子帧：同样的过程，但有自己的问题、一部分上下文、自己的 Python 和轮次。左侧第二条线 = 深一级。</translation>
    </message>
    <message>
        <source>This is a sub-call</source>
        <translation>这是一次子调用</translation>
    </message>
    <message>
        <source>llm_query asks a model once and gives its reply back to the code. rlm_query would start a whole child frame.</source>
        <translation>llm_query 询问模型一次，并把回复交还给代码。rlm_query 则会启动整个子帧。</translation>
    </message>
    <message numerus="yes">
        <source>%n model call(s)</source>
        <translation>
            <numerusform>%n 次模型调用</numerusform>
        </translation>
    </message>
    <message>
        <source>The answer is below the tree</source>
        <translation>回答在树的下方</translation>
    </message>
    <message>
        <source>It took %1 and %2 tokens. Ctrl+N starts a run over files of yours; F1 explains every view.</source>
        <translation>它用了 %1 和 %2 token。Ctrl+N 可对自己的文件开始运行；F1 解释每个视图。</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一步(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Skip the guide</source>
        <translation>跳过导览(&amp;S)</translation>
    </message>
    <message>
        <source>Guide of the first run</source>
        <translation>首次运行的导览</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Do&amp;ne</source>
        <translation>完成(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>下一步(&amp;N)</translation>
    </message>
</context>
<context>
    <name>rlmscope::FoldBox</name>
    <message>
        <source>Fold: %1</source>
        <translation>折叠：%1</translation>
    </message>
    <message>
        <source>Unfold: %1</source>
        <translation>展开：%1</translation>
    </message>
</context>
<context>
    <name>rlmscope::FramePage</name>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Copy the question</source>
        <translation>复制问题</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>复制回答</translation>
    </message>
    <message>
        <source>Question of the frame</source>
        <translation>帧的问题</translation>
    </message>
    <message>
        <source>Answer of the frame</source>
        <translation>帧的回答</translation>
    </message>
    <message>
        <source>showing the first %1 of %2</source>
        <translation>显示前 %1，共 %2</translation>
    </message>
    <message>
        <source>Sandbox: %1</source>
        <translation>沙箱：%1</translation>
    </message>
    <message>
        <source>Full sandbox: own files only, no network, no new processes.</source>
        <translation>完整沙箱：仅自己的文件，无网络，不能创建新进程。</translation>
    </message>
    <message>
        <source>Partial sandbox.</source>
        <translation>部分沙箱。</translation>
    </message>
    <message>
        <source>No sandbox: only memory, processor time and file sizes are limited.</source>
        <translation>无沙箱：仅限制内存、处理器时间和文件大小。</translation>
    </message>
    <message>
        <source>Missing: %1.</source>
        <translation>缺少：%1。</translation>
    </message>
    <message>
        <source>Strategy: %1</source>
        <translation>策略：%1</translation>
    </message>
    <message>
        <source>Model: %1%2</source>
        <translation>模型：%1%2</translation>
    </message>
    <message>
        <source> (simulated)</source>
        <translation>（模拟）</translation>
    </message>
    <message>
        <source>Context: %1</source>
        <translation>上下文：%1</translation>
    </message>
    <message>
        <source>Tools: %1</source>
        <translation>工具：%1</translation>
    </message>
    <message>
        <source>Everything below it: %1, %2 tokens in, %3 out</source>
        <translation>其下全部：%1，输入 %2 token，输出 %3</translation>
    </message>
    <message>
        <source>No answer yet.</source>
        <translation>还没有回答。</translation>
    </message>
    <message>
        <source>This frame ended without an answer.</source>
        <translation>此帧结束时没有回答。</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
</context>
<context>
    <name>rlmscope::HelpWindow</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>搜索帮助</translation>
    </message>
    <message>
        <source>Help page</source>
        <translation>帮助页</translation>
    </message>
    <message>
        <source>No page holds these words.</source>
        <translation>没有页面包含这些词。</translation>
    </message>
    <message>
        <source>Back (Alt+Left)</source>
        <translation>后退 (Alt+Left)</translation>
    </message>
    <message>
        <source>Forward (Alt+Right)</source>
        <translation>前进 (Alt+Right)</translation>
    </message>
</context>
<context>
    <name>rlmscope::HomePage</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Run the example %1</source>
        <translation>运行示例 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n, all offline</source>
        <translation>
            <numerusform>%n 个，均可离线</numerusform>
        </translation>
    </message>
    <message>
        <source>Add key…</source>
        <translation>添加密钥…</translation>
    </message>
    <message>
        <source>Add a key for %1</source>
        <translation>为 %1 添加密钥</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>checked just now</source>
        <translation>刚刚检查过</translation>
    </message>
    <message numerus="yes">
        <source>%n more provider(s), prices and roles…</source>
        <translation>
            <numerusform>另外 %n 个提供方、价格和角色…</numerusform>
        </translation>
    </message>
    <message>
        <source>Prices and roles…</source>
        <translation>价格和角色…</translation>
    </message>
    <message>
        <source>Have files, or a trace?</source>
        <translation>有文件或轨迹？</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>主页</translation>
    </message>
    <message>
        <source>All runs (%1)…</source>
        <translation>所有运行（%1）…</translation>
    </message>
    <message>
        <source>Drop them on the window: traces are opened, logs of other tools imported, other files and folders become the context of a new run. You see which before you drop.</source>
        <translation>拖到窗口上：轨迹会被打开，其他工具的日志会被导入，其余文件和文件夹成为新运行的上下文。松手之前可以看到将发生什么。</translation>
    </message>
</context>
<context>
    <name>rlmscope::ImportBar</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Imported so far</source>
        <translation>目前已导入</translation>
    </message>
    <message>
        <source>Importing %1</source>
        <translation>正在导入 %1</translation>
    </message>
    <message numerus="yes">
        <source>Importing %1 of %n file(s)</source>
        <translation>
            <numerusform>正在导入第 %1 个，共 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>大约还需 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n not imported</source>
        <translation>
            <numerusform>%n 个未导入</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::ImportResultsModel</name>
    <message>
        <source>Was there already</source>
        <translation>早已存在</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>Imported: %1</source>
        <translation>已导入：%1</translation>
    </message>
    <message>
        <source>rlm JSONL</source>
        <translation>rlm JSONL</translation>
    </message>
    <message>
        <source>fast-rlm JSONL</source>
        <translation>fast-rlm JSONL</translation>
    </message>
    <message>
        <source>JSON tree</source>
        <translation>JSON 树</translation>
    </message>
    <message>
        <source>Pi session</source>
        <translation>Pi 会话</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>估计</translation>
    </message>
    <message>
        <source>inferred</source>
        <translation>推断</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>损坏</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) damaged</source>
        <translation>
            <numerusform>%n 项损坏</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) estimated</source>
        <translation>
            <numerusform>%n 项为估计</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n inferred</source>
        <translation>
            <numerusform>%n 项为推断</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n absent</source>
        <translation>
            <numerusform>%n 项缺失</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n skipped</source>
        <translation>
            <numerusform>%n 项跳过</numerusform>
        </translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>rlmscope::ImportResultsPage</name>
    <message numerus="yes">
        <source>%n file(s) imported</source>
        <translation>
            <numerusform>已导入 %n 个文件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n there already</source>
        <translation>
            <numerusform>%n 个早已存在</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not</source>
        <translation>
            <numerusform>%n 个未导入</numerusform>
        </translation>
    </message>
    <message>
        <source>Each file is a trace in your library now. Enter opens one.</source>
        <translation>每个文件现在都是库中的一条轨迹。按回车键打开。</translation>
    </message>
    <message>
        <source>Only what was not imported</source>
        <translation>只显示未导入的</translation>
    </message>
    <message>
        <source>Imported files</source>
        <translation>导入的文件</translation>
    </message>
    <message>
        <source>Every file was imported.</source>
        <translation>所有文件都已导入。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>正在导入…</translation>
    </message>
    <message>
        <source>Each file is listed here when it has been read.</source>
        <translation>每个文件读完后会列在这里。</translation>
    </message>
    <message>
        <source>Nothing came into your library. The last column says why.</source>
        <translation>没有任何内容进入库中。最后一列说明了原因。</translation>
    </message>
    <message>
        <source>What was imported is in your library now. Enter opens it.</source>
        <translation>已导入的内容现在在库中。按 Enter 打开。</translation>
    </message>
    <message>
        <source>No file has been read yet.</source>
        <translation>还没有读完任何文件。</translation>
    </message>
    <message>
        <source>Every file up to now was imported.</source>
        <translation>到目前为止所有文件都已导入。</translation>
    </message>
    <message>
        <source>No file was imported.</source>
        <translation>没有导入任何文件。</translation>
    </message>
</context>
<context>
    <name>rlmscope::Inspector</name>
    <message>
        <source>cost unknown</source>
        <translation>费用未知</translation>
    </message>
    <message>
        <source>The provider reported no usage: the numbers are what was reserved, an upper bound.</source>
        <translation>提供方没有报告用量：数字为预留额度，是上界。</translation>
    </message>
    <message>
        <source>Choose a row of the call tree to see its code, messages and output.</source>
        <translation>选择调用树中的一行以查看其代码、消息和输出。</translation>
    </message>
    <message>
        <source>%1 copied, %2</source>
        <translation>已复制%1，%2</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>%1 had not started at the moment shown. It starts at event %2.</source>
        <translation>%1 在所示时刻尚未开始。它从事件 %2 开始。</translation>
    </message>
</context>
<context>
    <name>rlmscope::InspectorPanel</name>
    <message>
        <source>This frame has not run a cell.</source>
        <translation>此帧没有运行过单元。</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Inspector tabs</source>
        <translation>检查器标签</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>Raw events</source>
        <translation>原始事件</translation>
    </message>
    <message>
        <source>Choose a row of the call tree to see its code, messages and output.</source>
        <translation>选择调用树中的一行以查看其代码、消息和输出。</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>转到 %1</translation>
    </message>
    <message>
        <source>A sub-call has no cell of its own; see Messages.</source>
        <translation>子调用没有自己的单元；请看“消息”。</translation>
    </message>
    <message>
        <source>This turn has not run a cell.</source>
        <translation>此轮没有运行单元。</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Copy the events</source>
        <translation>复制事件</translation>
    </message>
    <message>
        <source>showing the first %1</source>
        <translation>显示前 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%n 个事件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::IntegrityLine</name>
    <message>
        <source>Show what was absent, estimated or inferred</source>
        <translation>显示缺失、估计或推断的内容</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>Imported from %1</source>
        <translation>导入自 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) damaged</source>
        <translation>
            <numerusform>%n 项损坏</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) estimated</source>
        <translation>
            <numerusform>%n 项为估计</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) absent</source>
        <translation>
            <numerusform>%n 项缺失</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::IntegrityPanel</name>
    <message>
        <source>The log holds it, but it could not be read.</source>
        <translation>日志中有，但无法读取。</translation>
    </message>
    <message>
        <source>Worked out from other figures; marked with ≈ where it is shown.</source>
        <translation>由其他数字算出；显示处标有 ≈。</translation>
    </message>
    <message>
        <source>The log does not say it, but it follows, or nearly so.</source>
        <translation>日志没有说明，但可以推出，或几乎可以。</translation>
    </message>
    <message>
        <source>The log does not say it, and neither does the trace.</source>
        <translation>日志没有说明，轨迹里也没有。</translation>
    </message>
    <message>
        <source>The log says it, but it was not taken over.</source>
        <translation>日志中有，但没有采用。</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>Estimated</source>
        <translation>估计</translation>
    </message>
    <message>
        <source>Inferred</source>
        <translation>推断</translation>
    </message>
    <message>
        <source>Absent</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>What the import knows</source>
        <translation>导入所知道的</translation>
    </message>
    <message>
        <source>Imported from %1, %2</source>
        <translation>导入自 %1，%2</translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Imported from %1</source>
        <translation>导入自 %1</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>rlmscope::KeyDialog</name>
    <message>
        <source>Store the key</source>
        <translation>保存密钥</translation>
    </message>
    <message>
        <source>Key of %1</source>
        <translation>%1 的密钥</translation>
    </message>
    <message>
        <source>Kept by %1, never in a file of RLMScope and never in a trace. Sent to %2 and to no other address.</source>
        <translation>由 %1 保管，绝不写入 RLMScope 的文件或轨迹。只发送到 %2，不发送到其他地址。</translation>
    </message>
    <message>
        <source>%1 Set the environment variable %2 instead, and start RLMScope from there.</source>
        <translation>%1 请改为设置环境变量 %2，并从那里启动 RLMScope。</translation>
    </message>
    <message>
        <source>No keychain answers on this computer.</source>
        <translation>本机没有可用的钥匙串。</translation>
    </message>
    <message>
        <source>paste it here</source>
        <translation>粘贴到这里</translation>
    </message>
    <message>
        <source>New &amp;key</source>
        <translation>新密钥(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>密钥(&amp;K)</translation>
    </message>
    <message>
        <source>Copy the line for the shell</source>
        <translation>复制用于 shell 的命令行</translation>
    </message>
    <message>
        <source>Storing. The keychain may ask to be unlocked.</source>
        <translation>正在保存。钥匙串可能会要求解锁。</translation>
    </message>
</context>
<context>
    <name>rlmscope::LanesModel</name>
    <message>
        <source>next in %1</source>
        <translation>%1 后下一个</translation>
    </message>
    <message>
        <source>%1: %2 in flight, %3 queued, %4 to be tried again</source>
        <translation>%1：%2 在途，%3 排队，%4 将重试</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>在途</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Retrying</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>等待</translation>
    </message>
</context>
<context>
    <name>rlmscope::LanguageModelTable</name>
    <message>
        <source>Nobody has said what it costs.</source>
        <translation>没有人说明它的价格。</translation>
    </message>
    <message>
        <source>in %1, out %2</source>
        <translation>输入 %1，输出 %2</translation>
    </message>
    <message>
        <source>, cached in %1</source>
        <translation>，缓存读取 %1</translation>
    </message>
    <message>
        <source>, cache write %1</source>
        <translation>，缓存写入 %1</translation>
    </message>
    <message>
        <source>, kept for an hour %1</source>
        <translation>，保留一小时 %1</translation>
    </message>
    <message>
        <source>USD per 1M tokens: %1</source>
        <translation>美元每百万 token：%1</translation>
    </message>
    <message>
        <source>calls above %1 tokens in: %2</source>
        <translation>输入超过 %1 token 的调用：%2</translation>
    </message>
    <message>
        <source>your own price</source>
        <translation>自定价格</translation>
    </message>
    <message>
        <source>made up: this model is simulated</source>
        <translation>虚构：此模型是模拟的</translation>
    </message>
    <message>
        <source>%1, read on %2</source>
        <translation>%1，读取于 %2</translation>
    </message>
    <message>
        <source>no longer offered</source>
        <translation>不再提供</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>your price</source>
        <translation>自定价格</translation>
    </message>
    <message>
        <source>made up</source>
        <translation>虚构</translation>
    </message>
    <message>
        <source>update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>%1, update</source>
        <translation>%1，更新</translation>
    </message>
    <message>
        <source>favourite: offered first in every chooser</source>
        <translation>收藏：在每个选择框中排在最前</translation>
    </message>
    <message>
        <source>make it a favourite</source>
        <translation>设为收藏</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>not a favourite</source>
        <translation>未收藏</translation>
    </message>
    <message>
        <source>%1, used as %2</source>
        <translation>%1，用作 %2</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>USD per 1M tokens</source>
        <translation>美元每百万 token</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>In</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Price from</source>
        <translation>价格来源</translation>
    </message>
    <message>
        <source>Max out</source>
        <translation>最大输出</translation>
    </message>
</context>
<context>
    <name>rlmscope::LanguageModelView</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>rlmscope::Library</name>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Remove tag</source>
        <translation>移除标签</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) still going, kept.</source>
        <translation>
            <numerusform>%n 个运行仍在进行，已保留。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop first, then delete.</source>
        <translation>请先停止，再删除。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) deleted from the library. Nothing leaves the files until you purge.</source>
        <translation>
            <numerusform>已从库中删除 %n 个运行。清理之前，文件内容不变。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is open. Close its runs first.</source>
        <translation>%1 已打开。请先关闭其中的运行。</translation>
    </message>
    <message>
        <source>A run in %1 is still going.</source>
        <translation>%1 中有运行仍在进行。</translation>
    </message>
    <message>
        <source>Purging</source>
        <translation>正在清理</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) purged.</source>
        <translation>
            <numerusform>已清理 %n 个运行。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) moved to the trash.</source>
        <translation>
            <numerusform>已将 %n 个文件移到回收站。</numerusform>
        </translation>
    </message>
    <message>
        <source>Moving to the trash</source>
        <translation>正在移到回收站</translation>
    </message>
    <message>
        <source>%1 moved to the trash.</source>
        <translation>%1 已移到回收站。</translation>
    </message>
    <message>
        <source>These runs are in one file already.</source>
        <translation>这些运行已在同一个文件中。</translation>
    </message>
    <message>
        <source>Merging</source>
        <translation>正在合并</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) put together in %1.</source>
        <translation>
            <numerusform>已将 %n 个运行合并到 %1。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) they came from moved to the trash.</source>
        <translation>
            <numerusform>其来源的 %n 个文件已移到回收站。</numerusform>
        </translation>
    </message>
    <message>
        <source>Splitting</source>
        <translation>正在拆分</translation>
    </message>
    <message numerus="yes">
        <source>%1 split into %n file(s).</source>
        <translation>
            <numerusform>%1 已拆分为 %n 个文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>The file that held them all is in the trash.</source>
        <translation>原来包含它们的文件在回收站中。</translation>
    </message>
</context>
<context>
    <name>rlmscope::LibraryCompare</name>
    <message>
        <source>Score against cost</source>
        <translation>得分与费用</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>First difference</source>
        <translation>首个差异</translation>
    </message>
    <message>
        <source>Compared runs</source>
        <translation>对比的运行</translation>
    </message>
    <message>
        <source>Time against cost</source>
        <translation>时间与费用</translation>
    </message>
    <message>
        <source>no cost is known</source>
        <translation>费用均未知</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s); dashed: best for the cost</source>
        <translation>
            <numerusform>%n 个运行；虚线：同等费用下最佳</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>正在对比…</translation>
    </message>
    <message numerus="yes">
        <source>No difference in %n prompt(s), cells and replies.</source>
        <translation>
            <numerusform>%n 个提示、单元和回复中没有差异。</numerusform>
        </translation>
    </message>
    <message>
        <source>in a child frame</source>
        <translation>在子帧中</translation>
    </message>
    <message>
        <source>turn %1</source>
        <translation>第 %1 轮</translation>
    </message>
    <message>
        <source>cell %1</source>
        <translation>单元 %1</translation>
    </message>
    <message>
        <source>question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>Show in %1</source>
        <translation>在 %1 中显示</translation>
    </message>
</context>
<context>
    <name>rlmscope::LibraryDelegate</name>
    <message>
        <source>Name of the run</source>
        <translation>运行的名称</translation>
    </message>
</context>
<context>
    <name>rlmscope::LibraryModel</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>at limit</source>
        <translation>达到上限</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>replayed</source>
        <translation>已重放</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>direct</source>
        <translation>直接</translation>
    </message>
    <message>
        <source>call and return</source>
        <translation>调用与返回</translation>
    </message>
    <message>
        <source>%1, depth %2</source>
        <translation>%1，深度 %2</translation>
    </message>
    <message>
        <source>imported from %1</source>
        <translation>导入自 %1</translation>
    </message>
    <message>
        <source>a run that is not here</source>
        <translation>不在此处的运行</translation>
    </message>
    <message>
        <source>fork of %1</source>
        <translation>%1 的分叉</translation>
    </message>
    <message>
        <source>resumes %1</source>
        <translation>继续 %1</translation>
    </message>
    <message>
        <source>replay of %1</source>
        <translation>%1 的重放</translation>
    </message>
    <message>
        <source>continues %1</source>
        <translation>接续 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>No question</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Runs without relatives</source>
        <translation>没有亲属的运行</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>deleted: out of sight, still in its file</source>
        <translation>已删除：不再显示，但仍在其文件中</translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n 个警告</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n remark(s) on what the log does not say</source>
        <translation>
            <numerusform>关于日志未说明内容的 %n 条备注</numerusform>
        </translation>
    </message>
    <message>
        <source>made with a simulated model</source>
        <translation>由模拟模型生成</translation>
    </message>
    <message>
        <source>and what is not known</source>
        <translation>以及未知的部分</translation>
    </message>
    <message>
        <source>made-up prices of a simulated model</source>
        <translation>模拟模型的虚构价格</translation>
    </message>
    <message>
        <source>saved %1: replies that were known</source>
        <translation>节省 %1：已知的回复</translation>
    </message>
    <message>
        <source>%1 in, %2 of them cached, %3 out</source>
        <translation>输入 %1，其中缓存 %2，输出 %3</translation>
    </message>
    <message>
        <source>How the runs are related</source>
        <translation>运行之间的关系</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>输入 token</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>输出 token</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>无法读取</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::LibraryPage</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>库</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>分组方式</translation>
    </message>
    <message>
        <source>No groups</source>
        <translation>不分组</translation>
    </message>
    <message>
        <source>By question</source>
        <translation>按问题</translation>
    </message>
    <message>
        <source>By strategy</source>
        <translation>按策略</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>按模型</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>按日期</translation>
    </message>
    <message>
        <source>By family</source>
        <translation>按运行族</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 shown</source>
        <translation>显示 %1 个</translation>
    </message>
    <message>
        <source>Nothing matches “%1”. Clear the filter (Esc).</source>
        <translation>没有与“%1”匹配的内容。请清除筛选（Esc）。</translation>
    </message>
    <message>
        <source>Every run is deleted. Show deleted runs from the menu at the top right.</source>
        <translation>所有运行均已删除。可从右上角的菜单显示已删除的运行。</translation>
    </message>
    <message>
        <source>Looking at the traces…</source>
        <translation>正在查看轨迹…</translation>
    </message>
    <message numerus="yes">
        <source>Show %n deleted run(s)</source>
        <translation>
            <numerusform>显示 %n 个已删除的运行</numerusform>
        </translation>
    </message>
    <message>
        <source>Show deleted runs</source>
        <translation>显示已删除的运行</translation>
    </message>
    <message>
        <source>Compare %1</source>
        <translation>比较 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已选 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>total spent %1</source>
        <translation>总花费 %1</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Put into one file</source>
        <translation>合并到一个文件</translation>
    </message>
    <message>
        <source>Split its file by run</source>
        <translation>按运行拆分其文件</translation>
    </message>
    <message>
        <source>Purge deleted runs…</source>
        <translation>清除已删除的运行…</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Open a trace…</source>
        <translation>打开轨迹…</translation>
    </message>
    <message>
        <source>Folders…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查看</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>重置列</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Show its family</source>
        <translation>显示其运行族</translation>
    </message>
    <message>
        <source>Move %1 to the trash?</source>
        <translation>将 %1 移到回收站？</translation>
    </message>
    <message>
        <source>It cannot be read, so there is no run in it to be deleted.</source>
        <translation>它无法读取，因此其中没有可删除的运行。</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Nothing was purged.</source>
        <translation>没有清除任何内容。</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s), %1, to the trash.</source>
        <translation>
            <numerusform>%n 个文件（%1）移到回收站。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) with other runs in them written anew without these. This cannot be undone.</source>
        <translation>
            <numerusform>%n 个还含有其他运行的文件将重写，去掉这些运行。此操作无法撤销。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Purge %n deleted run(s)?</source>
        <translation>
            <numerusform>清除 %n 个已删除的运行？</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Purge %n run(s)</source>
        <translation>
            <numerusform>清除 %n 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>新标签</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新建运行</translation>
    </message>
    <message>
        <source>Open trace…</source>
        <translation>打开轨迹…</translation>
    </message>
    <message>
        <source>No runs yet.</source>
        <translation>还没有运行。</translation>
    </message>
    <message>
        <source>%1 simulated, %2 paid</source>
        <translation>模拟 %1，实付 %2</translation>
    </message>
    <message>
        <source>Filter: words, status:failed, model:gpt, cost&gt;0.1, tag:lesson, when:week</source>
        <translation>筛选：词语、status:failed、model:gpt、cost&gt;0.1、tag:lesson、when:week</translation>
    </message>
</context>
<context>
    <name>rlmscope::LibrarySearch</name>
    <message>
        <source>Indexing the library: %1 traces</source>
        <translation>正在为库建立索引：%1 个轨迹</translation>
    </message>
</context>
<context>
    <name>rlmscope::LibraryTable</name>
    <message>
        <source>Runs of the library</source>
        <translation>库中的运行</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>库</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation>Ctrl+Z</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Ctrl+F</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>重置列</translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation>Ctrl+D</translation>
    </message>
</context>
<context>
    <name>rlmscope::LineSearch</name>
    <message>
        <source>This is not a regular expression: %1 (at character %2).</source>
        <translation>这不是正则表达式：%1（第 %2 个字符）。</translation>
    </message>
</context>
<context>
    <name>rlmscope::LineView</name>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Written over: %1 of earlier states are not shown.</source>
        <translation>已被覆盖：%1 个较早的状态未显示。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>Go to line…</source>
        <translation>转到行…</translation>
    </message>
    <message>
        <source>Follow the end</source>
        <translation>跟随末尾</translation>
    </message>
    <message>
        <source>Save as file…</source>
        <translation>另存为文件…</translation>
    </message>
    <message>
        <source>%1 was not written: %2</source>
        <translation>未写入 %1：%2</translation>
    </message>
    <message>
        <source>the text cannot be read</source>
        <translation>无法读取文本</translation>
    </message>
    <message>
        <source>Save as file</source>
        <translation>另存为文件</translation>
    </message>
    <message>
        <source>Text (*.txt);;All files (*)</source>
        <translation>文本 (*.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Go to line</source>
        <translation>转到行</translation>
    </message>
    <message>
        <source>Line, 1 to %1:</source>
        <translation>行，1 到 %1：</translation>
    </message>
    <message>
        <source>Searching %1</source>
        <translation>正在搜索 %1</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
</context>
<context>
    <name>rlmscope::LiveRunControl</name>
    <message>
        <source>Reading the context: %1 of %2</source>
        <translation>正在读取上下文：%1 / %2</translation>
    </message>
</context>
<context>
    <name>rlmscope::LogView</name>
    <message>
        <source>showing the first %1 of %2</source>
        <translation>显示前 %1，共 %2</translation>
    </message>
    <message>
        <source>showing the last %1 lines</source>
        <translation>显示最后 %1 行</translation>
    </message>
</context>
<context>
    <name>rlmscope::MainWindow</name>
    <message>
        <source>Home</source>
        <translation>主页</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Save a copy of the trace</source>
        <translation>保存轨迹的副本</translation>
    </message>
    <message>
        <source>RLMScope traces (*%1)</source>
        <translation>RLMScope 轨迹 (*%1)</translation>
    </message>
    <message>
        <source>Saved a copy as %1.</source>
        <translation>副本已保存为 %1。</translation>
    </message>
    <message>
        <source>Run again with changes…</source>
        <translation>修改后重新运行…</translation>
    </message>
    <message>
        <source>%1 after %2: %3</source>
        <translation>%1（%2 后）：%3</translation>
    </message>
    <message>
        <source>Close RLMScope</source>
        <translation>关闭 RLMScope</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) still going.</source>
        <translation>
            <numerusform>还有 %n 个运行正在进行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping keeps their traces complete up to now.</source>
        <translation>停止时，轨迹会完整保留到此刻。</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>&amp;New run…</source>
        <translation>新建运行(&amp;N)…</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新建运行</translation>
    </message>
    <message>
        <source>&amp;Open a trace…</source>
        <translation>打开轨迹(&amp;O)…</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Close run</source>
        <translation>关闭运行(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>No new request leaves until you continue</source>
        <translation>在继续之前不会发出新请求</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>End the run; its trace is kept</source>
        <translation>结束运行；轨迹保留</translation>
    </message>
    <message>
        <source>Run again with changes</source>
        <translation>修改后重新运行</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>重新运行</translation>
    </message>
    <message>
        <source>Follow live</source>
        <translation>实时跟随</translation>
    </message>
    <message>
        <source>Scroll with what happens</source>
        <translation>随进展滚动</translation>
    </message>
    <message>
        <source>&amp;Home</source>
        <translation>主页(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Models</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>Providers, keys, prices and roles</source>
        <translation>提供方、密钥、价格和角色</translation>
    </message>
    <message>
        <source>Re&amp;port</source>
        <translation>报告(&amp;P)</translation>
    </message>
    <message>
        <source>What the run did, as one page</source>
        <translation>一页看完这次运行做了什么</translation>
    </message>
    <message>
        <source>&amp;Export report…</source>
        <translation>导出报告(&amp;E)…</translation>
    </message>
    <message>
        <source>Write the report as one file for any browser</source>
        <translation>将报告写成任何浏览器都能打开的单个文件</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>设置(&amp;S)</translation>
    </message>
    <message>
        <source>Appearance, budgets, sandbox, storage, session</source>
        <translation>外观、预算、沙箱、存储、会话</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>&amp;What is this?</source>
        <translation>这是什么？(&amp;W)</translation>
    </message>
    <message>
        <source>Help about the view that has the keyboard</source>
        <translation>关于当前键盘所在视图的帮助</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Reset &amp;layout</source>
        <translation>重置布局(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>外观(&amp;A)</translation>
    </message>
    <message>
        <source>Like the desktop</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>转到(&amp;G)</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>What was open is forgotten.</source>
        <translation>打开的内容已被忘记。</translation>
    </message>
    <message>
        <source>The guide is shown after the next example run.</source>
        <translation>导览会在下一次示例运行后显示。</translation>
    </message>
    <message>
        <source>Start one on the Home page.</source>
        <translation>请在主页启动一个示例。</translation>
    </message>
    <message>
        <source>Language and fonts change at the next start.</source>
        <translation>语言和字体在下次启动时更改。</translation>
    </message>
    <message>
        <source>A run is going on, and the window is not made anew under it.</source>
        <translation>有运行正在进行，不能在其下重建窗口。</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About RLMScope</source>
        <translation>关于 RLMScope(&amp;A)</translation>
    </message>
    <message>
        <source>Recent runs are on the Home page.</source>
        <translation>最近的运行在主页上。</translation>
    </message>
    <message>
        <source>What was open last time was left closed.</source>
        <translation>上次打开的内容没有重新打开。</translation>
    </message>
    <message>
        <source>RLMScope ended twice while it opened it. Recent runs are on the Home page; open them one by one.</source>
        <translation>RLMScope 在打开它们时两次意外结束。最近的运行在主页上；请逐个打开。</translation>
    </message>
    <message>
        <source>What was open is open again.</source>
        <translation>上次打开的内容已重新打开。</translation>
    </message>
    <message>
        <source>RLMScope did not close by itself last time. Runs that were going on are kept up to that moment and can go on.</source>
        <translation>RLMScope 上次没有正常关闭。当时正在进行的运行保留到那一刻，并可以继续。</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) that were open are not there any more.</source>
        <translation>
            <numerusform>之前打开的 %n 个运行已不存在。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Open %n trace(s)</source>
        <translation>
            <numerusform>打开 %n 个轨迹</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) and folder(s)</source>
        <translation>
            <numerusform>%n 个文件和文件夹</numerusform>
        </translation>
    </message>
    <message>
        <source>New run over %1</source>
        <translation>以 %1 新建运行</translation>
    </message>
    <message>
        <source>and a new run over %1</source>
        <translation>并以 %1 新建运行</translation>
    </message>
    <message>
        <source>The dialog opens first: nothing is read by a model before you say so.</source>
        <translation>会先打开对话框：未经同意，模型不会读取任何内容。</translation>
    </message>
    <message numerus="yes">
        <source>%n of them are not on this computer and are left out.</source>
        <translation>
            <numerusform>其中 %n 个不在本机上，将被略去。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing here can be opened</source>
        <translation>这里没有可以打开的内容</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>The replay is identical</source>
        <translation>重放结果相同</translation>
    </message>
    <message>
        <source>The replay differs</source>
        <translation>重放结果不同</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Printed the report to %1.</source>
        <translation>报告已打印到 %1。</translation>
    </message>
    <message>
        <source>The report could not be printed to %1.</source>
        <translation>无法将报告打印到 %1。</translation>
    </message>
    <message>
        <source>Page for any browser (*.html)</source>
        <translation>适用于任何浏览器的页面 (*.html)</translation>
    </message>
    <message>
        <source>Data (*.json)</source>
        <translation>数据 (*.json)</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>无法写入 %1：%2。</translation>
    </message>
    <message>
        <source>Exported the report as %1.</source>
        <translation>报告已导出为 %1。</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>后退(&amp;B)</translation>
    </message>
    <message>
        <source>Back to where you were</source>
        <translation>回到刚才的位置</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>前进(&amp;F)</translation>
    </message>
    <message>
        <source>Forward again</source>
        <translation>再次前进</translation>
    </message>
    <message>
        <source>Go to a &amp;node…</source>
        <translation>转到节点(&amp;N)…</translation>
    </message>
    <message>
        <source>Go to a node, a variable or a text</source>
        <translation>转到节点、变量或文本</translation>
    </message>
    <message>
        <source>Run a &amp;command…</source>
        <translation>运行命令(&amp;C)…</translation>
    </message>
    <message>
        <source>Every command of the window</source>
        <translation>窗口的所有命令</translation>
    </message>
    <message>
        <source>Se&amp;arch the library…</source>
        <translation>搜索库(&amp;A)…</translation>
    </message>
    <message>
        <source>Search the texts of every run</source>
        <translation>搜索所有运行的文本</translation>
    </message>
    <message>
        <source>Fil&amp;ter the tree…</source>
        <translation>筛选树(&amp;T)…</translation>
    </message>
    <message>
        <source>Filter or highlight rows of the call tree</source>
        <translation>筛选或突出显示调用树的行</translation>
    </message>
    <message>
        <source>Ne&amp;xt match</source>
        <translation>下一个匹配(&amp;X)</translation>
    </message>
    <message>
        <source>Next row that matches</source>
        <translation>下一个匹配的行</translation>
    </message>
    <message>
        <source>Pre&amp;vious match</source>
        <translation>上一个匹配(&amp;V)</translation>
    </message>
    <message>
        <source>Previous row that matches</source>
        <translation>上一个匹配的行</translation>
    </message>
    <message>
        <source>Boo&amp;kmark</source>
        <translation>书签(&amp;K)</translation>
    </message>
    <message>
        <source>Mark the node that has the focus</source>
        <translation>标记焦点所在的节点</translation>
    </message>
    <message>
        <source>Write a n&amp;ote…</source>
        <translation>写笔记(&amp;O)…</translation>
    </message>
    <message>
        <source>About the node that has the focus</source>
        <translation>关于焦点所在的节点</translation>
    </message>
    <message>
        <source>Cop&amp;y link</source>
        <translation>复制链接(&amp;Y)</translation>
    </message>
    <message>
        <source>A link to the node that has the focus</source>
        <translation>指向焦点所在节点的链接</translation>
    </message>
    <message>
        <source>All shortcuts</source>
        <translation>所有快捷键</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>树</translation>
    </message>
    <message>
        <source>Next row</source>
        <translation>下一行</translation>
    </message>
    <message>
        <source>Previous row</source>
        <translation>上一行</translation>
    </message>
    <message>
        <source>Unfold everything below the row</source>
        <translation>展开该行之下的全部</translation>
    </message>
    <message>
        <source>Fold everything below the row</source>
        <translation>折叠该行之下的全部</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Show all shortcuts</source>
        <translation>显示所有快捷键</translation>
    </message>
    <message>
        <source>No node has the focus.</source>
        <translation>没有节点处于焦点。</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>链接已复制</translation>
    </message>
    <message>
        <source>library:</source>
        <translation>库：</translation>
    </message>
    <message>
        <source>Looking for the run in the library…</source>
        <translation>正在库中查找该运行…</translation>
    </message>
    <message>
        <source>Open traces and logs</source>
        <translation>打开轨迹和日志</translation>
    </message>
    <message>
        <source>Traces and logs (*%1 *.jsonl *.json *.ndjson *.log);;All files (*)</source>
        <translation>轨迹和日志 (*%1 *.jsonl *.json *.ndjson *.log);;所有文件 (*)</translation>
    </message>
    <message numerus="yes">
        <source>%n log(s)</source>
        <translation>
            <numerusform>%n 个日志</numerusform>
        </translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>导入 %1</translation>
    </message>
    <message>
        <source>and import %1</source>
        <translation>并导入 %1</translation>
    </message>
    <message>
        <source>What is no log of another tool becomes the context of a new run.</source>
        <translation>不是其他工具日志的，将成为新运行的上下文。</translation>
    </message>
    <message>
        <source>Logs of other tools become traces in your library.</source>
        <translation>其他工具的日志将成为库中的轨迹。</translation>
    </message>
    <message>
        <source>This build opens traces and logs only</source>
        <translation>此版本只能打开轨迹和日志</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>导入(&amp;I)…</translation>
    </message>
    <message>
        <source>Import logs of other tools</source>
        <translation>导入其他工具的日志</translation>
    </message>
    <message>
        <source>Logs (*.jsonl *.json *.ndjson *.log);;All files (*)</source>
        <translation>日志 (*.jsonl *.json *.ndjson *.log);;所有文件 (*)</translation>
    </message>
    <message>
        <source>An import is still going on</source>
        <translation>仍有导入在进行</translation>
    </message>
    <message>
        <source>Give these files again when it is done, or cancel it.</source>
        <translation>请在完成后再次给出这些文件，或取消该导入。</translation>
    </message>
    <message>
        <source>Taken as the context of a new run</source>
        <translation>已作为新运行的上下文</translation>
    </message>
    <message>
        <source>Import as logs instead</source>
        <translation>改为作为日志导入</translation>
    </message>
    <message>
        <source>The import was cancelled</source>
        <translation>导入已取消</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) had been imported by then.</source>
        <translation>
            <numerusform>此前已导入 %n 个文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 was imported before</source>
        <translation>%1 以前已导入</translation>
    </message>
    <message>
        <source>This is that run. A log is the same when its bytes are.</source>
        <translation>这就是那次运行。字节相同即为同一日志。</translation>
    </message>
    <message>
        <source>Imported %1</source>
        <translation>已导入 %1</translation>
    </message>
    <message>
        <source>Show why</source>
        <translation>显示原因</translation>
    </message>
    <message>
        <source>Show the list</source>
        <translation>显示列表</translation>
    </message>
    <message>
        <source>Use as context instead</source>
        <translation>改为用作上下文</translation>
    </message>
    <message>
        <source>Mom&amp;ent</source>
        <translation>时刻(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>库(&amp;L)</translation>
    </message>
    <message>
        <source>All runs: filter, compare, tag, delete</source>
        <translation>所有运行：筛选、比较、加标签、删除</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>库</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Show the traces of a folder in the library</source>
        <translation>在库中显示一个文件夹的轨迹</translation>
    </message>
    <message>
        <source>Leave out %1</source>
        <translation>不包含 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) not imported</source>
        <translation>
            <numerusform>%n 个文件未导入</numerusform>
        </translation>
    </message>
    <message>
        <source>Taken as logs to import</source>
        <translation>已作为日志导入</translation>
    </message>
</context>
<context>
    <name>rlmscope::ModelChooser</name>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>输入 %1，输出 %2</translation>
    </message>
    <message>
        <source>price unknown</source>
        <translation>价格未知</translation>
    </message>
    <message>
        <source>window %1</source>
        <translation>窗口 %1</translation>
    </message>
    <message>
        <source>Roles and aliases</source>
        <translation>角色和别名</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在本机上</translation>
    </message>
    <message>
        <source>Without a model</source>
        <translation>无需模型</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>其他</translation>
    </message>
</context>
<context>
    <name>rlmscope::ModelSetup</name>
    <message>
        <source>chat completions</source>
        <translation>chat completions</translation>
    </message>
    <message>
        <source>chat completions, Azure deployments</source>
        <translation>chat completions，Azure 部署</translation>
    </message>
    <message>
        <source>Anthropic messages</source>
        <translation>Anthropic messages</translation>
    </message>
    <message>
        <source>Gemini generateContent</source>
        <translation>Gemini generateContent</translation>
    </message>
    <message>
        <source>Ollama chat</source>
        <translation>Ollama chat</translation>
    </message>
    <message>
        <source>Simulated</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>plays every part by plain text processing: no network, no key</source>
        <translation>通过简单的文本处理扮演每个角色：无需网络，无需密钥</translation>
    </message>
    <message>
        <source>Nobody has said what it costs.</source>
        <translation>没有人说明它的价格。</translation>
    </message>
    <message>
        <source>Drives the run: writes the code and the answer.</source>
        <translation>驱动运行：编写代码和回答。</translation>
    </message>
    <message>
        <source>Answers sub-calls, drives child frames.</source>
        <translation>回答子调用，驱动子帧。</translation>
    </message>
    <message>
        <source>The same, one level deeper.</source>
        <translation>相同，再深一级。</translation>
    </message>
    <message>
        <source>Shortens histories that grow too long.</source>
        <translation>压缩过长的历史。</translation>
    </message>
    <message>
        <source>Scores answers.</source>
        <translation>为回答评分。</translation>
    </message>
    <message>
        <source>An alias of your own.</source>
        <translation>自定义别名。</translation>
    </message>
    <message>
        <source>An address needs the name of a model after it: URL#MODEL.</source>
        <translation>地址之后需要模型名称：URL#MODEL。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no model: write PROVIDER:MODEL, URL#MODEL, sim or an alias.</source>
        <translation>“%1”不是模型：请写 PROVIDER:MODEL、URL#MODEL、sim 或别名。</translation>
    </message>
    <message>
        <source>There is no provider &quot;%1&quot;.</source>
        <translation>没有提供方“%1”。</translation>
    </message>
    <message>
        <source>%1 from the keychain, sent to %2 only</source>
        <translation>%1 来自钥匙串，只发送到 %2</translation>
    </message>
    <message>
        <source>%1 from the environment, sent to %2 only</source>
        <translation>%1 来自环境变量，只发送到 %2</translation>
    </message>
    <message>
        <source>%1 has no address yet.</source>
        <translation>%1 还没有地址。</translation>
    </message>
    <message>
        <source>%1 has no key yet.</source>
        <translation>%1 还没有密钥。</translation>
    </message>
    <message>
        <source>Nothing answers at %1.</source>
        <translation>%1 没有响应。</translation>
    </message>
    <message>
        <source>The role %1 has no model yet: choose one on the Models page.</source>
        <translation>角色 %1 还没有模型：请在“模型”页选择。</translation>
    </message>
    <message>
        <source>add %1</source>
        <translation>添加 %1</translation>
    </message>
    <message>
        <source>remove %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>model of %1</source>
        <translation>%1 的模型</translation>
    </message>
    <message>
        <source>prices</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>It lists %1.</source>
        <translation>它列出了 %1。</translation>
    </message>
    <message>
        <source>%1 read…</source>
        <translation>已读取 %1…</translation>
    </message>
    <message>
        <source>There is nothing to apply.</source>
        <translation>没有可应用的内容。</translation>
    </message>
    <message>
        <source>price update</source>
        <translation>价格更新</translation>
    </message>
</context>
<context>
    <name>rlmscope::ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>%1 is removed. A key in the keychain stays there.</source>
        <translation>%1 已移除。钥匙串中的密钥仍保留。</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>提供方</translation>
    </message>
    <message>
        <source>Add a provider</source>
        <translation>添加提供方</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Filter models</source>
        <translation>筛选模型</translation>
    </message>
    <message>
        <source>Only favourites</source>
        <translation>仅收藏</translation>
    </message>
    <message>
        <source>Update prices…</source>
        <translation>更新价格…</translation>
    </message>
    <message>
        <source>Price…</source>
        <translation>价格…</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>What is set up here cannot be changed now</source>
        <translation>现在无法更改这里的设置</translation>
    </message>
    <message>
        <source>Servers on this computer are found by themselves.</source>
        <translation>本机上的服务器会被自动找到。</translation>
    </message>
    <message>
        <source>No keychain answers, so keys come from environment variables.</source>
        <translation>没有可用的钥匙串，因此密钥来自环境变量。</translation>
    </message>
    <message>
        <source>Keys are kept by %1, never in a file or a trace.</source>
        <translation>密钥由 %1 保管，绝不写入文件或轨迹。</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>prices of %1</source>
        <translation>价格日期 %1</translation>
    </message>
    <message>
        <source>prices of %1, updated %2</source>
        <translation>价格日期 %1，更新于 %2</translation>
    </message>
    <message numerus="yes">
        <source>, %n of your own</source>
        <translation>
            <numerusform>，自定 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Table %1 with %n model(s)</source>
        <translation>
            <numerusform>表 %1，%n 个模型</numerusform>
        </translation>
    </message>
    <message>
        <source>No favourite here. Space or a click on the star makes one.</source>
        <translation>这里没有收藏。按空格键或单击星标即可收藏。</translation>
    </message>
    <message>
        <source>Nothing matches &quot;%1&quot;. Clear the filter (Esc).</source>
        <translation>没有匹配“%1”的内容。清除筛选 (Esc)。</translation>
    </message>
    <message>
        <source>No server answers at %1. Start it, then look again.</source>
        <translation>%1 没有服务器响应。请启动它，然后重新检查。</translation>
    </message>
    <message>
        <source>The server runs, but no model is loaded.</source>
        <translation>服务器在运行，但没有加载模型。</translation>
    </message>
    <message>
        <source>No model is known yet. Test lists them; any other can be typed as %1:MODEL.</source>
        <translation>还不知道任何模型。“测试”会列出它们；其他模型可以输入为 %1:MODEL。</translation>
    </message>
    <message>
        <source>A run with a limit in USD refuses it until you give one.</source>
        <translation>在给出价格之前，有美元上限的运行会拒绝它。</translation>
    </message>
    <message>
        <source>Give a price…</source>
        <translation>给出价格…</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>使用 %1</translation>
    </message>
    <message>
        <source>New run with it…</source>
        <translation>用它新建运行…</translation>
    </message>
    <message>
        <source>Use as %1</source>
        <translation>用作 %1</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>复制 %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The prices are updated. Recorded runs keep theirs.</source>
        <translation>价格已更新。已录制的运行保留其价格。</translation>
    </message>
</context>
<context>
    <name>rlmscope::MomentPlayer</name>
    <message>
        <source>%1 starts</source>
        <translation>%1 开始</translation>
    </message>
    <message>
        <source>%1: the request leaves</source>
        <translation>%1：请求发出</translation>
    </message>
    <message>
        <source>%1: another attempt leaves</source>
        <translation>%1：再次尝试发出</translation>
    </message>
    <message>
        <source>%1: an attempt failed</source>
        <translation>%1：一次尝试失败</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 失败</translation>
    </message>
    <message>
        <source>%1 has its reply</source>
        <translation>%1 得到回复</translation>
    </message>
    <message>
        <source>%1 ends</source>
        <translation>%1 结束</translation>
    </message>
    <message>
        <source>%1: a tool came back</source>
        <translation>%1：工具返回</translation>
    </message>
    <message>
        <source>The run ends</source>
        <translation>运行结束</translation>
    </message>
    <message>
        <source>A remark</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>rlmscope::MoneyBar</name>
    <message>
        <source>Spend</source>
        <translation>花费</translation>
    </message>
    <message>
        <source>%1 spent, %2 reserved</source>
        <translation>已花费 %1，预留 %2</translation>
    </message>
    <message>
        <source>, limit %1</source>
        <translation>，上限 %1</translation>
    </message>
</context>
<context>
    <name>rlmscope::NewRunDialog</name>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n 个文档</numerusform>
        </translation>
    </message>
    <message>
        <source>RLM: REPL with sub-calls</source>
        <translation>RLM：带子调用的 REPL</translation>
    </message>
    <message>
        <source>Direct call: context in the prompt</source>
        <translation>直接调用：上下文放入提示</translation>
    </message>
    <message>
        <source>Call and return: a stack of contexts</source>
        <translation>调用与返回：上下文的栈</translation>
    </message>
    <message>
        <source>Give a price…</source>
        <translation>给出价格…</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>Set up models…</source>
        <translation>设置模型…</translation>
    </message>
    <message>
        <source>Files…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Add files to the context</source>
        <translation>向上下文添加文件</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Add a folder to the context</source>
        <translation>向上下文添加文件夹</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>≈ %1 tokens</source>
        <translation>≈ %1 token</translation>
    </message>
    <message>
        <source>The seed is a whole number, 0 or above.</source>
        <translation>种子是不小于 0 的整数。</translation>
    </message>
    <message>
        <source>A price is two numbers, in and out: 1.25, 10</source>
        <translation>价格是两个数，输入和输出：1.25, 10</translation>
    </message>
    <message>
        <source>Add a file or folder, or paste text.</source>
        <translation>请添加文件或文件夹，或粘贴文本。</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Looking at the sandbox of this computer…</source>
        <translation>正在检查本机的沙箱…</translation>
    </message>
    <message>
        <source>Sandbox: full (own files only, no network, no new processes)</source>
        <translation>沙箱：完整（仅自己的文件，无网络，不能创建新进程）</translation>
    </message>
    <message>
        <source>Sandbox: partial. Missing: %1</source>
        <translation>沙箱：部分。缺少：%1</translation>
    </message>
    <message>
        <source>No sandbox, only limits of memory and time. Missing: %1</source>
        <translation>无沙箱，仅限制内存和时间。缺少：%1</translation>
    </message>
    <message>
        <source>No Python worker: %1</source>
        <translation>没有 Python 工作进程：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n source(s)</source>
        <translation>
            <numerusform>%n 个来源</numerusform>
        </translation>
    </message>
    <message>
        <source>No context yet</source>
        <translation>还没有上下文</translation>
    </message>
    <message>
        <source>Drop files or a folder here, or paste text</source>
        <translation>将文件或文件夹拖到这里，或粘贴文本</translation>
    </message>
    <message>
        <source>Drop more files or a folder here to add them</source>
        <translation>将更多文件或文件夹拖到这里以添加</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>还有 %1 个</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>≈ %1 tokens, estimated at 4 bytes each.</source>
        <translation>≈ %1 token，按每 token 4 字节估计。</translation>
    </message>
    <message>
        <source>That is %1 of the window of %2.</source>
        <translation>这是 %2 窗口的 %1。</translation>
    </message>
    <message>
        <source>The model sees only the question.</source>
        <translation>模型只看到问题。</translation>
    </message>
    <message>
        <source>The whole context goes into one prompt. A baseline: refused when it does not fit the model&apos;s window.</source>
        <translation>整个上下文放入一个提示。作为基准：放不进模型窗口时会被拒绝。</translation>
    </message>
    <message>
        <source>The model writes &lt;call&gt;question&lt;/call&gt; to push a fresh context and &lt;return&gt;answer&lt;/return&gt; to pop it. No REPL; the depth limits the stack.</source>
        <translation>模型写 &lt;call&gt;问题&lt;/call&gt; 压入新的上下文，写 &lt;return&gt;回答&lt;/return&gt; 弹出。没有 REPL；深度限制栈。</translation>
    </message>
    <message>
        <source>The root writes code over the context and never calls a model from it.</source>
        <translation>根在上下文上编写代码，从不在代码中调用模型。</translation>
    </message>
    <message>
        <source>The root writes code over the context. Its cells may call a model on slices, one by one or in batches.</source>
        <translation>根在上下文上编写代码。它的单元可以就片段调用模型，逐个或成批。</translation>
    </message>
    <message>
        <source>The root writes code over the context. Its cells may call a model (depth 1) or start child frames with their own REPL (depth 2).</source>
        <translation>根在上下文上编写代码。它的单元可以调用模型（深度 1）或启动有自己 REPL 的子帧（深度 2）。</translation>
    </message>
    <message>
        <source>As depth 2, and child frames may start child frames of their own.</source>
        <translation>与深度 2 相同，并且子帧可以启动自己的子帧。</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>%1 means %2 here.</source>
        <translation>%1 在这里表示 %2。</translation>
    </message>
    <message>
        <source>Key: %1.</source>
        <translation>密钥：%1。</translation>
    </message>
    <message>
        <source>The simulated model plays its part by plain text processing. Its price is made up.</source>
        <translation>模拟模型通过简单的文本处理扮演其角色。价格是虚构的。</translation>
    </message>
    <message>
        <source>Pick one, or type PROVIDER:MODEL, URL#MODEL, script:FILE or sim.</source>
        <translation>请选择，或输入 PROVIDER:MODEL、URL#MODEL、script:FILE 或 sim。</translation>
    </message>
    <message>
        <source>Reading all of the context once through sub-calls would cost %1, estimated, without what they write.</source>
        <translation>通过子调用把整个上下文读一遍估计需要 %1，不含其输出。</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无费用</translation>
    </message>
    <message>
        <source>Reading the context costs %1, estimated, without the reply.</source>
        <translation>读取上下文估计需要 %1，不含回复。</translation>
    </message>
    <message numerus="yes">
        <source>Reading all of the context once through sub-calls would cost %1, estimated: at least %n call(s) of %2, without what they write.</source>
        <translation>
            <numerusform>通过子调用把整个上下文读一遍估计需要 %1：至少 %n 次 %2 的调用，不含其输出。</numerusform>
        </translation>
    </message>
    <message>
        <source>The spend never passes %1: each call is reserved at its worst case before it is sent.</source>
        <translation>花费绝不超过 %1：每次调用在发送前按最坏情况预留。</translation>
    </message>
    <message>
        <source>No limit of spend is set.</source>
        <translation>没有设置花费上限。</translation>
    </message>
    <message numerus="yes">
        <source>At most %n model call(s).</source>
        <translation>
            <numerusform>至多 %n 次模型调用。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 has no known price: what the run costs will read unknown.</source>
        <translation>%1 没有已知价格：运行的费用将显示为未知。</translation>
    </message>
    <message>
        <source>%1 has no known price, so this limit could not hold and the run would not start.</source>
        <translation>%1 没有已知价格，此上限无法保证，因此运行不会启动。</translation>
    </message>
    <message>
        <source>Less than reading all of the context once would cost (%1).</source>
        <translation>低于把整个上下文读一遍的费用（%1）。</translation>
    </message>
    <message>
        <source>Give a price of %1…</source>
        <translation>给出 %1 的价格…</translation>
    </message>
    <message>
        <source>Context, question and strategy</source>
        <translation>上下文、问题和策略</translation>
    </message>
    <message>
        <source>Models and budget</source>
        <translation>模型和预算</translation>
    </message>
    <message>
        <source>Reading: %1 of %2</source>
        <translation>正在读取：%1 / %2</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
</context>
<context>
    <name>rlmscope::NotePage</name>
    <message>
        <source>Bookmark</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>Marks the row in the tree (Ctrl+B)</source>
        <translation>在树中标记该行 (Ctrl+B)</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>What is worth knowing about this node</source>
        <translation>关于此节点值得知道的事</translation>
    </message>
    <message>
        <source>Tags, separated by commas</source>
        <translation>标签，以逗号分隔</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Choose a node to write about.</source>
        <translation>选择一个节点来写笔记。</translation>
    </message>
    <message>
        <source>Saved with the trace.</source>
        <translation>已随轨迹保存。</translation>
    </message>
    <message>
        <source>Saved on this computer, and with the trace as soon as its run has ended.</source>
        <translation>已保存在本机，运行结束后会保存到轨迹中。</translation>
    </message>
    <message>
        <source>This trace is not in your library: saved on this computer, beside it.</source>
        <translation>此轨迹不在你的库中：已保存在本机，放在轨迹旁边。</translation>
    </message>
    <message>
        <source>This trace cannot be written: saved on this computer, beside it.</source>
        <translation>此轨迹无法写入：已保存在本机，放在轨迹旁边。</translation>
    </message>
</context>
<context>
    <name>rlmscope::NotebookModel</name>
    <message>
        <source>The run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>no longer in the trace</source>
        <translation>轨迹中已不存在</translation>
    </message>
    <message>
        <source>event %1</source>
        <translation>事件 %1</translation>
    </message>
    <message>
        <source>Kept with the trace</source>
        <translation>随轨迹保留</translation>
    </message>
    <message>
        <source>Where you went, newest first</source>
        <translation>去过的地方，最新的在前</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>已加星标</translation>
    </message>
</context>
<context>
    <name>rlmscope::NotebookPanel</name>
    <message>
        <source>In your own words</source>
        <translation>用自己的话</translation>
    </message>
    <message>
        <source>Words of this entry</source>
        <translation>此条目的文字</translation>
    </message>
    <message>
        <source>Where you go is listed here. Write words to an entry (F2) to keep it with the trace.</source>
        <translation>去过的地方列在这里。为条目写上文字 (F2)，它就会随轨迹保留。</translation>
    </message>
    <message>
        <source>Notebook</source>
        <translation>笔记本</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>go there</source>
        <translation>转到那里</translation>
    </message>
    <message>
        <source>F2</source>
        <translation>F2</translation>
    </message>
    <message>
        <source>write</source>
        <translation>书写</translation>
    </message>
    <message>
        <source>star</source>
        <translation>星标</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Alt+↑ ↓</source>
        <translation>Alt+↑ ↓</translation>
    </message>
    <message>
        <source>move a kept entry</source>
        <translation>移动保留的条目</translation>
    </message>
    <message>
        <source>Bookmarks and notes in the tree</source>
        <translation>树中的书签和笔记</translation>
    </message>
    <message>
        <source>Filters the tree by is:bookmarked or is:noted</source>
        <translation>按 is:bookmarked 或 is:noted 筛选树</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>转到那里</translation>
    </message>
    <message>
        <source>Write…</source>
        <translation>书写…</translation>
    </message>
    <message>
        <source>Take the star away</source>
        <translation>取消星标</translation>
    </message>
    <message>
        <source>Keep with a star</source>
        <translation>加星标保留</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Forget where I went</source>
        <translation>忘记去过的地方</translation>
    </message>
</context>
<context>
    <name>rlmscope::NoticeBar</name>
    <message>
        <source>Close the notice</source>
        <translation>关闭通知</translation>
    </message>
</context>
<context>
    <name>rlmscope::Omnibox</name>
    <message>
        <source>Go to a node, variable or text</source>
        <translation>转到节点、变量或文本</translation>
    </message>
    <message>
        <source>Go to a node, a variable or a text; &gt; runs a command, ? asks a question</source>
        <translation>转到节点、变量或文本；&gt; 运行命令，? 提出查询</translation>
    </message>
    <message>
        <source>? query</source>
        <translation>? 查询</translation>
    </message>
    <message>
        <source>&gt; command</source>
        <translation>&gt; 命令</translation>
    </message>
</context>
<context>
    <name>rlmscope::OmniboxModel</name>
    <message>
        <source>code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>note</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>library:</source>
        <translation>库：</translation>
    </message>
    <message>
        <source>Searching the library…</source>
        <translation>正在搜索库…</translation>
    </message>
    <message>
        <source>Words of prompts, replies, code, output and answers of every run.</source>
        <translation>所有运行的提示、回复、代码、输出和回答中的词语。</translation>
    </message>
    <message>
        <source>Run a command</source>
        <translation>运行命令</translation>
    </message>
    <message>
        <source>Find nodes by a question, as ?kind:cell cost&gt;0.01</source>
        <translation>用查询找节点，如 ?kind:cell cost&gt;0.01</translation>
    </message>
    <message>
        <source>Search the texts of every run</source>
        <translation>搜索所有运行的文本</translation>
    </message>
    <message>
        <source>Go to a node, a variable or a text of this run: type a part of it.</source>
        <translation>转到此运行的节点、变量或文本：输入其中一部分。</translation>
    </message>
    <message>
        <source>variable, after %1</source>
        <translation>变量，%1 之后</translation>
    </message>
    <message>
        <source>open run · %1</source>
        <translation>打开的运行 · %1</translation>
    </message>
    <message>
        <source>Search the library for “%1”</source>
        <translation>在库中搜索“%1”</translation>
    </message>
    <message>
        <source>prompts, replies, code and output of every run</source>
        <translation>所有运行的提示、回复、代码和输出</translation>
    </message>
    <message>
        <source>Find “%1” in the full texts of this run</source>
        <translation>在此运行的全文中查找“%1”</translation>
    </message>
    <message>
        <source>as ?question: filters the tree</source>
        <translation>作为 ?查询：筛选树</translation>
    </message>
    <message>
        <source>%1 nodes that match, of %2</source>
        <translation>%1 个节点匹配，共 %2</translation>
    </message>
    <message>
        <source>%1 nodes match</source>
        <translation>%1 个节点匹配</translation>
    </message>
    <message>
        <source>%1 · looked at %2</source>
        <translation>%1 · 已查看 %2</translation>
    </message>
    <message>
        <source>%1 commands</source>
        <translation>%1 个命令</translation>
    </message>
    <message>
        <source>No run is open.</source>
        <translation>没有打开的运行。</translation>
    </message>
    <message>
        <source>Filter the tree</source>
        <translation>筛选树</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 个节点</translation>
    </message>
    <message>
        <source>Highlight in the tree</source>
        <translation>在树中突出显示</translation>
    </message>
    <message>
        <source>all rows stay</source>
        <translation>保留所有行</translation>
    </message>
    <message>
        <source>%1 · reading texts, %2</source>
        <translation>%1 · 正在读取文本，%2</translation>
    </message>
    <message>
        <source>%1 · looking</source>
        <translation>%1 · 正在查找</translation>
    </message>
    <message>
        <source>A question: words, and fields as kind: status: cost&gt; tokens&gt; time&gt; model: under: is:</source>
        <translation>查询：词语，以及字段如 kind: status: cost&gt; tokens&gt; time&gt; model: under: is:</translation>
    </message>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n 处命中</numerusform>
        </translation>
    </message>
    <message>
        <source>not all of its text is indexed</source>
        <translation>其文本未全部编入索引</translation>
    </message>
    <message>
        <source>Nothing in the library says “%1”.</source>
        <translation>库中没有“%1”。</translation>
    </message>
    <message>
        <source>%1 hits in %2</source>
        <translation>%2 中有 %1 处命中</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>there are more: add a word</source>
        <translation>还有更多：请再加一个词</translation>
    </message>
    <message>
        <source>looking for new traces</source>
        <translation>正在查找新的轨迹</translation>
    </message>
    <message>
        <source>Go to this link</source>
        <translation>转到此链接</translation>
    </message>
    <message>
        <source>event %1 of run %2</source>
        <translation>运行 %2 的事件 %1</translation>
    </message>
    <message>
        <source>run %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>This is no complete link: rlmscope://run/ and 32 letters and digits.</source>
        <translation>这不是完整的链接：应为 rlmscope://run/ 加 32 个字母和数字。</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>rlmscope::OpeningBar</name>
    <message>
        <source>Opening a trace</source>
        <translation>正在打开轨迹</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Opening %1, %2…</source>
        <translation>正在打开 %1，%2…</translation>
    </message>
</context>
<context>
    <name>rlmscope::OutputPage</name>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>%1 of them stderr</source>
        <translation>其中 %1 为 stderr</translation>
    </message>
    <message>
        <source>all of it stderr</source>
        <translation>全部为 stderr</translation>
    </message>
    <message>
        <source>the model saw all of it</source>
        <translation>模型看到了全部</translation>
    </message>
    <message>
        <source>the model saw the first %1 characters of stderr</source>
        <translation>模型看到 stderr 的前 %1 个字符</translation>
    </message>
    <message>
        <source>the model saw the first %1 characters</source>
        <translation>模型看到前 %1 个字符</translation>
    </message>
    <message>
        <source>the model saw %1 of it</source>
        <translation>模型看到其中 %1</translation>
    </message>
    <message>
        <source>%1 more were written and not kept</source>
        <translation>另有 %1 写出但未保留</translation>
    </message>
    <message>
        <source>%1 came after the cell had ended</source>
        <translation>%1 在单元结束之后到来</translation>
    </message>
    <message>
        <source>the model saw the first %1 characters, up to here</source>
        <translation>模型看到前 %1 个字符，到此为止</translation>
    </message>
    <message>
        <source>the model saw up to here</source>
        <translation>模型看到此处为止</translation>
    </message>
    <message>
        <source>stderr</source>
        <translation>stderr</translation>
    </message>
    <message>
        <source>Nothing was printed.</source>
        <translation>没有输出。</translation>
    </message>
    <message>
        <source>This row has no cell, so there is no output.</source>
        <translation>此行没有单元，因此没有输出。</translation>
    </message>
    <message>
        <source>What the model sees is known when the cell has ended.</source>
        <translation>模型看到什么，要到单元结束才知道。</translation>
    </message>
    <message>
        <source>The model was shown nothing of this cell.</source>
        <translation>没有向模型展示此单元的任何内容。</translation>
    </message>
    <message>
        <source>Nothing was printed yet.</source>
        <translation>还没有输出。</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Copy the output</source>
        <translation>复制输出</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>stdout</source>
        <translation>stdout</translation>
    </message>
    <message>
        <source>What the model saw</source>
        <translation>模型看到的内容</translation>
    </message>
    <message>
        <source>Output of the cell</source>
        <translation>单元的输出</translation>
    </message>
    <message>
        <source>Shown to the model</source>
        <translation>展示给模型的</translation>
    </message>
    <message>
        <source>cut, with a note of what is missing</source>
        <translation>已截断，并注明缺少的部分</translation>
    </message>
    <message>
        <source>nothing was cut</source>
        <translation>没有截断</translation>
    </message>
</context>
<context>
    <name>rlmscope::PathPartButton</name>
    <message>
        <source>Click to select the longest one.</source>
        <translation>单击选择最长的一个。</translation>
    </message>
    <message>
        <source>%1: %2, %3 of the run time</source>
        <translation>%1：%2，占运行时间的 %3</translation>
    </message>
</context>
<context>
    <name>rlmscope::PriceDialog</name>
    <message>
        <source>Price of %1</source>
        <translation>%1 的价格</translation>
    </message>
    <message>
        <source>&amp;In</source>
        <translation>输入(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Out</source>
        <translation>输出(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Cached in</source>
        <translation>缓存读取(&amp;C)</translation>
    </message>
    <message>
        <source>Cache &amp;write</source>
        <translation>缓存写入(&amp;W)</translation>
    </message>
    <message>
        <source>as In</source>
        <translation>同输入</translation>
    </message>
    <message>
        <source>USD per 1M tokens. Runs from now on use it; recorded runs keep theirs.</source>
        <translation>美元每百万 token。此后的运行使用它；已录制的运行保留其价格。</translation>
    </message>
    <message>
        <source>Use this price</source>
        <translation>使用此价格</translation>
    </message>
    <message>
        <source>It is free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>For a server of your own: every price is 0.</source>
        <translation>用于自己的服务器：所有价格为 0。</translation>
    </message>
    <message>
        <source>Forget mine</source>
        <translation>忘记我的价格</translation>
    </message>
    <message>
        <source>Back to what the table says</source>
        <translation>恢复为表中的价格</translation>
    </message>
    <message>
        <source>A price needs both, in and out. 0 is a price, too.</source>
        <translation>价格需要输入和输出两项。0 也是价格。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a price: a number of USD such as 1.25, with at most 6 places.</source>
        <translation>“%1”不是价格：应为 1.25 这样的美元数，最多 6 位小数。</translation>
    </message>
</context>
<context>
    <name>rlmscope::PriceUpdateDialog</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Use these prices</source>
        <translation>使用这些价格</translation>
    </message>
    <message>
        <source>Update prices</source>
        <translation>更新价格</translation>
    </message>
    <message>
        <source>&amp;File or address, in the format of LiteLLM&apos;s price table</source>
        <translation>LiteLLM 价格表格式的文件或地址(&amp;F)</translation>
    </message>
    <message>
        <source>File or address of a price table</source>
        <translation>价格表的文件或地址</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Now: in, out</source>
        <translation>现在：输入, 输出</translation>
    </message>
    <message>
        <source>Then: in, out</source>
        <translation>之后：输入, 输出</translation>
    </message>
    <message>
        <source>Prices that would change</source>
        <translation>将会改变的价格</translation>
    </message>
    <message>
        <source>USD per 1M tokens. Recorded runs keep their prices.</source>
        <translation>美元每百万 token。已录制的运行保留其价格。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose a price table</source>
        <translation>选择价格表</translation>
    </message>
    <message>
        <source>JSON (*.json);;All files (*)</source>
        <translation>JSON (*.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Nothing changes before you have seen what would.</source>
        <translation>在看到会有哪些变化之前，不会改变任何内容。</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>正在读取 %1…</translation>
    </message>
    <message numerus="yes">
        <source>%n known model(s) keep their price, because the file says too little: %1.</source>
        <translation>
            <numerusform>%n 个已知模型保留其价格，因为文件信息不足：%1。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 changed, %2 new, %3 unchanged.</source>
        <translation>%1 个改变，%2 个新增，%3 个不变。</translation>
    </message>
</context>
<context>
    <name>rlmscope::ProviderListModel</name>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>not set up</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>looking</source>
        <translation>查找中</translation>
    </message>
    <message>
        <source>found</source>
        <translation>已找到</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>not usable</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>built in, seeded, free</source>
        <translation>内置，带种子，免费</translation>
    </message>
    <message>
        <source>nothing at %1</source>
        <translation>%1 没有响应</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n model(s)</source>
        <translation>
            <numerusform>%1，%n 个模型</numerusform>
        </translation>
    </message>
    <message>
        <source>key in the keychain</source>
        <translation>密钥在钥匙串中</translation>
    </message>
    <message>
        <source>key from %1</source>
        <translation>密钥来自 %1</translation>
    </message>
    <message>
        <source>no address yet</source>
        <translation>还没有地址</translation>
    </message>
    <message>
        <source>no key yet</source>
        <translation>还没有密钥</translation>
    </message>
    <message>
        <source>test failed</source>
        <translation>测试失败</translation>
    </message>
    <message>
        <source>add key</source>
        <translation>添加密钥</translation>
    </message>
    <message>
        <source>nothing at port %1</source>
        <translation>端口 %1 无响应</translation>
    </message>
</context>
<context>
    <name>rlmscope::ProviderListView</name>
    <message>
        <source>Providers</source>
        <translation>提供方</translation>
    </message>
</context>
<context>
    <name>rlmscope::ProviderPanel</name>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Result of the test</source>
        <translation>测试结果</translation>
    </message>
    <message>
        <source>in runs: %1:MODEL</source>
        <translation>在运行中：%1:MODEL</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>in the system keychain</source>
        <translation>在系统钥匙串中</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>来自 %1</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>不需要</translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation>替换…</translation>
    </message>
    <message>
        <source>Paste a key…</source>
        <translation>粘贴密钥…</translation>
    </message>
    <message>
        <source>Replace the key of %1</source>
        <translation>替换 %1 的密钥</translation>
    </message>
    <message>
        <source>Paste a key for %1</source>
        <translation>为 %1 粘贴密钥</translation>
    </message>
    <message>
        <source>Delete the key of %1 from the keychain</source>
        <translation>从钥匙串中删除 %1 的密钥</translation>
    </message>
    <message>
        <source>goes to %1 only</source>
        <translation>只发送到 %1</translation>
    </message>
    <message>
        <source>A key is bound to the address it was entered for and goes nowhere else.</source>
        <translation>密钥绑定到输入时的地址，不会发送到其他地方。</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>Choose a model to ask</source>
        <translation>选择要询问的模型</translation>
    </message>
    <message>
        <source>Lists the models, then asks %1 for one word</source>
        <translation>列出模型，然后请 %1 说一个词</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>再次测试</translation>
    </message>
    <message>
        <source>Cancel the test</source>
        <translation>取消测试</translation>
    </message>
    <message>
        <source>Test %1</source>
        <translation>测试 %1</translation>
    </message>
    <message>
        <source>Asking which models there are…</source>
        <translation>正在询问有哪些模型…</translation>
    </message>
    <message>
        <source>Asking %1 for one word…</source>
        <translation>正在请 %1 说一个词…</translation>
    </message>
    <message>
        <source>The test was cancelled.</source>
        <translation>测试已取消。</translation>
    </message>
    <message numerus="yes">
        <source>Lists %n model(s).</source>
        <translation>
            <numerusform>列出 %n 个模型。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is not among them, but answers.</source>
        <translation>%1 不在其中，但有响应。</translation>
    </message>
    <message>
        <source>%1 answered</source>
        <translation>%1 已响应</translation>
    </message>
    <message>
        <source>: first token after %1</source>
        <translation>：首个 token 在 %1 后</translation>
    </message>
    <message>
        <source>, all of it after %1</source>
        <translation>，全部在 %1 后</translation>
    </message>
    <message>
        <source>; %1 tokens in, %2 out</source>
        <translation>；输入 %1 token，输出 %2</translation>
    </message>
    <message>
        <source>, %1</source>
        <translation>，%1</translation>
    </message>
    <message>
        <source>, cost unknown</source>
        <translation>，费用未知</translation>
    </message>
    <message>
        <source>testing</source>
        <translation>测试中</translation>
    </message>
    <message>
        <source>answered in %1</source>
        <translation>%1 内响应</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>已响应</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
</context>
<context>
    <name>rlmscope::PythonOptions</name>
    <message>
        <source>%1 defines no function.</source>
        <translation>%1 没有定义函数。</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>略去</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>工具(&amp;T)</translation>
    </message>
    <message>
        <source>Python file; its functions run in the sandbox</source>
        <translation>Python 文件；其函数在沙箱中运行</translation>
    </message>
    <message>
        <source>Leave out the tools of the recorded run</source>
        <translation>略去录制运行的工具</translation>
    </message>
    <message>
        <source>T&amp;rusted tools</source>
        <translation>可信工具(&amp;R)</translation>
    </message>
    <message>
        <source>Python file; its functions run outside the sandbox</source>
        <translation>Python 文件；其函数在沙箱之外运行</translation>
    </message>
    <message>
        <source>Allow this file on this computer</source>
        <translation>允许本机使用此文件</translation>
    </message>
    <message>
        <source>Remembered for exactly this text of the file; a changed file is asked about again.</source>
        <translation>仅对文件的当前文本有效；文件改变后会再次询问。</translation>
    </message>
    <message>
        <source>&amp;Packages</source>
        <translation>软件包(&amp;P)</translation>
    </message>
    <message>
        <source>Folder of Python packages, read-only</source>
        <translation>Python 软件包的文件夹，只读</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>Partial</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>&amp;Sandbox at least</source>
        <translation>沙箱至少为(&amp;S)</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>选择：%1</translation>
    </message>
    <message>
        <source>Choose a Python file</source>
        <translation>选择 Python 文件</translation>
    </message>
    <message>
        <source>Python (*.py);;All files (*)</source>
        <translation>Python (*.py);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose a folder of Python packages</source>
        <translation>选择 Python 软件包文件夹</translation>
    </message>
    <message>
        <source>Uses %1 of the recorded run.</source>
        <translation>使用录制运行的 %1。</translation>
    </message>
    <message>
        <source>The recorded run had %1. Their file is not part of a trace: choose it, or run without.</source>
        <translation>录制的运行有 %1。它们的文件不属于轨迹：请选择，或不带它们运行。</translation>
    </message>
    <message>
        <source>The recorded run had %1. Where they are is not part of a trace: choose them, or run without.</source>
        <translation>录制的运行有 %1。它们的位置不属于轨迹：请选择，或不带它们运行。</translation>
    </message>
    <message>
        <source>This computer offers less, so the run would not start.</source>
        <translation>本机提供的不足，因此运行不会启动。</translation>
    </message>
</context>
<context>
    <name>rlmscope::Rail</name>
    <message>
        <source>Places</source>
        <translation>位置</translation>
    </message>
</context>
<context>
    <name>rlmscope::RecursionSketch</name>
    <message>
        <source>Illustration: a context of ten million tokens, the part that a model holds at once, and a root that starts child frames which query sub-models</source>
        <translation>示意图：一千万 token 的上下文，模型一次能容纳的部分，以及启动子帧并由子帧询问子模型的根</translation>
    </message>
    <message>
        <source>the whole context: 10,000,000 tokens</source>
        <translation>整个上下文：10,000,000 token</translation>
    </message>
    <message>
        <source>what the model holds at once: 100,000</source>
        <translation>模型一次能容纳：100,000</translation>
    </message>
    <message>
        <source>root writes code</source>
        <translation>根编写代码</translation>
    </message>
</context>
<context>
    <name>rlmscope::ReportPage</name>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Make the report again</source>
        <translation>重新生成报告</translation>
    </message>
    <message>
        <source>Print to PDF…</source>
        <translation>打印为 PDF…</translation>
    </message>
    <message>
        <source>Export report…</source>
        <translation>导出报告…</translation>
    </message>
    <message>
        <source>Print to PDF</source>
        <translation>打印为 PDF</translation>
    </message>
    <message>
        <source>PDF documents (*.pdf)</source>
        <translation>PDF 文档 (*.pdf)</translation>
    </message>
    <message>
        <source>No run is open. Open one, and its report is shown here.</source>
        <translation>没有打开的运行。打开一个，其报告会显示在这里。</translation>
    </message>
    <message>
        <source>This build has no report page, because Node.js was missing when it was made. The data can still be exported as JSON.</source>
        <translation>此版本没有报告页，因为构建时缺少 Node.js。数据仍可导出为 JSON。</translation>
    </message>
    <message>
        <source>Making the report…</source>
        <translation>正在生成报告…</translation>
    </message>
    <message>
        <source>Rendered pages are off for root, where Chromium&apos;s sandbox does not work. Export the report and open it in a browser, or set QTWEBENGINE_DISABLE_SANDBOX=1 to render it here without the sandbox.</source>
        <translation>以 root 身份运行时 Chromium 的沙箱不可用，因此不渲染页面。请导出报告并用浏览器打开，或设置 QTWEBENGINE_DISABLE_SANDBOX=1 在没有沙箱的情况下在此渲染。</translation>
    </message>
</context>
<context>
    <name>rlmscope::Reruns</name>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Answered early at the limit of %1</source>
        <translation>在 %1 的上限处提前回答</translation>
    </message>
    <message>
        <source>Stopped by the limit of %1</source>
        <translation>因 %1 的上限而停止</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) were in flight at the end and may be paid once more, at most %1.</source>
        <translation>
            <numerusform>结束时有 %n 个请求在途，可能会再次付费，至多 %1。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) were asked for and not answered.</source>
        <translation>
            <numerusform>%n 次调用已发出但没有得到回复。</numerusform>
        </translation>
    </message>
    <message>
        <source> at %1, %2</source>
        <translation>，位于 %1，%2</translation>
    </message>
    <message>
        <source>with your key</source>
        <translation>使用你的密钥</translation>
    </message>
    <message>
        <source>without a key</source>
        <translation>不带密钥</translation>
    </message>
    <message>
        <source>This trace is not from your library. Resuming it runs its code and asks and pays %1.</source>
        <translation>此轨迹不是来自你的库。继续它会运行其代码，并询问和付费给 %1。</translation>
    </message>
    <message>
        <source>Tools in the sandbox: %1.</source>
        <translation>沙箱中的工具：%1。</translation>
    </message>
    <message>
        <source>Trusted tools outside the sandbox: %1.</source>
        <translation>沙箱外的可信工具：%1。</translation>
    </message>
    <message>
        <source>Replay this run</source>
        <translation>重放此运行</translation>
    </message>
    <message>
        <source>This trace is not from your library. Replaying it runs its code; no model is asked.</source>
        <translation>此轨迹不是来自你的库。重放它会运行其代码；不会询问模型。</translation>
    </message>
    <message>
        <source>%1 before any answer was recorded</source>
        <translation>%1，在录到任何回复之前</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n recorded answer(s)</source>
        <translation>
            <numerusform>%1：录有 %n 个回复</numerusform>
        </translation>
    </message>
    <message>
        <source>Identical: %1 calls and %2 cells were compared, no model was asked.</source>
        <translation>相同：比较了 %1 次调用和 %2 个单元，没有询问模型。</translation>
    </message>
    <message numerus="yes">
        <source>Differs in %n place(s).</source>
        <translation>
            <numerusform>有 %n 处不同。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Spent: %1 for %n call(s); it counts toward the limits of what goes on, and nothing of it is paid again.</source>
        <translation>
            <numerusform>已花费：%1，%n 次调用；计入后续运行的上限，且不会再次付费。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::ResumeBar</name>
    <message>
        <source>Raise the limit to</source>
        <translation>将上限提高到</translation>
    </message>
    <message>
        <source>Run its code on this computer and ask these models</source>
        <translation>在本机运行其代码并询问这些模型</translation>
    </message>
    <message>
        <source>Even though the sandbox of this computer is not full</source>
        <translation>即使本机的沙箱并不完整</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Replay without asking any model</source>
        <translation>重放而不询问模型</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>A new run gets the recorded replies again and asks only for what is new</source>
        <translation>新运行会再次得到录制的回复，只询问新的内容</translation>
    </message>
    <message>
        <source>Its code runs again on the recorded replies; nothing is sent or paid</source>
        <translation>其代码在录制的回复上再次运行；不发送也不付费</translation>
    </message>
    <message>
        <source>USD</source>
        <translation>美元</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>New limit in %1</source>
        <translation>新上限，单位 %1</translation>
    </message>
    <message>
        <source>Resume with a higher limit</source>
        <translation>以更高的上限继续</translation>
    </message>
    <message>
        <source>The new limit must be higher than %1.</source>
        <translation>新上限必须高于 %1。</translation>
    </message>
    <message>
        <source>Run again with changes…</source>
        <translation>修改后重新运行…</translation>
    </message>
</context>
<context>
    <name>rlmscope::RolePanel</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Root</source>
        <translation>根</translation>
    </message>
    <message>
        <source>Depth 1</source>
        <translation>深度 1</translation>
    </message>
    <message>
        <source>Depth 2</source>
        <translation>深度 2</translation>
    </message>
    <message>
        <source>Compaction</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>评判</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>A million tokens in</source>
        <translation>百万输入 token</translation>
    </message>
    <message>
        <source>Model of %1</source>
        <translation>%1 的模型</translation>
    </message>
    <message>
        <source>Not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>Same as %1</source>
        <translation>同 %1</translation>
    </message>
    <message>
        <source>Name %1 in a run to mean this model.</source>
        <translation>在运行中写 %1 即表示此模型。</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>short names used in runs</source>
        <translation>运行中使用的简称</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunAnnotations</name>
    <message>
        <source>This trace is not in your library: notes and bookmarks are kept on this computer, beside it.</source>
        <translation>此轨迹不在你的库中：笔记和书签保存在本机，放在轨迹旁边。</translation>
    </message>
    <message>
        <source>The trace cannot be written: notes and bookmarks are kept on this computer, beside it.</source>
        <translation>轨迹无法写入：笔记和书签保存在本机，放在轨迹旁边。</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunBar</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>simulated, nothing is paid</source>
        <translation>模拟，不产生费用</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>已花费</translation>
    </message>
    <message>
        <source>Tokens in + out</source>
        <translation>Token 输入 + 输出</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Elapsed</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Spent of limit</source>
        <translation>花费 / 上限</translation>
    </message>
    <message>
        <source>RLM, depth %1</source>
        <translation>RLM，深度 %1</translation>
    </message>
    <message>
        <source>Direct call</source>
        <translation>直接调用</translation>
    </message>
    <message>
        <source>Call and return, depth %1</source>
        <translation>调用与返回，深度 %1</translation>
    </message>
    <message>
        <source>script %1</source>
        <translation>脚本 %1</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>+ %1 reserved</source>
        <translation>+ 预留 %1</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>共 %1</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 token</translation>
    </message>
    <message>
        <source>%1 cached</source>
        <translation>缓存 %1</translation>
    </message>
    <message>
        <source>Simulated of limit</source>
        <translation>模拟 / 上限</translation>
    </message>
    <message>
        <source>Simulated</source>
        <translation>模拟</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunDocument</name>
    <message>
        <source>Answered after %1</source>
        <translation>%1 后回答</translation>
    </message>
    <message>
        <source>Answered at the limit of %1</source>
        <translation>在 %1 的上限处回答</translation>
    </message>
    <message>
        <source>Answered, forced</source>
        <translation>已回答，强制</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>已回答</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Stopped after %1</source>
        <translation>%1 后停止</translation>
    </message>
    <message>
        <source>Stopped by a limit</source>
        <translation>因上限而停止</translation>
    </message>
    <message>
        <source>Stopped by the limit of %1</source>
        <translation>因 %1 的上限而停止</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Reading the context</source>
        <translation>正在读取上下文</translation>
    </message>
    <message>
        <source>Pausing (%1 in flight)</source>
        <translation>正在暂停（%1 在途）</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>正在打开</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunDrawer</name>
    <message>
        <source>Fold the drawer</source>
        <translation>折叠抽屉</translation>
    </message>
    <message>
        <source>Drawer tabs</source>
        <translation>抽屉标签</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Totals by model, depth and kind of call</source>
        <translation>按模型、深度和调用类型的总计</translation>
    </message>
    <message>
        <source>No model has been asked yet.</source>
        <translation>还没有询问过模型。</translation>
    </message>
    <message>
        <source>Requests by model</source>
        <translation>按模型列出的请求</translation>
    </message>
    <message>
        <source>Unfold the drawer</source>
        <translation>展开抽屉</translation>
    </message>
    <message>
        <source>Nothing is being sent: this run is not going on.</source>
        <translation>没有发送任何内容：此运行未在进行。</translation>
    </message>
    <message>
        <source>Timeline, budget, totals and requests</source>
        <translation>时间线、预算、总计和请求</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunFamilyModel</name>
    <message>
        <source>%1, %2, not open</source>
        <translation>%1，%2，未打开</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunPage</name>
    <message>
        <source>Nothing was copied</source>
        <translation>没有复制任何内容</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新建运行</translation>
    </message>
    <message>
        <source>Panels below the runs</source>
        <translation>运行列表下方的面板</translation>
    </message>
    <message>
        <source>Views of the run</source>
        <translation>运行的视图</translation>
    </message>
    <message>
        <source>Call tree</source>
        <translation>调用树</translation>
    </message>
    <message>
        <source>Paused: nothing is being sent</source>
        <translation>已暂停：没有发送任何内容</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) wait at the gate.</source>
        <translation>
            <numerusform>%n 次调用在闸门前等待。</numerusform>
        </translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop and keep the trace</source>
        <translation>停止并保留轨迹</translation>
    </message>
    <message>
        <source>%1 rows shown</source>
        <translation>显示 %1 行</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>Copy the prompt</source>
        <translation>复制提示</translation>
    </message>
    <message>
        <source>Copy the reply</source>
        <translation>复制回复</translation>
    </message>
    <message>
        <source>Unfold everything below</source>
        <translation>展开其下全部</translation>
    </message>
    <message>
        <source>Fold everything below</source>
        <translation>折叠其下全部</translation>
    </message>
    <message>
        <source>Run again with changes…</source>
        <translation>修改后重新运行…</translation>
    </message>
    <message>
        <source>Replay without asking any model…</source>
        <translation>重放而不询问模型…</translation>
    </message>
    <message>
        <source>Cost and tokens of each row alone</source>
        <translation>仅显示各行自身的费用和 token</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Notebook</source>
        <translation>笔记本</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>Your note or bookmark was not saved</source>
        <translation>笔记或书签没有保存</translation>
    </message>
    <message>
        <source>Looking for %1 …</source>
        <translation>正在查找 %1 …</translation>
    </message>
    <message>
        <source>Nothing matches %1. Clear filter (Esc).</source>
        <translation>没有匹配 %1 的内容。清除筛选 (Esc)。</translation>
    </message>
    <message>
        <source>Nothing matches %1.</source>
        <translation>没有匹配 %1 的内容。</translation>
    </message>
    <message>
        <source>This run has no node %1.</source>
        <translation>此运行没有节点 %1。</translation>
    </message>
    <message>
        <source>Write a note…</source>
        <translation>写笔记…</translation>
    </message>
    <message>
        <source>Take the bookmark away</source>
        <translation>取消书签</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>链接已复制</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Sub-calls</source>
        <translation>子调用</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunStatusBar</name>
    <message>
        <source>Show the requests of each model</source>
        <translation>显示每个模型的请求</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>No run shown</source>
        <translation>未显示运行</translation>
    </message>
    <message>
        <source>in %1 out %2 cached %3</source>
        <translation>输入 %1 输出 %2 缓存 %3</translation>
    </message>
    <message>
        <source>%1 in flight, %2 queued</source>
        <translation>%1 在途，%2 排队</translation>
    </message>
    <message>
        <source>, %1 retrying</source>
        <translation>，%1 重试</translation>
    </message>
    <message>
        <source>At event %1: %2</source>
        <translation>事件 %1：%2</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunsList</name>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Run again with changes…</source>
        <translation>修改后重新运行…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>No runs yet. New run, or open a trace.</source>
        <translation>还没有运行。新建运行，或打开轨迹。</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunsModel</name>
    <message>
        <source>simulated</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>已导入</translation>
    </message>
</context>
<context>
    <name>rlmscope::Scrubber</name>
    <message>
        <source>event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>turn</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>cell</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>To the first event</source>
        <translation>到第一个事件</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>后退一步</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Step forward</source>
        <translation>前进一步</translation>
    </message>
    <message>
        <source>To the last event</source>
        <translation>到最后一个事件</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>回放</translation>
    </message>
    <message>
        <source>Speed, and what a step is</source>
        <translation>速度，以及一步是什么</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Shorten waits of over a second</source>
        <translation>缩短超过一秒的等待</translation>
    </message>
    <message>
        <source>A step is</source>
        <translation>一步是</translation>
    </message>
    <message>
        <source>An event</source>
        <translation>一个事件</translation>
    </message>
    <message>
        <source>A turn</source>
        <translation>一轮</translation>
    </message>
    <message>
        <source>A cell</source>
        <translation>一个单元</translation>
    </message>
    <message>
        <source>Replay, or pause the replay</source>
        <translation>回放，或暂停回放</translation>
    </message>
    <message>
        <source>Back by an event</source>
        <translation>后退一个事件</translation>
    </message>
    <message>
        <source>On by an event</source>
        <translation>前进一个事件</translation>
    </message>
    <message>
        <source>Back to the turn before</source>
        <translation>回到上一轮</translation>
    </message>
    <message>
        <source>On to the next turn</source>
        <translation>到下一轮</translation>
    </message>
    <message>
        <source>Back to the cell before</source>
        <translation>回到上一个单元</translation>
    </message>
    <message>
        <source>On to the next cell</source>
        <translation>到下一个单元</translation>
    </message>
    <message>
        <source>Back to now</source>
        <translation>回到现在</translation>
    </message>
    <message>
        <source>no events</source>
        <translation>没有事件</translation>
    </message>
    <message>
        <source>event %1</source>
        <translation>事件 %1</translation>
    </message>
    <message>
        <source>Earlier, at %1</source>
        <translation>较早，%1 处</translation>
    </message>
    <message>
        <source>Every view shows this moment. The run goes on.</source>
        <translation>所有视图显示这一刻。运行仍在继续。</translation>
    </message>
    <message>
        <source>Every view shows this moment.</source>
        <translation>所有视图显示这一刻。</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>End</source>
        <translation>结尾</translation>
    </message>
    <message>
        <source>Back to now, and on with what comes</source>
        <translation>回到现在，并随后续继续</translation>
    </message>
    <message>
        <source>Back to the end of the run</source>
        <translation>回到运行的结尾</translation>
    </message>
    <message>
        <source>Pause the replay</source>
        <translation>暂停回放</translation>
    </message>
    <message>
        <source>Play as it went</source>
        <translation>按原样播放</translation>
    </message>
    <message>
        <source>Speed %1, a step is one %2%3</source>
        <translation>速度 %1，一步为一个%2%3</translation>
    </message>
    <message>
        <source>, waits shortened</source>
        <translation>，等待已缩短</translation>
    </message>
    <message>
        <source>Back by one %1</source>
        <translation>后退一个%1</translation>
    </message>
    <message>
        <source>On by one %1</source>
        <translation>前进一个%1</translation>
    </message>
</context>
<context>
    <name>rlmscope::ScrubberTrack</name>
    <message>
        <source>Moment of the run</source>
        <translation>运行的时刻</translation>
    </message>
    <message>
        <source>Left and Right go by an event, with Shift by a turn, with Ctrl by a cell. End goes back to now.</source>
        <translation>左右键移动一个事件，加 Shift 移动一轮，加 Ctrl 移动一个单元。End 回到现在。</translation>
    </message>
    <message>
        <source>no events yet</source>
        <translation>还没有事件</translation>
    </message>
    <message>
        <source>event %1, %2</source>
        <translation>事件 %1，%2</translation>
    </message>
    <message>
        <source>Event %1 of %2, %3</source>
        <translation>事件 %1 / %2，%3</translation>
    </message>
</context>
<context>
    <name>rlmscope::SessionFile</name>
    <message>
        <source>The file of the last session is damaged: %1.</source>
        <translation>上次会话的文件已损坏：%1。</translation>
    </message>
    <message>
        <source>The last session was written by another version.</source>
        <translation>上次会话由另一版本写入。</translation>
    </message>
    <message>
        <source>The last session could not be read: %1.</source>
        <translation>无法读取上次会话：%1。</translation>
    </message>
</context>
<context>
    <name>rlmscope::SettingsBinder</name>
    <message>
        <source>Looking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>Full: own files only, listed system calls only, no network, no other programs.</source>
        <translation>完整：仅自己的文件，仅列出的系统调用，无网络，无其他程序。</translation>
    </message>
    <message>
        <source>Partial.</source>
        <translation>部分。</translation>
    </message>
    <message>
        <source>Limits of memory and time only.</source>
        <translation>仅限制内存和时间。</translation>
    </message>
    <message>
        <source>Missing: %1.</source>
        <translation>缺少：%1。</translation>
    </message>
    <message>
        <source>No file manager could be started.</source>
        <translation>无法启动文件管理器。</translation>
    </message>
    <message>
        <source>A run that is going on may use them.</source>
        <translation>正在进行的运行可能会用到它们。</translation>
    </message>
    <message numerus="yes">
        <source>%n trace(s), %1 in %2</source>
        <translation>
            <numerusform>%n 个轨迹，%1，位于 %2</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, for sub-calls at temperature 0. Clearing them costs nothing but the next calls.</source>
        <translation>%1，用于温度为 0 的子调用。清除它们除了下次调用之外没有代价。</translation>
    </message>
    <message>
        <source>None kept.</source>
        <translation>没有保留。</translation>
    </message>
    <message>
        <source>The replies could not be removed.</source>
        <translation>无法删除这些回复。</translation>
    </message>
</context>
<context>
    <name>rlmscope::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Sections of the settings</source>
        <translation>设置的分区</translation>
    </message>
    <message>
        <source>Clear search (Esc)</source>
        <translation>清除搜索 (Esc)</translation>
    </message>
    <message>
        <source>Back to the default of “%1”</source>
        <translation>恢复“%1”的默认值</translation>
    </message>
    <message>
        <source>No setting matches “%1”.</source>
        <translation>没有设置匹配“%1”。</translation>
    </message>
</context>
<context>
    <name>rlmscope::ShortcutSheet</name>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Find a key or what it does</source>
        <translation>查找按键或其作用</translation>
    </message>
    <message>
        <source>No shortcut is called “%1”.</source>
        <translation>没有名为“%1”的快捷键。</translation>
    </message>
</context>
<context>
    <name>rlmscope::SpendModel</name>
    <message>
        <source>Calls of frames</source>
        <translation>帧的调用</translation>
    </message>
    <message>
        <source>Sub-calls</source>
        <translation>子调用</translation>
    </message>
    <message>
        <source>Forced last answers</source>
        <translation>强制的最后回答</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>所有调用</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>按模型</translation>
    </message>
    <message>
        <source>model not recorded</source>
        <translation>未录制模型</translation>
    </message>
    <message>
        <source>By depth</source>
        <translation>按深度</translation>
    </message>
    <message>
        <source>Depth 0, root</source>
        <translation>深度 0，root</translation>
    </message>
    <message>
        <source>Depth %1</source>
        <translation>深度 %1</translation>
    </message>
    <message>
        <source>By kind of call</source>
        <translation>按调用类型</translation>
    </message>
    <message>
        <source>Simulated models at made-up prices: nothing of it is paid.</source>
        <translation>价格虚构的模拟模型：其中没有任何付费。</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) are of simulated models at made-up prices: that part is not paid.</source>
        <translation>
            <numerusform>%n 个回复来自价格虚构的模拟模型：这部分没有付费。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of the input tokens came from the provider&apos;s cache.</source>
        <translation>输入 token 的 %1 来自提供方的缓存。</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) came from the record</source>
        <translation>
            <numerusform>%n 个回复来自录制</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) came from the cache of earlier runs</source>
        <translation>
            <numerusform>%n 个回复来自以往运行的缓存</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2 saved.</source>
        <translation>%1：节省 %2。</translation>
    </message>
    <message>
        <source> and </source>
        <translation>和</translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) failed and cost %1.</source>
        <translation>
            <numerusform>%n 次尝试失败，花费 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无费用</translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) reported no usage: %1 of the cost is what was reserved, an upper bound.</source>
        <translation>
            <numerusform>%n 次尝试没有报告用量：费用中的 %1 为预留额度，是上界。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) have no known price: the cost is at least so much.</source>
        <translation>
            <numerusform>%n 次尝试没有已知价格：费用至少为此数。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) were in flight when their process ended: perhaps billed, not counted.</source>
        <translation>
            <numerusform>进程结束时有 %n 个请求在途：可能被计费，未计入。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1 calls, %2 requests, %3 of them failed</source>
        <translation>%1 次调用，%2 个请求，其中 %3 个失败</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 token</translation>
    </message>
    <message>
        <source>%1 read from the cache, %2 written to it, %3 of the input</source>
        <translation>从缓存读取 %1，写入 %2，占输入的 %3</translation>
    </message>
    <message>
        <source>%1 tokens, reasoning included</source>
        <translation>%1 token，包括推理</translation>
    </message>
    <message>
        <source>at least %1, some prices are unknown</source>
        <translation>至少 %1，部分价格未知</translation>
    </message>
    <message>
        <source>, %1 of it estimated</source>
        <translation>，其中 %1 为估计</translation>
    </message>
    <message>
        <source>, simulated</source>
        <translation>，模拟</translation>
    </message>
    <message>
        <source>of the cost</source>
        <translation>占费用</translation>
    </message>
    <message>
        <source>of the tokens; nothing was paid</source>
        <translation>占 token；没有付费</translation>
    </message>
    <message>
        <source>%1 for %2 replies that were not asked for again</source>
        <translation>%2 个未再次询问的回复，%1</translation>
    </message>
    <message>
        <source>%1 attempts, %2</source>
        <translation>%1 次尝试，%2</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>In</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>节省</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>rlmscope::Sums</name>
    <message numerus="yes">
        <source>%n sub-call(s)</source>
        <translation>
            <numerusform>%n 次子调用</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n child frame(s)</source>
        <translation>
            <numerusform>%n 个子帧</numerusform>
        </translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation>费用未知</translation>
    </message>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>%n 个打开</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n place(s)</source>
        <translation>
            <numerusform>在 %n 处</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::TabOverflow</name>
    <message>
        <source>More tabs</source>
        <translation>更多标签页</translation>
    </message>
</context>
<context>
    <name>rlmscope::TextHead</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>rlmscope::TextRows</name>
    <message>
        <source>%1 are selected; at most %2 can be copied. Save the text as a file instead.</source>
        <translation>选中了 %1；最多可复制 %2。请改为把文本另存为文件。</translation>
    </message>
    <message>
        <source>The text cannot be read.</source>
        <translation>无法读取文本。</translation>
    </message>
</context>
<context>
    <name>rlmscope::Timeline</name>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Waited to be sent</source>
        <translation>等待发送</translation>
    </message>
    <message>
        <source>First token after</source>
        <translation>首个 token 于</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>输入 %1，输出 %2</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>%1, %2 failed below</source>
        <translation>%1，其下 %2 次失败</translation>
    </message>
    <message>
        <source>%1, all ok</source>
        <translation>%1，全部正常</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>至 %1</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>来自 %1</translation>
    </message>
    <message>
        <source>Root model</source>
        <translation>根模型</translation>
    </message>
    <message>
        <source>Sub-calls of root</source>
        <translation>根的子调用</translation>
    </message>
    <message>
        <source>Child models</source>
        <translation>子帧模型</translation>
    </message>
    <message>
        <source>Child sub-calls</source>
        <translation>子帧的子调用</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Gaps</source>
        <translation>间隙</translation>
    </message>
    <message>
        <source>Model calls of the root frame that everything else waited for.</source>
        <translation>其他一切都在等待的根帧模型调用。</translation>
    </message>
    <message>
        <source>Sub-calls from cells of the root frame that held up their cell.</source>
        <translation>根帧单元中拖住单元的子调用。</translation>
    </message>
    <message>
        <source>Model calls of child frames that their parents waited for.</source>
        <translation>父帧在等待的子帧模型调用。</translation>
    </message>
    <message>
        <source>Sub-calls from cells of child frames that held up their cell.</source>
        <translation>子帧单元中拖住单元的子调用。</translation>
    </message>
    <message>
        <source>Python of cells, while nothing they had started was waited for.</source>
        <translation>单元的 Python，此时不在等待它启动的任何内容。</translation>
    </message>
    <message>
        <source>Between the parts of a turn, a frame or the run.</source>
        <translation>一轮、一个帧或运行的各部分之间。</translation>
    </message>
    <message>
        <source>%1 calls in flight, not %2</source>
        <translation>%1 次调用在途，而不是 %2</translation>
    </message>
    <message>
        <source>%1 child frames at once, not %2</source>
        <translation>同时 %1 个子帧，而不是 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) in one batch, not in a loop</source>
        <translation>
            <numerusform>%n 次调用放在一个批次中，而不是循环中</numerusform>
        </translation>
    </message>
    <message>
        <source>Estimated: every call and frame keeps the time it took, only when it begins changes.</source>
        <translation>估计：每次调用和每个帧的用时不变，只改变开始时间。</translation>
    </message>
    <message numerus="yes">
        <source>%n fan-out(s) on the critical path had to queue, most of all in %1.</source>
        <translation>
            <numerusform>关键路径上有 %n 个扇出需要排队，最多的在 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Child frames waited for a place, most of all in %1.</source>
        <translation>子帧在等待名额，最多的在 %1。</translation>
    </message>
    <message>
        <source>%1 made them one after another. If none needs the reply of the one before, one batch would run %2 at once.</source>
        <translation>%1 逐个发起它们。如果都不需要前一个的回复，一个批次可以同时运行 %2 个。</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Calls ended</source>
        <translation>结束的调用</translation>
    </message>
    <message>
        <source>%1, %2 failed</source>
        <translation>%1，%2 次失败</translation>
    </message>
    <message>
        <source>In flight at most</source>
        <translation>在途最多</translation>
    </message>
    <message>
        <source>Queued at most</source>
        <translation>排队最多</translation>
    </message>
    <message>
        <source>Calls and frames that had been asked for and could not begin: other frames had the places, a rate limit, a retry, approval.</source>
        <translation>已请求但无法开始的调用和帧：位置被其他帧占用、速率限制、重试、等待批准。</translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s) on the critical path, the longest before %1. At most: something else is waited for then.</source>
        <translation>
            <numerusform>关键路径上有 %n 次等待，最长的一次在 %1 之前。这是上限：其间也可能在等待别的东西。</numerusform>
        </translation>
    </message>
    <message>
        <source>No queueing, at best</source>
        <translation>最佳情况：无需排队</translation>
    </message>
</context>
<context>
    <name>rlmscope::TimelineCanvas</name>
    <message numerus="yes">
        <source>%1: %n bar(s)</source>
        <translation>
            <numerusform>%1：%n 个条形</numerusform>
        </translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>No run is open. New run, or open a trace.</source>
        <translation>没有打开的运行。新建运行，或打开轨迹。</translation>
    </message>
    <message numerus="yes">
        <source>Laying out %n node(s).</source>
        <translation>
            <numerusform>正在布局 %n 个节点。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing has a known cost.</source>
        <translation>没有任何已知费用。</translation>
    </message>
    <message>
        <source>No call has reported tokens.</source>
        <translation>没有调用报告过 token。</translation>
    </message>
    <message>
        <source>Waiting for the first turn of root.</source>
        <translation>正在等待 root 的第一轮。</translation>
    </message>
    <message>
        <source>calls, cells</source>
        <translation>调用、单元</translation>
    </message>
    <message>
        <source>sub-calls</source>
        <translation>子调用</translation>
    </message>
    <message>
        <source>without a frame</source>
        <translation>没有帧</translation>
    </message>
    <message numerus="yes">
        <source>%n at once</source>
        <translation>
            <numerusform>同时 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>waited %1 for a frame</source>
        <translation>等待帧 %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln frame(s)</source>
        <translation>
            <numerusform>%Ln 个帧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln turn(s)</source>
        <translation>
            <numerusform>%Ln 轮</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sub-call(s)</source>
        <translation>
            <numerusform>%Ln 次子调用</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln call(s)</source>
        <translation>
            <numerusform>%Ln 次调用</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>depth %1, %Ln frame(s)</source>
        <translation>
            <numerusform>深度 %1，%Ln 个帧</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::TimelineCounters</name>
    <message>
        <source>Budget left</source>
        <translation>剩余预算</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>已花费</translation>
    </message>
    <message>
        <source>Spend per second</source>
        <translation>每秒花费</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>在途</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>每秒 token</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>上限 %1</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无上限</translation>
    </message>
    <message>
        <source>when calls ended</source>
        <translation>调用结束时</translation>
    </message>
    <message>
        <source>in and out, when calls ended</source>
        <translation>输入和输出，调用结束时</translation>
    </message>
    <message>
        <source>output, even over each call&apos;s stream</source>
        <translation>输出，均摊到每次调用的流上</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1，于 %2</translation>
    </message>
    <message>
        <source>%1 at %2: %3</source>
        <translation>%1，于 %2：%3</translation>
    </message>
    <message>
        <source>%1 queued</source>
        <translation>%1 排队</translation>
    </message>
    <message>
        <source>%1 of them out</source>
        <translation>其中输出 %1</translation>
    </message>
    <message>
        <source>queued above, cut when long</source>
        <translation>排队的在上方，过长时截断</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>至 %1</translation>
    </message>
    <message>
        <source>Simulated</source>
        <translation>模拟</translation>
    </message>
</context>
<context>
    <name>rlmscope::TimelineLegend</name>
    <message>
        <source>Colours: model call, cell, sub-call</source>
        <translation>颜色：模型调用、单元、子调用</translation>
    </message>
    <message>
        <source>model call</source>
        <translation>模型调用</translation>
    </message>
    <message>
        <source>cell</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>sub-call</source>
        <translation>子调用</translation>
    </message>
</context>
<context>
    <name>rlmscope::TimelinePanel</name>
    <message>
        <source>Critical path</source>
        <translation>关键路径</translation>
    </message>
    <message>
        <source>The chain of waits that set the run time. Shortening anything else changes nothing.</source>
        <translation>决定运行时长的等待链。缩短其他任何部分都没有作用。</translation>
    </message>
    <message>
        <source>What would be faster</source>
        <translation>怎样会更快</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Critical path, estimates and selection</source>
        <translation>关键路径、估计和选择</translation>
    </message>
    <message>
        <source>Run time</source>
        <translation>运行时间</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>估计</translation>
    </message>
    <message>
        <source>Nothing on the critical path had to queue, and no cell made calls in a loop.</source>
        <translation>关键路径上没有需要排队的内容，也没有单元在循环中发起调用。</translation>
    </message>
    <message>
        <source>Known when the run has a critical path.</source>
        <translation>运行有关键路径后才知道。</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Esc clears</source>
        <translation>Esc 清除</translation>
    </message>
    <message>
        <source>Click a bar, or drag over a range.</source>
        <translation>单击条形，或拖选一个范围。</translation>
    </message>
    <message>
        <source>in the lanes</source>
        <translation>在泳道中</translation>
    </message>
</context>
<context>
    <name>rlmscope::TimelineView</name>
    <message>
        <source>Lanes</source>
        <translation>泳道</translation>
    </message>
    <message>
        <source>Flame by time</source>
        <translation>按时间的火焰图</translation>
    </message>
    <message>
        <source>by cost</source>
        <translation>按费用</translation>
    </message>
    <message>
        <source>by tokens</source>
        <translation>按 token</translation>
    </message>
    <message>
        <source>Flame by cost</source>
        <translation>按费用的火焰图</translation>
    </message>
    <message>
        <source>Flame by tokens</source>
        <translation>按 token 的火焰图</translation>
    </message>
    <message>
        <source>Critical path</source>
        <translation>关键路径</translation>
    </message>
    <message>
        <source>Draw the chain of waits that set the run time</source>
        <translation>画出决定运行时长的等待链</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>Show all of the run (Home)</source>
        <translation>显示整个运行 (Home)</translation>
    </message>
    <message>
        <source>Counters</source>
        <translation>计数器</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Where %1 went</source>
        <translation>%1 用在哪里</translation>
    </message>
    <message>
        <source>Where %1 of work went</source>
        <translation>%1 的工作用在哪里</translation>
    </message>
    <message>
        <source>what ran at once is added up</source>
        <translation>同时运行的部分相加</translation>
    </message>
    <message>
        <source>calls without a known price are not in it</source>
        <translation>不含没有已知价格的调用</translation>
    </message>
    <message>
        <source>Where %1 tokens went</source>
        <translation>%1 token 用在哪里</translation>
    </message>
    <message>
        <source>in and out</source>
        <translation>输入和输出</translation>
    </message>
</context>
<context>
    <name>rlmscope::TokenGauge</name>
    <message>
        <source>%1 tokens in, %2 of the window of %3</source>
        <translation>输入 %1 token，占 %3 窗口的 %2</translation>
    </message>
    <message>
        <source>%1 tokens in; the trace does not say how large the window is</source>
        <translation>输入 %1 token；轨迹没有说明窗口大小</translation>
    </message>
    <message>
        <source>estimated from the bytes, nothing counted yet</source>
        <translation>按字节估计，尚未计数</translation>
    </message>
    <message>
        <source>%1 cached</source>
        <translation>缓存 %1</translation>
    </message>
    <message>
        <source>%1 written to the cache</source>
        <translation>写入缓存 %1</translation>
    </message>
    <message>
        <source>%1 fresh</source>
        <translation>新的 %1</translation>
    </message>
    <message>
        <source>%1 out</source>
        <translation>输出 %1</translation>
    </message>
    <message>
        <source>output cap %1</source>
        <translation>输出上限 %1</translation>
    </message>
    <message>
        <source>Tokens of the request</source>
        <translation>请求的 token</translation>
    </message>
    <message>
        <source>%1 tokens in</source>
        <translation>输入 %1 token</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation>，共 %1</translation>
    </message>
</context>
<context>
    <name>rlmscope::ValueItemsModel</name>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>rlmscope::ValuePanel</name>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Beginning</source>
        <translation>开头</translation>
    </message>
    <message>
        <source>What it was after each cell</source>
        <translation>每个单元之后的值</translation>
    </message>
    <message>
        <source>Choose a variable below to see what it was after each cell, and its value.</source>
        <translation>在下方选择一个变量，查看它在每个单元之后的情况及其值。</translation>
    </message>
    <message>
        <source>Items of the value</source>
        <translation>值的各项</translation>
    </message>
    <message>
        <source>Text of the value</source>
        <translation>值的文本</translation>
    </message>
    <message>
        <source>Table of the value</source>
        <translation>值的表格</translation>
    </message>
    <message>
        <source>Load values</source>
        <translation>加载值</translation>
    </message>
    <message>
        <source>Out of this item (Backspace)</source>
        <translation>退出此项（Backspace）</translation>
    </message>
    <message>
        <source>Search all of it</source>
        <translation>搜索全部</translation>
    </message>
    <message>
        <source>Search the whole value</source>
        <translation>搜索整个值</translation>
    </message>
    <message>
        <source>The page before</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>The next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>not there after %1</source>
        <translation>在 %1 之后不存在</translation>
    </message>
    <message>
        <source>after %1</source>
        <translation>在 %1 之后</translation>
    </message>
    <message numerus="yes">
        <source>written by %n cell(s)</source>
        <translation>
            <numerusform>由 %n 个单元写入</numerusform>
        </translation>
    </message>
    <message>
        <source>This variable does not exist here.</source>
        <translation>此变量在这里不存在。</translation>
    </message>
    <message>
        <source>what the trace keeps of it</source>
        <translation>轨迹中保留的部分</translation>
    </message>
    <message>
        <source>This program cannot run Python, so only the beginning of a value can be shown.</source>
        <translation>此程序无法运行 Python，因此只能显示值的开头。</translation>
    </message>
    <message>
        <source>Rebuilding the REPL: its cells run again with their recorded answers…</source>
        <translation>正在重建 REPL：其单元用录制的回答重新运行…</translation>
    </message>
    <message numerus="yes">
        <source>To see all of it, the REPL is rebuilt: %n cell(s) run again with their recorded answers, about %1. No model is asked, nothing is paid.</source>
        <translation>
            <numerusform>要查看全部内容，需重建 REPL：%n 个单元用录制的回答重新运行，约需 %1。不询问任何模型，也不产生费用。</numerusform>
        </translation>
    </message>
    <message>
        <source>Run its code and load values</source>
        <translation>运行其代码并加载值</translation>
    </message>
    <message>
        <source>An empty text.</source>
        <translation>空文本。</translation>
    </message>
    <message>
        <source>It is empty.</source>
        <translation>它是空的。</translation>
    </message>
    <message>
        <source>Nothing in it contains “%1”.</source>
        <translation>其中没有任何内容包含“%1”。</translation>
    </message>
    <message>
        <source>characters %1 of %2</source>
        <translation>字符 %1，共 %2</translation>
    </message>
    <message>
        <source>matches %1 of %2</source>
        <translation>匹配 %1，共 %2</translation>
    </message>
    <message>
        <source>rows %1 of %2</source>
        <translation>行 %1，共 %2</translation>
    </message>
    <message>
        <source>items %1 of %2</source>
        <translation>项 %1，共 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n 处匹配</numerusform>
        </translation>
    </message>
    <message>
        <source>the first %1 columns</source>
        <translation>前 %1 列</translation>
    </message>
    <message>
        <source>clear the search to go into an item of this</source>
        <translation>清除搜索后才能进入其中的项</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
</context>
<context>
    <name>rlmscope::ValueRebuilder</name>
    <message>
        <source>The run is going on. When it has ended, its values can be loaded.</source>
        <translation>运行正在进行。结束后可以加载其值。</translation>
    </message>
    <message>
        <source>The REPL ended in this cell, so there is nothing to look at after it. Choose the cell before it.</source>
        <translation>REPL 在此单元结束，之后没有可看的内容。请选择前一个单元。</translation>
    </message>
    <message>
        <source>This trace is not from your library. Loading values runs the code recorded in it, in the full sandbox, without network.</source>
        <translation>此轨迹不是来自你的库。加载值会在完整沙箱中、无网络地运行其中录制的代码。</translation>
    </message>
    <message>
        <source>This trace is not from your library; nothing of it is run unless you say so.</source>
        <translation>此轨迹不是来自你的库；未经同意不会运行其中任何内容。</translation>
    </message>
    <message>
        <source>rebuilt in %1</source>
        <translation>%1 内重建</translation>
    </message>
    <message>
        <source>nothing differed</source>
        <translation>没有差异</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) differed from the record: %1</source>
        <translation>
            <numerusform>有 %n 处与录制不同：%1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::ValueStepsModel</name>
    <message>
        <source>removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>made</source>
        <translation>已创建</translation>
    </message>
    <message>
        <source>written</source>
        <translation>已写入</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>rlmscope::VariablesModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>%1, added</source>
        <translation>%1，新增</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1，改变</translation>
    </message>
    <message>
        <source>%1, removed</source>
        <translation>%1，移除</translation>
    </message>
    <message>
        <source>Before: %1
Now: %2</source>
        <translation>之前：%1
现在：%2</translation>
    </message>
</context>
<context>
    <name>rlmscope::VariablesPanel</name>
    <message>
        <source>Variables</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>The cell before</source>
        <translation>上一个单元</translation>
    </message>
    <message>
        <source>The cell after</source>
        <translation>下一个单元</translation>
    </message>
    <message>
        <source>Compare with another cell</source>
        <translation>与另一个单元比较</translation>
    </message>
    <message>
        <source>Filter the variables</source>
        <translation>筛选变量</translation>
    </message>
    <message>
        <source>Name, type or value</source>
        <translation>名称、类型或值</translation>
    </message>
    <message>
        <source>End the comparison</source>
        <translation>结束比较</translation>
    </message>
    <message>
        <source>The cell left no variables.</source>
        <translation>该单元没有留下变量。</translation>
    </message>
    <message>
        <source>Nothing matches “%1”.</source>
        <translation>没有匹配“%1”的内容。</translation>
    </message>
    <message>
        <source>Turn %1, Cell %2</source>
        <translation>第 %1 轮，单元 %2</translation>
    </message>
    <message>
        <source>No cell of this frame has run before this.</source>
        <translation>在此之前，此帧还没有运行过单元。</translation>
    </message>
    <message>
        <source>This frame has not run a cell.</source>
        <translation>此帧没有运行过单元。</translation>
    </message>
    <message>
        <source>after %1</source>
        <translation>%1 之后</translation>
    </message>
    <message>
        <source>Against %1: %2 added, %3 changed, %4 removed</source>
        <translation>与 %1 相比：新增 %2，改变 %3，移除 %4</translation>
    </message>
    <message>
        <source>What the cell itself changed</source>
        <translation>该单元自身的改变</translation>
    </message>
    <message>
        <source>Against the cell before (%1)</source>
        <translation>与前一个单元相比（%1）</translation>
    </message>
    <message>
        <source>Against the first cell (%1)</source>
        <translation>与第一个单元相比（%1）</translation>
    </message>
    <message>
        <source>No variables are recorded of this frame.</source>
        <translation>没有录制此帧的变量。</translation>
    </message>
</context>
<context>
    <name>rlmscope::VariablesTable</name>
    <message>
        <source>Variables</source>
        <translation>变量</translation>
    </message>
</context>
<context>
    <name>rlmscope::format</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>&lt;1 ms</source>
        <translation>&lt;1 毫秒</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 m %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 m</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>0 s</source>
        <translation>0 秒</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 微秒</translation>
    </message>
    <message>
        <source>%1 m</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 B</source>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 TB</source>
        <translation>%1 TB</translation>
    </message>
    <message>
        <source>&lt;1 %</source>
        <translation>&lt;1 %</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>rlmscope::words</name>
    <message>
        <source>Money</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Input tokens</source>
        <translation>输入 token</translation>
    </message>
    <message>
        <source>Output tokens</source>
        <translation>输出 token</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Turns</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Errors in a row</source>
        <translation>连续错误</translation>
    </message>
    <message>
        <source>Overrun</source>
        <translation>超支</translation>
    </message>
    <message>
        <source>0 s</source>
        <translation>0 秒</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 token</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n 次调用</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n 个帧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s)</source>
        <translation>
            <numerusform>%n 轮</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 input tokens</source>
        <translation>%1 输入 token</translation>
    </message>
    <message>
        <source>%1 output tokens</source>
        <translation>%1 输出 token</translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation>几秒</translation>
    </message>
    <message>
        <source>about %1 s</source>
        <translation>约 %1 秒</translation>
    </message>
    <message>
        <source>about a minute</source>
        <translation>约一分钟</translation>
    </message>
    <message>
        <source>about a minute and a half</source>
        <translation>约一分半钟</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <translation>约 %1 分钟</translation>
    </message>
    <message>
        <source>about an hour</source>
        <translation>约一小时</translation>
    </message>
    <message>
        <source>about %1 hours</source>
        <translation>约 %1 小时</translation>
    </message>
    <message>
        <source>more than a day</source>
        <translation>一天以上</translation>
    </message>
    <message>
        <source>The time limit of %1 is reached in %2</source>
        <translation>%1 的时间上限将在%2后达到</translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation>HTTP %1</translation>
    </message>
    <message>
        <source>waits: %1</source>
        <translation>等待：%1</translation>
    </message>
    <message>
        <source>waits for room in the limit on %1</source>
        <translation>等待%1上限的余地</translation>
    </message>
    <message>
        <source>attempt %1 in %2: %3</source>
        <translation>第 %1 次尝试，%2 后：%3</translation>
    </message>
    <message>
        <source>attempt %1 is next: %2</source>
        <translation>下一次是第 %1 次尝试：%2</translation>
    </message>
    <message>
        <source>At this pace the limit of %1 is reached in %2 (estimated)</source>
        <translation>按此速度，%2后达到 %1 的上限（估计）</translation>
    </message>
    <message>
        <source>80 % of the limit of %1 is used up</source>
        <translation>已用去上限 %1 的 80 %</translation>
    </message>
    <message>
        <source>80 % of the limit of %1 is spent</source>
        <translation>已花费上限 %1 的 80 %</translation>
    </message>
</context>
</TS>
