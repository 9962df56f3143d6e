<?xml version="1.0" encoding="UTF-8"?>
<!-- gone.xsl: what stands at the address of a dataset that was withdrawn: when, why, and what to use instead. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:template match="page" mode="main"><xsl:apply-templates select="gone"/></xsl:template>

<xsl:template match="gone">
  <header class="page-head">
    <h1><xsl:copy-of select="title/@lang"/><xsl:apply-templates select="title" mode="marked"/></h1>
    <p class="callout"><strong><xsl:value-of select="hw:t('gone.sentence', @date)"/></strong></p>
  </header>
  <dl class="facts">
    <div><dt><xsl:value-of select="hw:t('gone.reason')"/></dt><dd><xsl:apply-templates select="reason" mode="text"/></dd></div>
    <div><dt><xsl:value-of select="hw:t('gone.successor')"/></dt>
      <dd>
        <xsl:choose>
          <xsl:when test="successor"><xsl:apply-templates select="successor" mode="link"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="hw:t('none')"/></xsl:otherwise>
        </xsl:choose>
      </dd>
    </div>
    <div><dt><xsl:value-of select="hw:t('gone.id')"/></dt><dd><code><xsl:value-of select="@id"/></code></dd></div>
  </dl>
  <p><xsl:value-of select="hw:t('gone.note')"/></p>
  <ul class="chips">
    <li><a class="chip-link" href="{$prefix}/datasets/"><xsl:value-of select="hw:t('title.datasets')"/></a></li>
    <li><a class="chip-link" href="{$prefix}/changes/"><xsl:value-of select="hw:t('title.changes')"/></a></li>
  </ul>
</xsl:template>
</xsl:stylesheet>
