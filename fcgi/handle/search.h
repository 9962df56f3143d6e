/* search.h -- GET /search: what the files of this handler share. */
#ifndef FCGI_HANDLE_SEARCH_H
#define FCGI_HANDLE_SEARCH_H

#include "../context.h"
#include "../search.h"

#define SEARCH_ROWS_DEFAULT 20
#define SEARCH_ROWS_FEED 50  /* of an Atom feed, newest first */
#define SEARCH_ROWS_CSV 1000 /* of a page of CSV */

/* The address of a query: only what differs from the default, in a fixed order, so that one search has one address. */
const char *search_href(struct context *context, const struct search_query *query);
/* The same below another path than the request's. */
const char *search_href_at(struct context *context, const char *path, const struct search_query *query);
/* Name of a facet in addresses: format is filetype there, since format=json asks for another form of the answer. */
const char *search_param(enum facet facet);
/* A site-absolute path in the language of the request. */
const char *search_path(struct context *context, const char *path);

enum status search_answer_json(struct context *context, const struct search_query *query,
			       const struct search_result *result);
enum status search_answer_page(struct context *context, const struct search_query *query,
			       const struct search_result *result);
/* The feed and the table have every hit by itself, near-identical ones too. */
enum status search_answer_atom(struct context *context, const struct search_query *query,
			       const struct search_result *result);
enum status search_answer_csv(struct context *context, const struct search_query *query,
			      const struct search_result *result);

#endif
