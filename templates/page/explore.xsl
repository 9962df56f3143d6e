<?xml version="1.0" encoding="UTF-8"?>
<!-- explore.xsl: the rows of a table, made by the service; contract/explore.rng describes the document. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>

<xsl:template match="page" mode="main"><xsl:apply-templates select="explore"/></xsl:template>

<xsl:template match="explore">
  <header class="page-head">
    <h1><xsl:copy-of select="title/@lang"/><xsl:apply-templates select="title" mode="marked"/></h1>
    <p class="lead"><xsl:value-of select="hw:t('explore.lead', format-number(@size, '#,##0'))"/></p>
    <p class="small"><xsl:value-of select="hw:t('explore.of')"/><a href="{dataset/@href}"><xsl:copy-of select="dataset/@lang"/><xsl:apply-templates select="dataset" mode="marked"/></a></p>
  </header>
  <xsl:call-template name="explore-form"/>
  <xsl:if test="chosen">
    <ul class="chips" aria-label="{hw:t('explore.chosen')}">
      <xsl:apply-templates select="chosen"/>
      <li><a class="chip-link" rel="nofollow" href="{@action}"><xsl:value-of select="hw:t('explore.reset')"/></a></li>
    </ul>
  </xsl:if>
  <xsl:if test="chart">
    <section class="block explore-chart">
      <h2><xsl:value-of select="hw:t('explore.chart')"/></h2>
      <div class="chart"><xsl:copy-of select="chart"/></div>
    </section>
  </xsl:if>
  <section class="block" aria-labelledby="rows-title">
    <h2 id="rows-title"><xsl:value-of select="hw:t('explore.table')"/></h2>
    <xsl:choose>
      <xsl:when test="@stopped = 'yes'"><p class="callout" role="status"><xsl:value-of select="hw:t('explore.stopped')"/></p></xsl:when>
      <xsl:when test="not(rows/row)"><p class="empty" role="status"><xsl:value-of select="hw:t('explore.none')"/></p></xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="place"/>
        <xsl:call-template name="explore-rows"/>
        <xsl:call-template name="explore-pages"/>
      </xsl:otherwise>
    </xsl:choose>
  </section>
  <div class="explore-use">
    <section class="block">
      <h2><xsl:value-of select="hw:t('explore.take')"/></h2>
      <ul class="chips">
        <xsl:for-each select="export">
          <li><a class="chip-link" rel="nofollow" href="{@href}"><xsl:value-of select="hw:t('explore.take-these')"/><xsl:text> </xsl:text><span class="format"><xsl:value-of select="translate(@format, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"/></span></a></li>
        </xsl:for-each>
        <li><a class="chip-link" href="{@file}" download="download"><xsl:value-of select="hw:t('explore.take-all')"/></a></li>
      </ul>
      <p class="quiet small"><xsl:value-of select="hw:t('explore.take-note')"/></p>
    </section>
    <section class="block">
      <h2><xsl:value-of select="hw:t('explore.api')"/></h2>
      <p><xsl:value-of select="hw:t('explore.api-note')"/></p>
      <p class="explore-example"><code data-copy="{example}"><xsl:value-of select="example"/></code></p>
      <ul class="plain">
        <li><a href="{@api}"><xsl:value-of select="hw:t('explore.api-schema')"/></a></li>
        <li><a href="{$prefix}/developers/"><xsl:value-of select="hw:t('explore.api-help')"/></a></li>
      </ul>
    </section>
  </div>
</xsl:template>

