<?xml version="1.0" encoding="UTF-8"?>
<!-- site-map.xsl: everything on one page. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:template match="page" mode="main">
  <header class="page-head"><h1><xsl:call-template name="page-title"/></h1></header>
  <div class="map">
    <xsl:for-each select="site-map/group">
      <section>
        <h2><a href="{@href}"><xsl:value-of select="hw:t(concat('title.', @text))"/></a></h2>
        <xsl:if test="link">
          <ul><xsl:for-each select="link"><li><a href="{@href}"><xsl:copy-of select="@lang"/><xsl:value-of select="."/></a></li></xsl:for-each></ul>
        </xsl:if>
      </section>
    </xsl:for-each>
  </div>
</xsl:template>
</xsl:stylesheet>
