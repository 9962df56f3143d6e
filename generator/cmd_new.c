/* headwater new dataset ID: a commented skeleton to fill in. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/buf.h>

#include "cmd.h"
#include "stages.h"

#define ID_MAX 64

static const char usage[] = "usage: headwater new dataset ID [-C content] [--now YYYY-MM-DD]\n";

/* {issued} is the day; what stands empty is for the editor, and `headwater check` asks for it. */
static const char skeleton[] =
    "---\n"
    "# 带 * 的必填。“#”后面是说明，填完可以删。代码要加引号，前导零才不会丢。\n"
    "# Items with * must be filled in. Text behind # explains and may go. Quote codes, so that zeros stay.\n"
    "title:                      # * 信息资源名称 / title\n"
    "title_en:                   #   英文名称 / English title\n"
    "code:                       # * 信息资源代码，如 \"101001/0001\"，全站唯一 / resource code, unique\n"
    "class:                      # * 分类，见 vocabularies/classes.csv，如 \"101\" / class\n"
    "category:                   #   目、细目 / further classification\n"
    "provider:                   # * 提供方，orgs.csv 的 id / id of orgs.csv\n"
    "abstract:                   # * 摘要，20 字以上：是什么、范围、时间、用途 / what the data are, 20 characters or "
    "more\n"
    "abstract_en:                #   英文摘要 / English abstract\n"
    "share:\n"
    "  type: 1                   # * 共享类型：1 无条件 2 有条件 3 不予；2、3 要写 condition / share type\n"
    "  method: 文件下载\n"
    "open:\n"
    "  type: 1                   # * 开放类型：1 无条件 2 有条件（写 condition，只放样例）3 不予（写 "
    "reason，不放文件）\n"
    "update_cycle: 7             # * 更新周期，见 vocabularies/update-cycles.csv / update cycle\n"
    "issued: {issued}          # * 发布日期 / date of issue\n"
    "region:                     # * 区划代码，如 \"630000\" / region code\n"
    "themes: []                  # * 主题，如 [\"20\"]，见 vocabularies/themes.csv / themes\n"
    "keywords: []                #   关键词，3 至 5 个 / keywords\n"
    "grade: 1                    # * 数据分级 1-4，不低于任何一个字段 / grade, not below that of any field\n"
    "source:\n"
    "  title:                    # * 数据来源 / where the data come from\n"
    "  url:\n"
    "resources:\n"
    "  - file: data.csv          # * 本文件夹里的文件 / a file of this folder\n"
    "    title: 数据表           # * 文件标题 / title of the file\n"
    "    primary_key: [code]\n"
    "    fields:                 # * 每列一项，顺序与表头一致 / one for each column, in order\n"
    "      - name: code\n"
    "        title: 代码\n"
    "        title_en: Code\n"
    "        type: string        # string integer number boolean date datetime time year any\n"
    "        required: true\n"
    "        unique: true\n"
    "      - name: name\n"
    "        title: 名称\n"
    "        title_en: Name\n"
    "        type: string\n"
    "---\n"
    "\n"
    "## 说明\n"
    "\n"
    "在这里写数据的来历、口径和用法。\n";

static const char table[] = "code,name\n01,示例\n";

static bool id_ok(const char *id)
{
	size_t len = strlen(id);
	return len > 0 && len <= ID_MAX && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == len && id[0] != '-' &&
	       id[len - 1] != '-' && !strstr(id, "--");
}

/* False, with a message, when it exists or cannot be written whole. */
static bool write_file(const char *path, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	bool good = fd >= 0 && write(fd, bytes, len) == (ssize_t)len;
	if (fd >= 0 && close(fd) != 0)
		good = false;
	if (!good)
		fprintf(stderr, "headwater: %s: %s\n", path, strerror(errno));
	return good;
}

static void fill_skeleton(struct buf *out, const char *issued)
{
	static const char mark[] = "{issued}";
	const char *at = strstr(skeleton, mark);
	buf_add(out, skeleton, (size_t)(at - skeleton));
	buf_str(out, issued);
	buf_str(out, at + sizeof mark - 1);
}

static int create(const char *content_dir, const char *id, const char *issued, struct arena *arena)
{
	const char *parent = arena_printf(arena, "%s/datasets", content_dir);
	const char *folder = arena_printf(arena, "%s/%s", parent, id);
	if (access(content_dir, F_OK) != 0 || (mkdir(parent, 0777) != 0 && errno != EEXIST)) {
		fprintf(stderr, "headwater: %s: %s\n", content_dir, strerror(errno));
		return EXIT_INTERNAL;
	}
	if (mkdir(folder, 0777) != 0) {
		bool exists = errno == EEXIST;
		fprintf(stderr, "headwater: %s: %s\n", folder, exists ? "exists already / 已经存在" : "cannot be made");
		return exists ? EXIT_USAGE : EXIT_INTERNAL;
	}
	struct buf text;
	buf_init(&text, BUF_MAX_DEFAULT);
	fill_skeleton(&text, issued);
	bool good = write_file(arena_printf(arena, "%s/dataset.md", folder), text.bytes, text.len) &&
		    write_file(arena_printf(arena, "%s/data.csv", folder), table, sizeof table - 1);
	buf_free(&text);
	if (good)
		printf("%s/dataset.md\n%s/data.csv\n", folder, folder);
	return good ? EXIT_CLEAN : EXIT_INTERNAL;
}

int cmd_new(int argc, char **argv)
{
	static const struct option options[] = {
	    {"content", required_argument, NULL, 'C'},
	    {"now", required_argument, NULL, 'n'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	const char *content_dir = "content", *now_text = NULL;
	int option;
	optind = 1;
	while ((option = getopt_long(argc, argv, "C:h", options, NULL)) != -1) {
		if (option == 'C')
			content_dir = optarg;
		else if (option == 'n')
			now_text = optarg;
		else {
			fputs(usage, option == 'h' ? stdout : stderr);
			return option == 'h' ? EXIT_CLEAN : EXIT_USAGE;
		}
	}
	if (argc - optind != 2 || strcmp(argv[optind], "dataset") != 0) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (!id_ok(argv[optind + 1])) {
		fprintf(
		    stderr,
		    "headwater: \"%s\" is no dataset id: lower-case letters, digits and \"-\" between them, at most %d"
		    " / 标识只用小写字母、数字和中间的“-”\n",
		    argv[optind + 1], ID_MAX);
		return EXIT_USAGE;
	}
	struct arena *arena = arena_new();
	struct date now;
	int code =
	    cmd_parse_now(now_text, arena, &now) ? create(content_dir, argv[optind + 1], now.text, arena) : EXIT_USAGE;
	arena_free(arena);
	return code;
}