<!-- A plain form: every choice is in the address, nothing needs a script. -->
<xsl:template name="explore-form">
  <xsl:variable name="sort" select="string(@sort)"/>
  <form class="explore-form" action="{@action}" method="get">
    <xsl:for-each select="keep"><input type="hidden" name="{@name}" value="{@value}"/></xsl:for-each>
    <div class="explore-main">
      <p class="explore-field explore-words">
        <label for="explore-q"><xsl:value-of select="hw:t('explore.words')"/></label>
        <input id="explore-q" name="q" type="search" value="{@q}" maxlength="100" placeholder="{hw:t('explore.words-hint')}"/>
      </p>
      <p class="explore-field">
        <label for="explore-sort"><xsl:value-of select="hw:t('explore.sort')"/></label>
        <select id="explore-sort" name="sort">
          <option value=""><xsl:value-of select="hw:t('explore.natural')"/></option>
          <xsl:if test="@sort != '' and not(column[@name = $sort or concat('-', @name) = $sort])"><option value="{@sort}" selected="selected"><xsl:value-of select="@sort"/></option></xsl:if>
          <xsl:for-each select="column">
            <option value="{@name}"><xsl:if test="../@sort = @name"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="hw:t('explore.up', title)"/></option>
            <option value="-{@name}"><xsl:if test="../@sort = concat('-', @name)"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="hw:t('explore.down', title)"/></option>
          </xsl:for-each>
        </select>
      </p>
      <xsl:if test="column[@groups] or @group != ''">
        <p class="explore-field">
          <label for="explore-group"><xsl:value-of select="hw:t('explore.group')"/></label>
          <select id="explore-group" name="group">
            <option value=""><xsl:value-of select="hw:t('explore.no-chart')"/></option>
            <xsl:for-each select="column[@groups or @name = ../@group]"><option value="{@name}"><xsl:if test="../@group = @name"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="title"/></option></xsl:for-each>
          </select>
        </p>
        <p class="explore-field">
          <label for="explore-measure"><xsl:value-of select="hw:t('explore.measure')"/></label>
          <select id="explore-measure" name="measure">
            <option value=""><xsl:value-of select="hw:t('explore.count')"/></option>
            <xsl:for-each select="column[@number]">
              <xsl:variable name="sum" select="concat('sum:', @name)"/>
              <xsl:variable name="avg" select="concat('avg:', @name)"/>
              <option value="{$sum}"><xsl:if test="../@measure = $sum"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="hw:t('explore.sum', title)"/></option>
              <option value="{$avg}"><xsl:if test="../@measure = $avg"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="hw:t('explore.avg', title)"/></option>
            </xsl:for-each>
          </select>
        </p>
      </xsl:if>
      <p class="explore-field explore-submit"><button class="button button-main" type="submit"><xsl:value-of select="hw:t('explore.apply')"/></button></p>
    </div>
    <details class="explore-filters">
      <xsl:if test="chosen[@test]"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary><xsl:call-template name="icon"><xsl:with-param name="id" select="'filter'"/></xsl:call-template><xsl:value-of select="hw:t('explore.filters')"/></summary>
      <div class="explore-grid"><xsl:apply-templates select="column" mode="filter"/></div>
    </details>
  </form>
</xsl:template>

<xsl:template match="column" mode="filter">
  <xsl:variable name="id" select="concat('filter-', @name)"/>
  <fieldset class="explore-filter">
    <legend><xsl:apply-templates select="title" mode="text"/><xsl:if test="unit"><xsl:text> </xsl:text><span class="quiet small"><xsl:value-of select="unit"/></span></xsl:if></legend>
    <xsl:for-each select="choice">
      <select name="{@name}" aria-label="{../title}">
        <option value=""><xsl:value-of select="hw:t('explore.any')"/></option>
        <xsl:for-each select="value"><option value="{.}"><xsl:if test="@selected"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="."/> (<xsl:value-of select="@count"/>)</option></xsl:for-each>
      </select>
    </xsl:for-each>
    <xsl:for-each select="input">
      <label>
        <span class="quiet small"><xsl:choose><xsl:when test="@test = 'gte'"><xsl:value-of select="hw:t('explore.from')"/></xsl:when><xsl:when test="@test = 'lte'"><xsl:value-of select="hw:t('explore.to')"/></xsl:when><xsl:otherwise><xsl:value-of select="hw:t('explore.contains')"/></xsl:otherwise></xsl:choose></span>
        <input type="text" name="{@name}" value="{@value}" maxlength="200"><xsl:if test="../@number"><xsl:attribute name="inputmode">decimal</xsl:attribute></xsl:if></input>
      </label>
    </xsl:for-each>
  </fieldset>
