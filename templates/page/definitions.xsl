<?xml version="1.0" encoding="UTF-8"?>
<!-- definitions.xsl: what every published figure and every core item means; figures link here. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:template match="page" mode="main">
  <header class="page-head">
    <h1><xsl:call-template name="page-title"/></h1>
    <p class="lead"><xsl:value-of select="hw:t('lead.definitions')"/></p>
  </header>
  <div class="prose">
    <h2><xsl:value-of select="hw:t('definitions.figures')"/></h2>
    <dl class="definitions">
      <xsl:call-template name="figure-definition"><xsl:with-param name="id" select="'datasets'"/></xsl:call-template>
      <xsl:call-template name="figure-definition"><xsl:with-param name="id" select="'open-datasets'"/></xsl:call-template>
      <xsl:call-template name="figure-definition"><xsl:with-param name="id" select="'organisations'"/></xsl:call-template>
      <xsl:call-template name="figure-definition"><xsl:with-param name="id" select="'fields'"/></xsl:call-template>
      <xsl:call-template name="figure-definition"><xsl:with-param name="id" select="'rows'"/></xsl:call-template>
      <xsl:call-template name="figure-definition"><xsl:with-param name="id" select="'capacity'"/></xsl:call-template>
      <xsl:call-template name="figure-definition"><xsl:with-param name="id" select="'blank-share'"/></xsl:call-template>
      <xsl:call-template name="figure-definition"><xsl:with-param name="id" select="'distinct'"/></xsl:call-template>
      <xsl:call-template name="figure-definition"><xsl:with-param name="id" select="'range'"/></xsl:call-template>
      <xsl:call-template name="figure-definition"><xsl:with-param name="id" select="'mqa'"/></xsl:call-template>
      <xsl:call-template name="figure-definition"><xsl:with-param name="id" select="'completeness'"/></xsl:call-template>
    </dl>
    <h2><xsl:value-of select="hw:t('definitions.core')"/></h2>
    <p><xsl:value-of select="hw:t('definitions.core-note')"/></p>
    <dl class="definitions"><xsl:call-template name="core-definitions"/></dl>
  </div>
  <xsl:if test="definitions/body">
    <xsl:for-each select="definitions"><xsl:call-template name="fallback-note"/></xsl:for-each>
    <xsl:apply-templates select="definitions/body"/>
  </xsl:if>
</xsl:template>

<xsl:template name="figure-definition">
  <xsl:param name="id"/>
  <div id="{$id}"><dt><xsl:value-of select="hw:t(concat('figure.', $id))"/></dt><dd><xsl:value-of select="hw:t(concat('definition.', $id))"/></dd></div>
</xsl:template>

<xsl:template name="core-definitions">
  <xsl:param name="n" select="1"/>
  <div id="core-{$n}"><dt><xsl:value-of select="$n"/>. <xsl:value-of select="hw:t(concat('core.', $n))"/></dt><dd><xsl:value-of select="hw:t(concat('core.', $n, '.definition'))"/></dd></div>
  <xsl:if test="$n &lt; 13"><xsl:call-template name="core-definitions"><xsl:with-param name="n" select="$n + 1"/></xsl:call-template></xsl:if>
</xsl:template>
</xsl:stylesheet>
