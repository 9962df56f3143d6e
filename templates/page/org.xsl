<?xml version="1.0" encoding="UTF-8"?>
<!-- org.xsl: one organisation, its figures and its datasets. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:include href="../part/list.xsl"/>
<xsl:include href="../part/figure.xsl"/>
<xsl:include href="../part/quality.xsl"/>

<xsl:template match="page" mode="main">
  <header class="page-head">
    <h1>
      <xsl:if test="@title-lang"><xsl:attribute name="lang"><xsl:value-of select="@title-lang"/></xsl:attribute></xsl:if>
      <xsl:call-template name="page-title"/>
    </h1>
  </header>
  <xsl:apply-templates select="org"/>
  <h2 class="section-title"><xsl:value-of select="hw:t('org.datasets')"/></h2>
  <xsl:apply-templates select="list"><xsl:with-param name="level" select="3"/></xsl:apply-templates>
</xsl:template>

<xsl:template match="org">
  <dl class="facts">
    <xsl:for-each select="kind | region | address | phone | email | website">
      <div>
        <dt><xsl:value-of select="hw:t(concat('org.', name()))"/></dt>
        <dd>
          <xsl:choose>
            <xsl:when test="self::email"><a href="mailto:{.}"><xsl:value-of select="."/></a></xsl:when>
            <xsl:when test="self::website"><a href="{.}" rel="external"><xsl:value-of select="."/></a></xsl:when>
            <xsl:otherwise><xsl:apply-templates select="." mode="link"/></xsl:otherwise>
          </xsl:choose>
        </dd>
      </div>
    </xsl:for-each>
    <xsl:if test="@code"><div>
      <dt><xsl:value-of select="hw:t('org.code')"/></dt>
      <dd><code><xsl:value-of select="@code"/></code><xsl:if test="@synthetic = 'yes'"><xsl:text> </xsl:text><span class="quiet small"><xsl:value-of select="hw:t('org.synthetic')"/></span></xsl:if></dd>
    </div></xsl:if>
  </dl>
  <xsl:call-template name="figures"/>
  <xsl:apply-templates select="quality"/>
</xsl:template>
</xsl:stylesheet>
