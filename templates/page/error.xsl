<?xml version="1.0" encoding="UTF-8"?>
<!-- error.xsl: what is not there, a service that does not answer, and too many requests. All lead on. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:template match="page" mode="main">
  <section class="error-page">
    <xsl:call-template name="logo"/>
    <h1><xsl:call-template name="page-title"/></h1>
    <p class="lead"><xsl:value-of select="hw:t(concat('error.', error/@id))"/></p>
    <p><xsl:value-of select="hw:t('error.lists')"/></p>
    <ul class="chips">
      <xsl:for-each select="error/link"><li><a class="chip-link" href="{@href}"><xsl:value-of select="hw:t(concat('title.', @text))"/></a></li></xsl:for-each>
    </ul>
  </section>
</xsl:template>
</xsl:stylesheet>
