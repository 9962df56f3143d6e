<?xml version="1.0" encoding="UTF-8"?>
<!-- region.xsl: one region: figures, what lies below it, its organisations, its datasets and those below. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:include href="../part/list.xsl"/>
<xsl:include href="../part/figure.xsl"/>
<xsl:include href="../part/download.xsl"/>

<xsl:template match="page" mode="main">
  <header class="page-head">
    <h1><xsl:copy-of select="region/title/@lang"/><xsl:value-of select="region/title"/></h1>
    <p class="lead"><xsl:value-of select="hw:t(concat('level.', region/@level))"/> · <xsl:value-of select="hw:t('region.code')"/><xsl:text> </xsl:text><code><xsl:value-of select="region/@code"/></code></p>
  </header>
  <xsl:apply-templates select="region"/>
  <h2 class="section-title"><xsl:value-of select="hw:t('region.datasets')"/></h2>
  <xsl:apply-templates select="list"><xsl:with-param name="level" select="3"/></xsl:apply-templates>
</xsl:template>

<xsl:template match="region">
  <xsl:call-template name="figures"/>
  <xsl:if test="region">
    <section class="block">
      <h2><xsl:value-of select="hw:t('region.children')"/></h2>
      <ul class="chips">
        <xsl:for-each select="region">
          <li><a class="chip-link" href="{@href}"><span><xsl:copy-of select="title/@lang"/><xsl:apply-templates select="title" mode="marked"/></span><xsl:text> </xsl:text><span class="count-number"><xsl:value-of select="@below"/></span></a></li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:if>
  <xsl:if test="org">
    <section class="block">
      <h2><xsl:value-of select="hw:t('region.orgs')"/></h2>
      <ul class="chips">
        <xsl:for-each select="org">
          <li><a class="chip-link" href="{@href}"><span><xsl:copy-of select="@lang"/><xsl:value-of select="."/></span><xsl:text> </xsl:text><span class="count-number"><xsl:value-of select="@count"/></span></a></li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:if>
  <xsl:if test="download">
    <section class="block">
      <h2><xsl:value-of select="hw:t('region.bulk')"/></h2>
      <table class="files"><xsl:call-template name="download-head"/><tbody><xsl:apply-templates select="download"/></tbody></table>
    </section>
  </xsl:if>
</xsl:template>
</xsl:stylesheet>
