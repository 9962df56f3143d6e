<?xml version="1.0" encoding="UTF-8"?>
<!-- list.xsl: the catalogue in an order, or the datasets of one theme, sector, format or open type. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:include href="../part/list.xsl"/>

<xsl:template match="page" mode="main">
  <header class="page-head">
    <h1>
      <xsl:if test="@title-lang"><xsl:attribute name="lang"><xsl:value-of select="@title-lang"/></xsl:attribute></xsl:if>
      <xsl:call-template name="page-title"/>
    </h1>
    <xsl:if test="note"><p class="lead"><xsl:copy-of select="note/@lang"/><xsl:value-of select="note"/></p></xsl:if>
    <xsl:if test="not(list/@facet)"><p class="lead"><xsl:value-of select="hw:t('datasets.lead')"/></p></xsl:if>
  </header>
  <xsl:apply-templates select="list"/>
</xsl:template>
</xsl:stylesheet>
