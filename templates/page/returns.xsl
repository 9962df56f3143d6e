<?xml version="1.0" encoding="UTF-8"?>
<!-- returns.xsl: what one organisation has to correct in its ledger rows (headwater check, with a report). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../part/returns.xsl"/>

<xsl:template match="page" mode="main">
  <xsl:variable name="end"><xsl:call-template name="returns-end"/></xsl:variable>
  <header class="page-head">
    <h1><xsl:value-of select="@title"/></h1>
    <p class="lead"><xsl:value-of select="hw:t('returns.lead', returns/@rows, returns/@faults, returns/@overdue)"/></p>
    <xsl:if test="returns/@unregistered"><p><xsl:value-of select="hw:t('returns.unregistered')"/></p></xsl:if>
    <p class="quiet small"><xsl:value-of select="hw:t('returns.clock', returns/@days, returns/@today)"/></p>
    <p><a href="{returns/@id}.xlsx">XLSX</a> · <a href="{returns/@id}.csv">CSV</a> · <a href="index{$end}.html"><xsl:value-of select="hw:t('returns.all')"/></a></p>
  </header>
  <div class="scroll whole" role="region" tabindex="0" aria-label="{hw:t('returns.title')}">
    <table class="files">
      <thead>
        <tr>
          <th scope="col"><xsl:value-of select="hw:t('returns.record')"/></th>
          <th scope="col"><xsl:value-of select="hw:t('returns.item')"/></th>
          <th scope="col"><xsl:value-of select="hw:t('returns.value')"/></th>
          <th scope="col"><xsl:value-of select="hw:t('returns.fault')"/></th>
          <th scope="col"><xsl:value-of select="hw:t('returns.expected')"/></th>
          <th scope="col"><xsl:value-of select="hw:t('returns.since')"/></th>
          <th scope="col"><xsl:value-of select="hw:t('returns.due')"/></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="returns/fault">
          <tr>
            <th scope="row" lang="zh-CN"><xsl:value-of select="title"/><br/><span class="quiet small"><xsl:value-of select="hw:t('returns.place', @ledger, @row)"/><xsl:if test="@id"><br/><code><xsl:value-of select="@id"/></code></xsl:if></span></th>
            <td data-label="{hw:t('returns.item')}"><xsl:value-of select="item"/><xsl:if test="@cell"><br/><span class="quiet small"><xsl:value-of select="hw:t('returns.cell', @cell)"/></span></xsl:if></td>
            <td lang="zh-CN" data-label="{hw:t('returns.value')}"><xsl:choose><xsl:when test="value = '' and @cell"><xsl:value-of select="hw:t('returns.blank')"/></xsl:when><xsl:otherwise><xsl:value-of select="value"/></xsl:otherwise></xsl:choose></td>
            <td data-label="{hw:t('returns.fault')}"><xsl:value-of select="@rule"/><xsl:text> </xsl:text><xsl:if test="@kind = 'remark'"><strong><xsl:value-of select="hw:t('returns.remark')"/></strong><xsl:text> </xsl:text></xsl:if><xsl:value-of select="sentence"/></td>
            <td class="told-expected" data-label="{hw:t('returns.expected')}"><xsl:value-of select="expected"/></td>
            <td data-label="{hw:t('returns.since')}"><xsl:if test="@since"><time><xsl:value-of select="@since"/></time></xsl:if></td>
            <td data-label="{hw:t('returns.due')}"><xsl:if test="@due"><time><xsl:value-of select="@due"/></time></xsl:if><xsl:if test="@overdue"><xsl:text> </xsl:text><strong><xsl:value-of select="hw:t('returns.overdue')"/></strong></xsl:if><xsl:if test="@provisional"><xsl:text> </xsl:text><xsl:value-of select="hw:t('returns.provisional')"/></xsl:if></td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
  </div>
  <xsl:if test="returns/@shown &lt; returns/@told"><p><xsl:value-of select="hw:t('returns.rest', returns/@shown, returns/@told)"/></p></xsl:if>
</xsl:template>
</xsl:stylesheet>
