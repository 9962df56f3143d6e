<?xml version="1.0" encoding="UTF-8"?>
<!-- article.xsl: one article. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:template match="page" mode="head">
  <meta property="article:published_time" content="{article/@date}"/>
</xsl:template>

<xsl:template match="page" mode="main"><xsl:apply-templates select="article"/></xsl:template>

<xsl:template match="article">
  <article class="article">
    <header class="page-head">
      <h1><xsl:copy-of select="title/@lang"/><xsl:apply-templates select="title" mode="marked"/></h1>
      <xsl:if test="summary"><p class="lead"><xsl:copy-of select="summary/@lang"/><xsl:value-of select="summary"/></p></xsl:if>
      <dl class="facts">
        <div><dt><xsl:value-of select="hw:t('article.date')"/></dt><dd><time datetime="{@date}"><xsl:value-of select="@date"/></time></dd></div>
        <xsl:for-each select="source | issuer">
          <div><dt><xsl:value-of select="hw:t(concat('article.', name()))"/></dt><dd><xsl:apply-templates select="." mode="text"/></dd></div>
        </xsl:for-each>
        <xsl:if test="@number"><div><dt><xsl:value-of select="hw:t('article.number')"/></dt><dd lang="zh-CN"><xsl:value-of select="@number"/></dd></div></xsl:if>
        <xsl:if test="@effective"><div><dt><xsl:value-of select="hw:t('article.effective')"/></dt><dd><time datetime="{@effective}"><xsl:value-of select="@effective"/></time></dd></div></xsl:if>
        <xsl:if test="@status"><div><dt><xsl:value-of select="hw:t('article.status')"/></dt><dd><span class="status status-{@status}"><xsl:value-of select="hw:t(concat('status.', @status))"/></span></dd></div></xsl:if>
        <xsl:if test="@url"><div><dt><xsl:value-of select="hw:t('article.url')"/></dt><dd><a href="{@url}" rel="external"><xsl:value-of select="@url"/></a></dd></div></xsl:if>
      </dl>
    </header>
    <xsl:call-template name="fallback-note"/>
    <xsl:apply-templates select="body"/>
  </article>
  <xsl:if test="previous or next">
    <nav class="steps" aria-label="{hw:t('steps')}">
      <ul>
        <xsl:for-each select="previous"><li><a href="{@href}"><span class="quiet small"><xsl:value-of select="hw:t('steps.previous')"/></span><xsl:text> </xsl:text><span><xsl:copy-of select="@lang"/><xsl:apply-templates select="." mode="marked"/></span></a></li></xsl:for-each>
        <xsl:for-each select="next"><li class="step-next"><a href="{@href}"><span class="quiet small"><xsl:value-of select="hw:t('steps.next')"/></span><xsl:text> </xsl:text><span><xsl:copy-of select="@lang"/><xsl:apply-templates select="." mode="marked"/></span></a></li></xsl:for-each>
      </ul>
    </nav>
  </xsl:if>
</xsl:template>
</xsl:stylesheet>
