<?xml version="1.0" encoding="UTF-8"?>
<!-- quality.xsl: the quality of a record or of many; each figure leads to its definition and formula. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:template match="quality">
  <p class="quality">
    <a href="{@href}#mqa"><xsl:value-of select="hw:t('figure.mqa')"/></a><xsl:text> </xsl:text>
    <strong><xsl:value-of select="@mqa"/> / <xsl:value-of select="@of"/></strong><xsl:text> </xsl:text>
    <span class="chip"><xsl:value-of select="hw:t(concat('band.', @band))"/></span><xsl:text> </xsl:text>
    <a href="{@href}#completeness"><xsl:value-of select="hw:t('figure.completeness')"/></a><xsl:text> </xsl:text>
    <strong><xsl:value-of select="@completeness"/>%</strong>
    <xsl:if test="missing">
      <xsl:text> </xsl:text><span class="quiet"><xsl:value-of select="hw:t('quality.missing')"/><xsl:text> </xsl:text>
        <xsl:for-each select="missing"><xsl:if test="position() &gt; 1"><xsl:value-of select="hw:t('separator')"/></xsl:if><a href="{../@href}#core-{@core}"><xsl:value-of select="hw:t(concat('core.', @core))"/></a><xsl:if test="@count &gt; 1"> (<xsl:value-of select="@count"/>)</xsl:if></xsl:for-each>
      </span>
    </xsl:if>
  </p>
</xsl:template>
</xsl:stylesheet>
