<?xml version="1.0" encoding="UTF-8"?>
<!-- regions.xsl: the tree of regions, with the datasets of each and of all below it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:template match="page" mode="main">
  <header class="page-head">
    <h1><xsl:call-template name="page-title"/></h1>
    <p class="lead"><xsl:value-of select="hw:t('lead.regions')"/></p>
  </header>
  <xsl:for-each select="regions/region">
    <p class="region-root"><a href="{@href}"><xsl:copy-of select="title/@lang"/><xsl:value-of select="title"/></a><xsl:text> </xsl:text><span class="quiet"><xsl:value-of select="hw:t('region.counts', @own, @below)"/></span></p>
    <ul class="cards region-cards">
      <xsl:for-each select="region">
        <li class="card">
          <h2 class="card-title"><a href="{@href}"><xsl:copy-of select="title/@lang"/><xsl:value-of select="title"/></a></h2>
          <p class="quiet small"><xsl:value-of select="hw:t('region.counts', @own, @below)"/></p>
          <ul class="region-counties">
            <xsl:for-each select="region">
              <li><a href="{@href}"><xsl:copy-of select="title/@lang"/><xsl:value-of select="title"/></a><xsl:if test="@own &gt; 0"><xsl:text> </xsl:text><span class="count-number"><xsl:value-of select="@own"/></span></xsl:if></li>
            </xsl:for-each>
          </ul>
        </li>
      </xsl:for-each>
    </ul>
  </xsl:for-each>
</xsl:template>
</xsl:stylesheet>
