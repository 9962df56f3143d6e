<?xml version="1.0" encoding="UTF-8"?>
<!-- word.xsl: small pieces of text: words of the catalogue, labels that may be in another language, sizes, numbers. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="tibetan.xsl"/>

<!-- A node that says its text itself or names a word of text/<lang>.xml. -->
<xsl:template name="word">
  <xsl:choose>
    <xsl:when test="@text"><xsl:value-of select="hw:t(concat('title.', @text))"/></xsl:when>
    <xsl:otherwise><xsl:apply-templates select="." mode="marked"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Text, in a span of its own where it is in another language than the page. -->
<xsl:template match="*" mode="text">
  <xsl:choose>
    <xsl:when test="@lang"><span lang="{@lang}"><xsl:apply-templates select="." mode="marked"/></span></xsl:when>
    <xsl:otherwise><xsl:apply-templates select="." mode="marked"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- The same as a link where there is somewhere to go. -->
<xsl:template match="*" mode="link">
  <xsl:choose>
    <xsl:when test="@href"><a href="{@href}"><xsl:copy-of select="@lang"/><xsl:call-template name="word"/></a></xsl:when>
    <xsl:otherwise><xsl:apply-templates select="." mode="text"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Text that may have runs: highlighted by the search, or in Tibetan. -->
<xsl:template match="*" mode="marked"><xsl:apply-templates mode="marked"/></xsl:template>
<xsl:template match="m" mode="marked"><mark><xsl:choose><xsl:when test="$has-tibetan"><xsl:call-template name="tibetan-runs"/></xsl:when><xsl:otherwise><xsl:value-of select="."/></xsl:otherwise></xsl:choose></mark></xsl:template>
<xsl:template match="text()" mode="marked">
  <xsl:choose>
    <xsl:when test="../@script or ($has-tibetan and (contains(., '&#xF0B;') or contains(., '&#xF0D;') or contains(., '&#xF72;') or contains(., '&#xF74;') or contains(., '&#xF7A;') or contains(., '&#xF7C;')))"><xsl:call-template name="tibetan-runs"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="number">
  <xsl:param name="value"/>
  <xsl:value-of select="format-number($value, '#,##0')"/>
</xsl:template>

<!-- Units of 1,024, one place: 980 B, 12.3 KB, 4.5 MB. -->
<xsl:template name="size">
  <xsl:param name="bytes" select="@size"/>
  <data value="{$bytes}">
    <xsl:choose>
      <xsl:when test="$bytes &lt; 1024"><xsl:value-of select="$bytes"/> B</xsl:when>
      <xsl:when test="$bytes &lt; 1048576"><xsl:value-of select="format-number($bytes div 1024, '0.0')"/> KB</xsl:when>
      <xsl:when test="$bytes &lt; 1073741824"><xsl:value-of select="format-number($bytes div 1048576, '0.0')"/> MB</xsl:when>
      <xsl:otherwise><xsl:value-of select="format-number($bytes div 1073741824, '0.00')"/> GB</xsl:otherwise>
    </xsl:choose>
  </data>
</xsl:template>

<!-- Markdown, spliced. -->
<xsl:template match="body">
  <div class="prose">
    <xsl:if test="@lang">
      <xsl:attribute name="lang"><xsl:value-of select="@lang"/></xsl:attribute>
    </xsl:if>
    <xsl:copy-of select="html"/>
  </div>
</xsl:template>

<xsl:template name="fallback-note">
  <xsl:if test="body/@lang"><p class="quiet small"><xsl:value-of select="hw:t('only-chinese')"/></p></xsl:if>
</xsl:template>

</xsl:stylesheet>
