<?xml version="1.0" encoding="UTF-8"?>
<!-- orgs.xsl: the organisations, by region. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:template match="page" mode="main">
  <header class="page-head">
    <h1><xsl:call-template name="page-title"/></h1>
    <p class="lead"><xsl:value-of select="hw:t('lead.orgs')"/></p>
  </header>
  <xsl:for-each select="orgs/group">
    <section class="block">
      <h2><xsl:copy-of select="title/@lang"/><xsl:apply-templates select="title" mode="marked"/></h2>
      <ul class="cards cards-small">
        <xsl:for-each select="org">
          <li class="card">
            <h3 class="card-title"><a href="{@href}"><xsl:copy-of select="title/@lang"/><xsl:apply-templates select="title" mode="marked"/></a></h3>
            <p class="quiet small"><xsl:if test="kind"><xsl:apply-templates select="kind" mode="text"/> · </xsl:if><xsl:value-of select="hw:t('count.datasets', @count)"/></p>
          </li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:for-each>
</xsl:template>
</xsl:stylesheet>
