<?xml version="1.0" encoding="UTF-8"?>
<!-- quality.xsl: the portal's metadata quality: points by dimension and metric, what is missing most, organisations. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:include href="../part/quality.xsl"/>

<xsl:template match="page" mode="main">
  <header class="page-head">
    <h1><xsl:call-template name="page-title"/></h1>
    <p class="lead"><xsl:value-of select="hw:t('lead.quality', format-number(portal-quality/@datasets, '#,##0'))"/></p>
    <xsl:apply-templates select="portal-quality/quality"/>
    <xsl:if test="portal-quality/download">
      <ul class="chips">
        <xsl:for-each select="portal-quality/download"><li><a class="chip-link" href="{@href}"><xsl:value-of select="@file"/></a></li></xsl:for-each>
      </ul>
    </xsl:if>
  </header>
  <xsl:apply-templates select="portal-quality"/>
</xsl:template>

<xsl:template match="portal-quality">
  <section class="block" id="dimensions">
    <h2><xsl:value-of select="hw:t('quality.dimensions')"/></h2>
    <p class="quality"><xsl:value-of select="hw:t('definition.mqa')"/></p>
    <div class="scroll bulk-scroll" role="region" tabindex="0" aria-label="{hw:t('quality.dimensions')}">
      <table class="points">
        <thead><tr><th scope="col"><xsl:value-of select="hw:t('quality.metric')"/></th><th scope="col" class="number"><xsl:value-of select="hw:t('quality.points')"/></th><th scope="col" class="number"><xsl:value-of select="hw:t('quality.of')"/></th><th scope="col" class="number"><xsl:value-of select="hw:t('quality.passed')"/></th></tr></thead>
        <xsl:for-each select="dimension">
          <tbody>
            <tr><th scope="rowgroup"><xsl:value-of select="hw:t(concat('dimension.', @id))"/></th><td class="number"><strong><xsl:value-of select="@points"/></strong></td><td class="number"><xsl:value-of select="@of"/></td><td></td></tr>
            <xsl:for-each select="metric">
              <tr><th scope="row"><xsl:value-of select="hw:t(concat('metric.', @id))"/></th><td class="number"><xsl:value-of select="@points"/></td><td class="number"><xsl:value-of select="@of"/></td><td class="number"><xsl:value-of select="format-number(@passed, '#,##0')"/> / <xsl:value-of select="format-number(@asked, '#,##0')"/></td></tr>
            </xsl:for-each>
          </tbody>
        </xsl:for-each>
      </table>
    </div>
  </section>
  <xsl:if test="failing">
    <section class="block" id="failing">
      <h2><xsl:value-of select="hw:t('quality.failing')"/></h2>
      <ul class="entries">
        <xsl:for-each select="failing"><li class="entry"><xsl:value-of select="hw:t(concat('metric.', @id))"/><xsl:text> </xsl:text><span class="quiet small"><xsl:value-of select="format-number(@count, '#,##0')"/> / <xsl:value-of select="format-number(@asked, '#,##0')"/></span></li></xsl:for-each>
      </ul>
    </section>
  </xsl:if>
  <xsl:if test="org">
    <section class="block" id="organisations">
      <h2><xsl:value-of select="hw:t('quality.orgs')"/></h2>
      <div class="scroll bulk-scroll" role="region" tabindex="0" aria-label="{hw:t('quality.orgs')}">
        <table class="points">
          <thead><tr><th scope="col"><xsl:value-of select="hw:t('title.orgs')"/></th><th scope="col" class="number"><xsl:value-of select="hw:t('figure.datasets')"/></th><th scope="col" class="number"><abbr title="{hw:t('figure.mqa')}">MQA</abbr></th><th scope="col" class="number"><xsl:value-of select="hw:t('figure.completeness')"/></th></tr></thead>
          <tbody>
            <xsl:for-each select="org">
              <tr><th scope="row"><a href="{@href}"><xsl:copy-of select="@lang"/><xsl:apply-templates select="." mode="marked"/></a></th><td class="number"><xsl:value-of select="@datasets"/></td><td class="number"><xsl:value-of select="@mqa"/></td><td class="number"><xsl:value-of select="@completeness"/>%</td></tr>
            </xsl:for-each>
          </tbody>
        </table>
      </div>
    </section>
  </xsl:if>
</xsl:template>
</xsl:stylesheet>
