<?xml version="1.0" encoding="UTF-8"?>
<!-- message.xsl: what the service says when it cannot give what was asked for. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:template match="page" mode="main">
  <section class="error-page">
    <xsl:call-template name="logo"/>
    <h1><xsl:value-of select="hw:t('title.message')"/></h1>
    <p class="lead"><xsl:copy-of select="message/sentence/@lang"/><xsl:value-of select="message/sentence"/></p>
    <p class="quiet small"><xsl:value-of select="hw:t('message.status', message/@status)"/><xsl:if test="message/@request-id"> · <xsl:value-of select="hw:t('message.request', message/@request-id)"/></xsl:if></p>
    <p><xsl:value-of select="hw:t('error.lists')"/></p>
    <ul class="chips">
      <li><a class="chip-link" href="{$prefix}/datasets/"><xsl:value-of select="hw:t('title.datasets')"/></a></li>
      <li><a class="chip-link" href="{$prefix}/themes/"><xsl:value-of select="hw:t('title.themes')"/></a></li>
      <li><a class="chip-link" href="{$prefix}/help/"><xsl:value-of select="hw:t('title.help')"/></a></li>
    </ul>
  </section>
</xsl:template>
</xsl:stylesheet>
