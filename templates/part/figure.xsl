<?xml version="1.0" encoding="UTF-8"?>
<!-- figure.xsl: published figures; each links to its definition. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:template name="figures">
  <ul class="figures">
    <xsl:for-each select="figure">
      <li>
        <a href="{@href}" title="{hw:t('figure.definition')}">
          <span class="figure-value"><xsl:value-of select="format-number(@value, '#,##0')"/></span>
          <xsl:text> </xsl:text>
          <span class="figure-name"><xsl:value-of select="hw:t(concat('figure.', @id))"/></span>
        </a>
      </li>
    </xsl:for-each>
  </ul>
</xsl:template>
</xsl:stylesheet>
