<?xml version="1.0" encoding="UTF-8"?>
<!-- search.xsl: answers of the service. The document is made by the service; contract/search.rng describes it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:include href="../part/list.xsl"/>

<xsl:template match="page" mode="main"><xsl:apply-templates select="search"/></xsl:template>

<xsl:template match="search">
  <header class="page-head search-head">
    <h1><xsl:for-each select=".."><xsl:call-template name="page-title"/></xsl:for-each></h1>
    <xsl:for-each select="..">
      <xsl:call-template name="search-form"><xsl:with-param name="class" select="'search search-big'"/><xsl:with-param name="q" select="search/@q"/></xsl:call-template>
    </xsl:for-each>
    <xsl:if test="chosen">
      <ul class="chips" aria-label="{hw:t('search.chosen')}">
        <xsl:for-each select="chosen">
          <li><a class="chip-link chip-remove" href="{@href}"><span class="unseen"><xsl:value-of select="hw:t('search.remove')"/></span><xsl:choose>
            <xsl:when test="@like"><xsl:value-of select="hw:t('search.like', @like)"/></xsl:when>
            <xsl:when test="@from"><xsl:value-of select="hw:t('search.years', @from, @to)"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="@label"/></xsl:otherwise>
          </xsl:choose><span aria-hidden="true"> ×</span></a></li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </header>
  <div class="with-side">
    <xsl:call-template name="facets"/>
    <div class="results">
      <div class="results-head">
        <p class="count" role="status">
          <xsl:choose>
            <xsl:when test="@about = 'yes'"><xsl:value-of select="hw:t('search.total-about', format-number(@total, '#,##0'))"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="hw:t('search.total', format-number(@total, '#,##0'))"/></xsl:otherwise>
          </xsl:choose>
          <xsl:if test="@took-ms"><xsl:text> </xsl:text><span class="quiet small"><xsl:choose><xsl:when test="@took-ms &gt; 0"><xsl:value-of select="hw:t('search.took', @took-ms)"/></xsl:when><xsl:otherwise><xsl:value-of select="hw:t('search.took-none')"/></xsl:otherwise></xsl:choose></span></xsl:if>
        </p>
        <xsl:if test="hit"><xsl:call-template name="sorts"/></xsl:if>
      </div>
      <xsl:if test="@partial = 'yes'"><p class="callout"><xsl:value-of select="hw:t('search.partial')"/></p></xsl:if>
      <xsl:if test="@cut = 'yes'"><p class="callout"><xsl:value-of select="hw:t('search.cut')"/></p></xsl:if>
      <xsl:if test="@any-word = 'yes' and hit"><p class="callout"><xsl:value-of select="hw:t('search.any-word')"/></p></xsl:if>
      <xsl:if test="@by-sound = 'yes' and hit"><p class="callout"><xsl:value-of select="hw:t('search.by-sound')"/></p></xsl:if>
      <xsl:if test="hit and suggestion">
        <div class="suggestions">
          <p><xsl:value-of select="hw:t('search.suggestions')"/></p>
          <ul class="chips"><xsl:for-each select="suggestion"><li><a class="chip-link" href="{@href}"><xsl:apply-templates select="." mode="marked"/></a></li></xsl:for-each></ul>
        </div>
      </xsl:if>
      <xsl:if test="hit"><ol class="items"><xsl:apply-templates select="hit"/></ol></xsl:if>
      <xsl:if test="not(hit) and @total &gt; 0 and pager">
        <p class="empty"><xsl:value-of select="hw:t('search.beyond', pager/@pages)"/><xsl:text> </xsl:text><a href="{pager/link[@rel = 'prev']/@href}"><xsl:value-of select="hw:t('search.last-page')"/></a></p>
      </xsl:if>
      <xsl:apply-templates select="empty"/>
      <xsl:apply-templates select="pager"/>
      <xsl:if test="hit and form">
        <p class="search-forms small"><span class="quiet"><xsl:value-of select="hw:t('search.forms')"/></span>
          <xsl:for-each select="form"><xsl:text> </xsl:text><a href="{@href}" rel="nofollow"><xsl:value-of select="hw:t(concat('search.form.', @name))"/></a></xsl:for-each>
        </p>
      </xsl:if>
    </div>
  </div>
</xsl:template>

<xsl:template match="empty">
  <div class="empty">
    <p><xsl:value-of select="hw:t('search.none')"/></p>
    <xsl:if test="suggestion">
      <p><xsl:value-of select="hw:t('search.suggestions')"/></p>
      <ul class="chips"><xsl:for-each select="suggestion"><li><a class="chip-link" href="{@href}"><xsl:apply-templates select="." mode="marked"/></a></li></xsl:for-each></ul>
    </xsl:if>
    <ul class="search-tips"><li><xsl:value-of select="hw:t('search.tip-1')"/></li><li><xsl:value-of select="hw:t('search.tip-2')"/></li></ul>
    <ul class="chips">
      <xsl:for-each select="link"><li><a class="chip-link" href="{@href}"><xsl:apply-templates select="." mode="marked"/></a></li></xsl:for-each>
      <xsl:if test="not(link)">
        <li><a class="chip-link" href="{$prefix}/datasets/"><xsl:value-of select="hw:t('title.datasets')"/></a></li>
        <li><a class="chip-link" href="{$prefix}/themes/"><xsl:value-of select="hw:t('title.themes')"/></a></li>
      </xsl:if>
    </ul>
  </div>
</xsl:template>
</xsl:stylesheet>
