<?xml version="1.0" encoding="UTF-8"?>
<!-- download.xsl: tables of files with their sizes and checksums. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">

<xsl:template name="download-head">
  <thead>
    <tr>
      <th scope="col"><xsl:value-of select="hw:t('download.file')"/></th>
      <th scope="col"><xsl:value-of select="hw:t('download.format')"/></th>
      <th scope="col" class="number"><xsl:value-of select="hw:t('download.size')"/></th>
      <th scope="col"><a href="{$prefix}/archives/#verify"><xsl:value-of select="hw:t('download.sha256')"/></a></th>
    </tr>
  </thead>
</xsl:template>

<xsl:template match="download">
  <tr>
    <th scope="row"><a class="file" href="{@href}" download="download"><xsl:call-template name="icon"><xsl:with-param name="id" select="'download'"/></xsl:call-template><span><xsl:value-of select="@file"/></span></a></th>
    <td data-label="{hw:t('download.format')}"><xsl:call-template name="format-name"/></td>
    <td class="number" data-label="{hw:t('download.size')}"><xsl:call-template name="size"/></td>
    <td data-label="{hw:t('download.sha256')}"><xsl:call-template name="checksum"/></td>
  </tr>
</xsl:template>

<xsl:template name="format-name">
  <span class="format">
    <xsl:choose><xsl:when test="@label"><xsl:value-of select="@label"/></xsl:when><xsl:otherwise><xsl:value-of select="translate(@format, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"/></xsl:otherwise></xsl:choose>
  </span>
  <xsl:if test="@variant"><xsl:text> </xsl:text><span class="quiet small"><xsl:value-of select="hw:t(concat('variant.', @variant))"/></span></xsl:if>
</xsl:template>

<xsl:template name="checksum">
  <span class="hash-line"><code class="hash" data-copy="{@sha256}"><xsl:value-of select="@sha256"/></code></span>
</xsl:template>

</xsl:stylesheet>
