<?xml version="1.0" encoding="UTF-8"?>
<!-- terms.xsl: all values of one vocabulary, with counts. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:template match="page" mode="main">
  <header class="page-head">
    <h1><xsl:call-template name="page-title"/></h1>
    <p class="lead"><xsl:value-of select="hw:t(concat('lead.', terms/@id))"/></p>
  </header>
  <xsl:apply-templates select="terms"/>
</xsl:template>

<xsl:template match="terms">
  <ul class="cards">
    <xsl:for-each select="term">
      <li class="card">
        <h2 class="card-title">
          <xsl:if test="../@id = 'themes'"><xsl:call-template name="icon"><xsl:with-param name="id" select="@code"/></xsl:call-template></xsl:if>
          <a href="{@href}"><xsl:copy-of select="title/@lang"/><xsl:value-of select="title"/></a>
        </h2>
        <xsl:if test="note"><p><xsl:copy-of select="note/@lang"/><xsl:value-of select="note"/></p></xsl:if>
        <p class="quiet small"><xsl:value-of select="hw:t('count.datasets', @count)"/></p>
      </li>
    </xsl:for-each>
  </ul>
</xsl:template>
</xsl:stylesheet>
