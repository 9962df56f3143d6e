/* frame.c -- what everything that is not a dataset is made of: every file of it, by name and bytes. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/hash.h>

#include "../stages.h"
#include "reading.h"

/* What the frame of every page is made of; the rest of the content is in the other print. */
static const char *const FRAME[] = {"orgs.csv", "portal.yaml", "regions.csv", "vocabularies"};
/* Datasets have prints of their own. */
static const char *const APART[] = {"datasets", "ledgers"};

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_seen(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static enum status add_file(struct printer *printer, int fd)
{
	struct sha256 *hash = sha256_new();
	char block[65536], hex[SHA256_HEX_LEN + 1];
	ssize_t got;
	while ((got = read(fd, block, sizeof block)) > 0)
		sha256_add(hash, block, (size_t)got);
	sha256_end(hash, hex);
	printer_string(printer, hex);
	return got < 0 ? STATUS_IO : STATUS_OK;
}

static enum status add_folder(struct printer *printer, int fd);

static enum status add(struct printer *printer, int folder, const char *name)
{
	struct stat facts;
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? STATUS_OK : STATUS_IO;
	enum status status = fstat(fd, &facts) == 0 ? STATUS_OK : STATUS_IO;
	printer_string(printer, name);
	if (status == STATUS_OK)
		status = S_ISDIR(facts.st_mode) ? add_folder(printer, fd) : add_file(printer, fd);
	close(fd);
	return status;
}

static enum status add_folder(struct printer *printer, int fd)
{
	struct dirent **entries;
	enum status status = STATUS_OK;
	int count = scandirat(fd, ".", &entries, is_seen, by_name);
	if (count < 0)
		return STATUS_IO;
	for (int i = 0; i < count; i++) {
		if (status == STATUS_OK)
			status = add(printer, fd, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	printer_int(printer, count);
	return status;
}

static enum status add_rest(struct printer *printer, int content)
{
	struct dirent **entries;
	enum status status = STATUS_OK;
	int count = scandirat(content, ".", &entries, is_seen, by_name);
	if (count < 0)
		return STATUS_IO;
	for (int i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;
		bool other = !is_one_of(name, FRAME, sizeof FRAME / sizeof FRAME[0]) &&
			     !is_one_of(name, APART, sizeof APART / sizeof APART[0]);
		if (status == STATUS_OK && other)
			status = add(printer, content, name);
		free(entries[i]);
	}
	free(entries);
	return status;
}

/* Of the past, what ledgers say stands in none of the files above. */
static void add_past(struct printer *printer, const struct model *model)
{
	for (size_t i = 0; i < model->withdrawal_count; i++) {
		const struct withdrawal *item = &model->withdrawals[i];
		printer_string(printer, item->id);
		printer_string(printer, item->title.text[LANG_ZH]);
		printer_string(printer, item->date.text);
		printer_string(printer, item->reason);
		printer_string(printer, item->successor);
	}
	for (size_t i = 0; i < model->rename_count; i++) {
		printer_string(printer, model->renames[i].old_id);
		printer_string(printer, model->renames[i].id);
		printer_string(printer, model->renames[i].date.text);
	}
}

enum status lists_print(int content, struct print *print)
{
	struct printer *printer = printer_new();
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof FRAME / sizeof FRAME[0] && status == STATUS_OK; i++)
		status = add(printer, content, FRAME[i]);
	*print = printer_end(printer);
	printer_free(printer);
	return status;
}

enum status read_prints(struct model *model, const char *templates_dir)
{
	struct printer *printer = printer_new();
	int templates = open(templates_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum status status = templates < 0 ? STATUS_IO : add_folder(printer, templates);
	if (templates >= 0)
		close(templates);
	printer_print(printer, &model->lists);
	model->frame = printer_end(printer);
	if (status == STATUS_OK)
		status = add_rest(printer, model->content_fd);
	add_past(printer, model);
	model->rest = printer_end(printer);
	printer_print(printer, &model->frame);
	printer_print(printer, &model->rest);
	for (size_t i = 0; i < model->dataset_count; i++) {
		printer_string(printer, model->cards[i].id);
		printer_print(printer, &model->cards[i].print);
	}
	model->whole = printer_end(printer);
	printer_free(printer);
	return status;
}
