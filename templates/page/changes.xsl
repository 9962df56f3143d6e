<?xml version="1.0" encoding="UTF-8"?>
<!-- changes.xsl: the log of the catalogue: what was added, changed, withdrawn and renamed, newest first. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:include href="../part/list.xsl"/>

<xsl:template match="page" mode="head">
  <xsl:for-each select="changes/download[@format = 'atom']"><link rel="alternate" type="application/atom+xml" title="{hw:t('title.changes')}" href="{@href}"/></xsl:for-each>
</xsl:template>

<xsl:template match="page" mode="main">
  <header class="page-head">
    <h1><xsl:call-template name="page-title"/></h1>
    <p class="lead"><xsl:value-of select="hw:t('lead.changes')"/></p>
    <xsl:if test="changes/download">
      <ul class="chips">
        <xsl:for-each select="changes/download"><li><a class="chip-link" href="{@href}"><xsl:value-of select="@file"/></a></li></xsl:for-each>
      </ul>
    </xsl:if>
  </header>
  <xsl:apply-templates select="changes"/>
</xsl:template>

<xsl:template match="changes">
  <p class="count"><xsl:value-of select="hw:t('changes.total', format-number(@total, '#,##0'))"/></p>
  <ul class="entries">
    <xsl:for-each select="entry">
      <li class="entry">
        <time datetime="{@date}"><xsl:value-of select="@date"/></time><xsl:text> </xsl:text>
        <span class="chip"><xsl:value-of select="hw:t(concat('change.', @kind))"/></span><xsl:text> </xsl:text>
        <xsl:apply-templates select="title" mode="link"/><xsl:text> </xsl:text>
        <code class="quiet small"><xsl:value-of select="@id"/></code>
        <xsl:if test="@new-id"><xsl:text> → </xsl:text><code class="quiet small"><xsl:value-of select="@new-id"/></code></xsl:if>
        <xsl:if test="item">
          <p class="small"><xsl:value-of select="hw:t('changes.items')"/><xsl:text> </xsl:text>
            <xsl:for-each select="item"><xsl:if test="position() &gt; 1"><xsl:value-of select="hw:t('separator')"/></xsl:if><xsl:value-of select="."/></xsl:for-each>
          </p>
        </xsl:if>
        <xsl:if test="reason"><p class="small"><xsl:value-of select="hw:t('changes.reason')"/><xsl:text> </xsl:text><xsl:apply-templates select="reason" mode="text"/></p></xsl:if>
        <xsl:if test="successor"><p class="small"><xsl:value-of select="hw:t('changes.successor')"/><xsl:text> </xsl:text><xsl:apply-templates select="successor" mode="link"/></p></xsl:if>
      </li>
    </xsl:for-each>
  </ul>
  <xsl:apply-templates select="pager"/>
</xsl:template>
</xsl:stylesheet>
