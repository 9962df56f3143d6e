<?xml version="1.0" encoding="UTF-8"?>
<!-- returns.xsl: the frame of return lists, which stand by themselves in a folder and are sent to organisations. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:strip-space elements="*"/>

<!-- "" or ".en": what stands before .html in the names of pages of this language -->
<xsl:template name="returns-end">
  <xsl:if test="ancestor-or-self::page/@lang = 'en'">.en</xsl:if>
</xsl:template>

<xsl:template match="/">
  <pages>
    <xsl:for-each select="pages/page">
      <xsl:variable name="other">
        <xsl:choose>
          <xsl:when test="@lang = 'en'"><xsl:value-of select="concat(substring-before(substring(@path, 2), '.en.html'), '.html')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="concat(substring-before(substring(@path, 2), '.html'), '.en.html')"/></xsl:otherwise>
        </xsl:choose>
      </xsl:variable>
      <page path="{@path}">
        <html lang="{@lang}">
          <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="robots" content="noindex"/>
            <meta name="color-scheme" content="light dark"/>
            <title><xsl:value-of select="@title"/> – <xsl:value-of select="hw:t('returns.title')"/></title>
            <link rel="stylesheet" href="site.css"/>
          </head>
          <body>
            <main class="wrap">
              <p class="small"><a href="{$other}" lang="{hw:t('returns.other-lang')}"><xsl:value-of select="hw:t('returns.other')"/></a></p>
              <xsl:apply-templates select="." mode="main"/>
            </main>
          </body>
        </html>
      </page>
    </xsl:for-each>
  </pages>
</xsl:template>
</xsl:stylesheet>
