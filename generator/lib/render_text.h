/*
 * render_text.h -- hw:t(), the stylesheets' way to the text catalogues, for render.c only.
 *
 *   xmlns:hw="urn:headwater"     <xsl:value-of select="hw:t('found', @total)"/>
 *
 * gives the text with that key in text/<lang>.xml, where <lang> is that of the page the current node stands in, with
 * {0}, {1}, … replaced by the further arguments. A key that the catalogue lacks stops the transform with an error.
 */
#ifndef LIB_RENDER_TEXT_H
#define LIB_RENDER_TEXT_H

#include <stdbool.h>

#include <libxml/hash.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>

#include <headwater/buf.h>
#include <headwater/lang.h>

/* One language's texts: the parsed file, and its entries by key. */
struct text_catalogue {
	xmlDoc *tree;
	xmlHashTable *entries; /* key -> text, xmlChar * */
};

/* What a running transform keeps for hw:t(); ctxt->_private of the transform points to it. */
struct text_run {
	const struct text_catalogue *catalogues; /* LANG__MAX */
	const xmlNode *page;                     /* the last page asked for, and its language */
	enum lang lang;
};

/* Indexes `tree`, which the catalogue then owns. Entries are <t id="key">text</t>, or <key>text</key>. */
void text_catalogue_init(struct text_catalogue *catalogue, xmlDoc *tree);
void text_catalogue_free(struct text_catalogue *catalogue);
/* hw:t() itself, over the parser's stack. False when the key is missing: `error` says which. */
bool text_function(xmlXPathParserContext *parser, int count, struct text_run *run, struct buf *error);

#endif
