<?xml version="1.0" encoding="UTF-8"?>
<!-- list.xsl: lists of datasets: items and hits, facets, sorts, pager. Shared by static lists and the search page. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">

<!-- A whole list: facets to the left, items to the right. -->
<xsl:template match="list">
  <xsl:param name="level" select="2"/>
  <div class="with-side">
    <xsl:call-template name="facets"/>
    <div class="results">
      <div class="results-head">
        <p class="count"><xsl:value-of select="hw:t('list.total', format-number(@total, '#,##0'))"/></p>
        <xsl:call-template name="sorts"/>
      </div>
      <xsl:if test="entrance">
        <ul class="chips" aria-label="{hw:t('list.entrances')}">
          <xsl:for-each select="entrance"><li><a class="chip-link" href="{@href}"><xsl:value-of select="hw:t(concat('entrance.', @text))"/></a></li></xsl:for-each>
        </ul>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="item">
          <ol class="items" start="{@first}">
            <xsl:apply-templates select="item"><xsl:with-param name="level" select="$level"/></xsl:apply-templates>
          </ol>
        </xsl:when>
        <xsl:otherwise><p class="empty"><xsl:value-of select="hw:t('list.empty')"/><xsl:text> </xsl:text><a href="{$prefix}/datasets/"><xsl:value-of select="hw:t('list.all')"/></a></p></xsl:otherwise>
      </xsl:choose>
      <xsl:apply-templates select="pager"/>
      <xsl:for-each select="catalogue">
        <nav class="list-files" aria-label="{hw:t('list.files')}">
          <p class="quiet small"><xsl:value-of select="hw:t('list.files')"/></p>
          <ul class="chips">
            <xsl:for-each select="download"><li><a class="chip-link" href="{@href}"><xsl:value-of select="translate(@format, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"/></a></li></xsl:for-each>
            <li><a class="chip-link" href="{@feed}"><xsl:value-of select="hw:t('feed')"/></a></li>
          </ul>
        </nav>
      </xsl:for-each>
    </div>
  </div>
</xsl:template>

<xsl:template match="item | hit">
  <xsl:param name="level" select="2"/>
  <li class="item">
    <xsl:element name="h{$level}">
      <xsl:attribute name="class">item-title</xsl:attribute>
      <a href="{@href}"><xsl:copy-of select="title/@lang"/><xsl:apply-templates select="title" mode="marked"/></a>
    </xsl:element>
    <p class="item-abstract"><xsl:copy-of select="abstract/@lang"/><xsl:apply-templates select="abstract" mode="marked"/></p>
    <xsl:if test="field">
      <p class="item-fields"><span class="quiet"><xsl:value-of select="hw:t('search.fields')"/></span>
        <xsl:for-each select="field"><xsl:text> </xsl:text><span class="chip"><xsl:apply-templates select="." mode="marked"/></span></xsl:for-each>
      </p>
    </xsl:if>
    <xsl:if test="@alike"><p class="item-alike"><a href="{@alike-href}"><xsl:value-of select="hw:t('search.alike', format-number(@alike, '#,##0'))"/></a></p></xsl:if>
    <ul class="item-facts">
      <li><span class="open open-{@open-type}"><xsl:value-of select="@open-label"/></span></li>
      <xsl:for-each select="org | @org"><li><xsl:apply-templates select="." mode="fact"/></li></xsl:for-each>
      <xsl:for-each select="region | @region"><li><xsl:apply-templates select="." mode="fact"/></li></xsl:for-each>
      <li><xsl:value-of select="hw:t('updated')"/><xsl:text> </xsl:text><time datetime="{@modified}"><xsl:value-of select="@modified"/></time></li>
      <xsl:if test="@rows"><li><xsl:value-of select="hw:t('rows', format-number(@rows, '#,##0'))"/></li></xsl:if>
      <xsl:if test="@fields"><li><xsl:value-of select="hw:t('fields', format-number(@fields, '#,##0'))"/></li></xsl:if>
      <xsl:if test="format">
        <li class="formats"><xsl:for-each select="format"><span class="format"><xsl:value-of select="translate(., 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"/></span><xsl:text> </xsl:text></xsl:for-each></li>
      </xsl:if>
    </ul>
  </li>
</xsl:template>

<xsl:template match="*" mode="fact"><xsl:apply-templates select="." mode="text"/></xsl:template>
<xsl:template match="@*" mode="fact"><xsl:value-of select="."/></xsl:template>

<!-- Facets and orders of searches multiply without end: robots are not to walk them. -->
<xsl:template name="no-crawling">
  <xsl:if test="contains(@href, '/search?')"><xsl:attribute name="rel">nofollow</xsl:attribute></xsl:if>
