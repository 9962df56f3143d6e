<?xml version="1.0" encoding="UTF-8"?>
<!-- returns-index.xsl: all return lists of a report, and the sums of all ledgers. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../part/returns.xsl"/>

<xsl:template match="page" mode="main">
  <xsl:variable name="end"><xsl:call-template name="returns-end"/></xsl:variable>
  <xsl:variable name="index" select="returns-index"/>
  <header class="page-head">
    <h1><xsl:value-of select="hw:t('returns.title')"/></h1>
    <p class="lead"><xsl:value-of select="@title"/></p>
    <p class="quiet small"><xsl:value-of select="hw:t('returns.clock', $index/@days, $index/@today)"/></p>
  </header>
  <section class="block">
    <h2><xsl:value-of select="hw:t('returns.lists')"/></h2>
    <div class="scroll" role="region" tabindex="0" aria-label="{hw:t('returns.lists')}">
      <table>
        <thead>
          <tr>
            <th scope="col"><xsl:value-of select="hw:t('returns.org')"/></th>
            <th scope="col" class="number"><xsl:value-of select="hw:t('returns.rows')"/></th>
            <th scope="col" class="number"><xsl:value-of select="hw:t('returns.faults')"/></th>
            <th scope="col"><xsl:value-of select="hw:t('returns.due')"/></th>
            <th scope="col" class="number"><xsl:value-of select="hw:t('returns.overdue')"/></th>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="$index/list">
            <tr>
              <th scope="row"><a href="{@id}{$end}.html"><xsl:value-of select="."/></a><xsl:if test="@unregistered"><xsl:text> </xsl:text><span class="quiet small"><xsl:value-of select="hw:t('returns.not-known')"/></span></xsl:if></th>
              <td class="number"><xsl:value-of select="@rows"/></td>
              <td class="number"><xsl:value-of select="@faults"/></td>
              <td><xsl:value-of select="@due"/><xsl:if test="@provisional"><xsl:text> </xsl:text><xsl:value-of select="hw:t('returns.provisional')"/></xsl:if></td>
              <td class="number"><xsl:value-of select="@overdue"/></td>
            </tr>
          </xsl:for-each>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row"><xsl:value-of select="hw:t('returns.sum')"/></th>
            <td class="number"><xsl:value-of select="sum($index/list/@rows)"/></td>
            <td class="number"><xsl:value-of select="sum($index/list/@faults)"/></td>
            <td/>
            <td class="number"><xsl:value-of select="sum($index/list/@overdue)"/></td>
          </tr>
        </tfoot>
      </table>
    </div>
  </section>
  <section class="block">
    <h2><xsl:value-of select="hw:t('returns.ledgers')"/></h2>
    <div class="scroll" role="region" tabindex="0" aria-label="{hw:t('returns.ledgers')}">
      <table>
        <thead>
          <tr>
            <th scope="col"><xsl:value-of select="hw:t('returns.ledger')"/></th>
            <th scope="col" class="number"><xsl:value-of select="hw:t('returns.rows')"/></th>
            <th scope="col" class="number"><xsl:value-of select="hw:t('returns.published')"/></th>
            <th scope="col" class="number"><xsl:value-of select="hw:t('returns.returned')"/></th>
            <th scope="col" class="number"><xsl:value-of select="hw:t('returns.others')"/></th>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="$index/ledger">
            <tr>
              <th scope="row"><code><xsl:value-of select="."/></code></th>
              <td class="number"><xsl:value-of select="@rows"/></td>
              <td class="number"><xsl:value-of select="@published"/></td>
              <td class="number"><xsl:value-of select="@returned"/></td>
              <td class="number"><xsl:value-of select="@others"/></td>
            </tr>
          </xsl:for-each>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row"><xsl:value-of select="hw:t('returns.sum')"/></th>
            <td class="number"><xsl:value-of select="sum($index/ledger/@rows)"/></td>
            <td class="number"><xsl:value-of select="sum($index/ledger/@published)"/></td>
            <td class="number"><xsl:value-of select="sum($index/ledger/@returned)"/></td>
            <td class="number"><xsl:value-of select="sum($index/ledger/@others)"/></td>
          </tr>
        </tfoot>
      </table>
    </div>
  </section>
</xsl:template>
</xsl:stylesheet>