</xsl:template>

<xsl:template match="chosen">
  <li><a class="chip-link chip-remove" rel="nofollow" href="{@href}"><span class="unseen"><xsl:value-of select="hw:t('explore.remove')"/></span><span><xsl:if test="@test"><xsl:apply-templates select="title" mode="text"/><xsl:text> </xsl:text><xsl:value-of select="hw:t(concat('explore.test-', @test))"/><xsl:text> </xsl:text></xsl:if><xsl:value-of select="@value"/></span><span aria-hidden="true"> ×</span></a></li>
</xsl:template>

<xsl:template match="place">
  <p class="count" role="status">
    <xsl:choose>
      <xsl:when test="@total"><xsl:value-of select="hw:t('explore.rows', format-number(@first, '#,##0'), format-number(@last, '#,##0'), format-number(@total, '#,##0'))"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="hw:t('explore.rows-some', format-number(@first, '#,##0'), format-number(@last, '#,##0'))"/></xsl:otherwise>
    </xsl:choose>
  </p>
</xsl:template>

<xsl:template name="explore-rows">
  <div class="scroll explore-scroll" role="region" tabindex="0" aria-labelledby="rows-title">
    <table class="preview explore-table">
      <thead>
        <tr>
          <th scope="col" class="number">#</th>
          <xsl:for-each select="column[@shown = 'yes']">
            <th scope="col">
              <xsl:if test="@number"><xsl:attribute name="class">number</xsl:attribute></xsl:if>
              <xsl:if test="@sorted"><xsl:attribute name="aria-sort"><xsl:value-of select="@sorted"/></xsl:attribute></xsl:if>
              <a rel="nofollow" href="{@href}" title="{hw:t('explore.order-by', title)}"><xsl:copy-of select="title/@lang"/><xsl:apply-templates select="title" mode="marked"/><xsl:if test="@sorted"><span aria-hidden="true"><xsl:choose><xsl:when test="@sorted = 'ascending'"> ▲</xsl:when><xsl:otherwise> ▼</xsl:otherwise></xsl:choose></span></xsl:if></a>
            </th>
          </xsl:for-each>
        </tr>
      </thead>
      <tbody>
        <xsl:if test="$lang != 'zh-CN'"><xsl:attribute name="lang">zh-CN</xsl:attribute></xsl:if>
        <xsl:for-each select="rows/row">
          <tr>
            <td class="number quiet"><xsl:value-of select="@n"/></td>
            <xsl:for-each select="cell"><td><xsl:choose><xsl:when test="@number"><xsl:attribute name="class">number</xsl:attribute></xsl:when><xsl:when test="string-length(.) &gt; 16"><xsl:attribute name="class">long</xsl:attribute></xsl:when></xsl:choose><xsl:choose><xsl:when test="@blank"><span class="quiet" aria-hidden="true">–</span></xsl:when><xsl:otherwise><xsl:apply-templates select="." mode="marked"/></xsl:otherwise></xsl:choose></td></xsl:for-each>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
  </div>
</xsl:template>

<xsl:template name="explore-pages">
  <xsl:if test="place/@prev or place/@next">
    <nav class="pager" aria-label="{hw:t('pager')}">
      <ul>
        <xsl:if test="place/@prev"><li><a rel="prev nofollow" href="{place/@prev}"><xsl:value-of select="hw:t('pager.prev')"/></a></li></xsl:if>
        <xsl:if test="place/@next"><li><a rel="next nofollow" href="{place/@next}"><xsl:value-of select="hw:t('pager.next')"/></a></li></xsl:if>
      </ul>
    </nav>
  </xsl:if>
</xsl:template>
</xsl:stylesheet>