</xsl:template>

<xsl:template name="sorts">
  <xsl:if test="sort">
    <nav class="sorts" aria-label="{hw:t('sort')}">
      <ul>
        <xsl:for-each select="sort">
          <li>
            <a href="{@href}">
              <xsl:call-template name="no-crawling"/>
              <xsl:if test="@current = 'yes'"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
              <xsl:choose>
                <xsl:when test="@label"><xsl:value-of select="@label"/></xsl:when>
                <xsl:otherwise><xsl:value-of select="hw:t(concat('sort.', @value))"/></xsl:otherwise>
              </xsl:choose>
            </a>
          </li>
        </xsl:for-each>
      </ul>
    </nav>
  </xsl:if>
</xsl:template>

<!-- Closed on phones; a wide screen shows it all (site.css). Values beyond the first eight stand in a second fold. -->
<xsl:template name="facets">
  <xsl:if test="facet">
    <details class="facets">
      <summary><xsl:call-template name="icon"><xsl:with-param name="id" select="'filter'"/></xsl:call-template><xsl:value-of select="hw:t('facets')"/></summary>
      <div class="facets-body">
        <xsl:apply-templates select="facet"/>
      </div>
    </details>
  </xsl:if>
</xsl:template>

<xsl:template match="facet">
  <section class="facet" aria-labelledby="facet-{@name}">
    <h2 class="facet-title" id="facet-{@name}">
      <xsl:choose>
        <xsl:when test="@title"><xsl:value-of select="@title"/></xsl:when>
        <xsl:when test="@href"><a href="{@href}"><xsl:value-of select="hw:t(concat('facet.', @name))"/></a></xsl:when>
        <xsl:otherwise><xsl:value-of select="hw:t(concat('facet.', @name))"/></xsl:otherwise>
      </xsl:choose>
    </h2>
    <ul>
      <xsl:apply-templates select="value[position() &lt;= 8 or @selected = 'yes']"/>
    </ul>
    <xsl:variable name="more" select="value[position() &gt; 8 and not(@selected = 'yes')]"/>
    <xsl:if test="$more">
      <details class="more">
        <summary><xsl:value-of select="hw:t('facet.more', count($more))"/></summary>
        <ul><xsl:apply-templates select="$more"/></ul>
      </details>
    </xsl:if>
    <xsl:if test="@all"><p class="facet-all"><a href="{@href}"><xsl:value-of select="hw:t('facet.all', @all)"/></a></p></xsl:if>
  </section>
</xsl:template>

<xsl:template match="facet/value">
  <li>
    <a class="check" href="{@href}">
      <xsl:call-template name="no-crawling"/>
      <xsl:if test="@selected = 'yes'"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
      <xsl:if test="@depth"><xsl:attribute name="data-depth"><xsl:value-of select="@depth"/></xsl:attribute></xsl:if>
      <span class="check-label">
        <xsl:copy-of select="@lang"/>
        <xsl:choose><xsl:when test="@label"><xsl:value-of select="@label"/></xsl:when><xsl:otherwise><xsl:value-of select="."/></xsl:otherwise></xsl:choose>
      </span>
      <xsl:text> </xsl:text>
      <span class="check-count"><xsl:value-of select="@count"/></span>
      <xsl:if test="@selected = 'yes'"><span class="unseen"><xsl:value-of select="hw:t('facet.selected')"/></span></xsl:if>
    </a>
  </li>
</xsl:template>

<xsl:template match="pager">
  <nav class="pager" aria-label="{hw:t('pager')}">
    <ul>
      <xsl:for-each select="link[@rel = 'prev']"><li><a rel="prev" href="{@href}"><xsl:value-of select="hw:t('pager.prev')"/></a></li></xsl:for-each>
      <xsl:for-each select="number">
        <xsl:if test="@gap = 'yes'"><li class="gap" aria-hidden="true">…</li></xsl:if>
        <li><a href="{@href}" aria-label="{hw:t('pager.page', @n)}"><xsl:if test="@current = 'yes'"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if><xsl:value-of select="@n"/></a></li>
      </xsl:for-each>
      <xsl:for-each select="link[@rel = 'next']"><li><a rel="next" href="{@href}"><xsl:value-of select="hw:t('pager.next')"/></a></li></xsl:for-each>
    </ul>
    <xsl:for-each select="rest"><p class="small"><xsl:value-of select="hw:t('pager.shown', format-number(@shown, '#,##0'))"/><xsl:text> </xsl:text><a href="{@href}"><xsl:value-of select="hw:t('pager.rest')"/></a></p></xsl:for-each>
  </nav>
</xsl:template>

</xsl:stylesheet>
